internal import XML

/// Reads an edXML message in one pass (QCVN 102:2016/BTTTT); the order of elements does not matter.
public enum EdXMLReader {
    /// The message in `bytes`, or an `EdXMLFault` with code, line, what was expected and what was found.
    ///
    /// `today` is `yyyy/MM/dd`: a document promulgated after it is refused. Lengths over the standard's limits are
    /// warnings, because the field overruns them.
    public static func read(_ bytes: [UInt8], today: String) throws(EdXMLFault) -> EdXMLMessage {
        let consumer = TreeConsumer()
        do {
            try XMLParser.parse(bytes, consumer: consumer)
        } catch let fault as EdXMLFault {
            throw fault
        } catch let fault as XMLFault {
            throw EdXMLFault(
                code: fault.code.rawValue, line: fault.line, column: fault.column, element: "",
                expected: "XML 1.0 in UTF-8",
                found: "")
        } catch {
            throw EdXMLFault(code: "not_well_formed", line: 1, column: 1, element: "", expected: "XML 1.0", found: "")
        }
        guard let root = consumer.root else { throw EdXMLFault(.envelopeMissing, nil, "edXML", expected: "edXML") }
        let envelopes = root.all("edXMLEnvelope")
        guard let envelope = envelopes.first else {
            throw EdXMLFault(.envelopeMissing, root, "edXML", expected: "edXML:edXMLEnvelope")
        }
        guard envelopes.count == 1 else {
            throw EdXMLFault(.twoEnvelopes, envelopes[1], "edXMLEnvelope", expected: "one envelope", found: "two")
        }
        let header = try one("edXMLHeader", of: envelope)
        let message = try one("MessageHeader", of: header)
        if message.first("StatusCode") != nil { return .status(try status(message)) }
        return .document(try document(root, envelope, header, message, consumer, today: today))
    }

    private static func document(
        _ root: Node, _ envelope: Node, _ header: Node, _ message: Node, _ consumer: TreeConsumer, today: String
    ) throws(EdXMLFault) -> EdXMLDocument {
        // A second one would be read by somebody else: each of these stands once.
        for name in ["Content", "OtherInfo", "SteeringType", "SignerInfo", "DueDate", "ToPlaces"] {
            if message.all(name).count > 1 { _ = try one(name, of: message) }
        }
        for name in ["Subject", "Content", "SteeringType", "DocumentId"] {
            if let inner = message.first(name)?.children.first {
                throw EdXMLFault(
                    .invalidValue, inner, "MessageHeader/\(name)", expected: "text only", found: inner.name)
            }
        }
        let to = message.all("To")
        guard !to.isEmpty else { throw EdXMLFault(.missingElement, message, "MessageHeader", expected: "edXML:To") }
        var receivers: [EdXMLOrgan] = []
        var seen: Set<String> = []
        for node in to {
            let receiver = try organ(node)
            if !seen.insert(receiver.id).inserted {
                throw EdXMLFault(
                    .repeatedReceiver, node, "MessageHeader/To", expected: "each OrganId once", found: receiver.id)
            }
            receivers.append(receiver)
        }
        let code = try one("Code", of: message)
        let promulgation = try one("PromulgationInfo", of: message)
        let date = try text("PromulgationDate", of: promulgation)
        guard isDate(date), date <= today else {
            throw EdXMLFault(
                .invalidDate, promulgation.first("PromulgationDate"), "PromulgationInfo/PromulgationDate",
                expected: "yyyy/MM/dd, not after \(today)", found: date)
        }
        let type = try one("DocumentType", of: message)
        var document = EdXMLDocument(
            from: try organ(try one("From", of: message)), to: receivers,
            documentID: try text("DocumentId", of: message),
            number: try text("CodeNumber", of: code), notation: try text("CodeNotation", of: code),
            promulgationDate: date, typeName: try text("TypeName", of: type), subject: try text("Subject", of: message))
        document.place = promulgation.value("Place")
        document.type = type.value("Type")
        document.typeDetail = type.value("TypeDetail")
        document.typerNotation = message.value("OtherInfo", "TyperNotation")
        document.content = message.value("Content")
        document.steeringType = message.value("SteeringType")
        document.sphere = message.value("OtherInfo", "SphereOfPromulgation")
        document.priority = try number("Priority", of: message.first("OtherInfo"), atMost: 4)
        let business = header.first("TraceHeaderList")?.first("Bussiness")
        document.kind = try number("BussinessDocType", of: business, atMost: 3)
        document.hasPaper = try number("Paper", of: business, atMost: 1) == 1
        document.signatureLine = consumer.signatureLine
        document.attachments = try attachments(root, envelope, consumer)
        document.warnings = lengthWarnings(message)
        return document
    }

    private static func status(_ message: Node) throws(EdXMLFault) -> EdXMLStatus {
        let response = try one("ResponseFor", of: message)
        let code = try text("StatusCode", of: message)
        guard code.utf8.count == 2, code.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw EdXMLFault(
                .invalidValue, message.first("StatusCode"), "MessageHeader/StatusCode", expected: "two digits",
                found: code)
        }
        return EdXMLStatus(
            from: try organ(try one("From", of: message)), responseForOrgan: try text("OrganId", of: response),
            responseForCode: response.value("Code"), responseForDate: response.value("PromulgationDate"),
            responseForDocumentID: response.value("DocumentId"), statusCode: code,
            description: message.value("Description"), timestamp: message.value("Timestamp"))
    }

    private static func attachments(
        _ root: Node, _ envelope: Node, _ consumer: TreeConsumer
    ) throws(EdXMLFault) -> [EdXMLAttachment] {
        let references = envelope.first("edXMLBody")?.first("edXMLManifest")?.all("Reference") ?? []
        let parts = root.all("AttachmentEncoded").flatMap { $0.all("Attachment") }
        var attachments: [EdXMLAttachment] = []
        let named = references.map { contentID($0.value("ContentId")) }
        for part in parts {
            let id = contentID(part.value("ContentId"))
            guard named.contains(id) else {
                throw EdXMLFault(
                    .attachmentWithoutManifest, part, "AttachmentEncoded/Attachment",
                    expected: "a Reference with this ContentId", found: id)
            }
            let content = part.first("ContentTransferEncoded")
            let check = consumer.contents.first { $0.node === content }?.check
            guard let check, check.isWhole else {
                throw EdXMLFault(
                    .brokenBase64, content ?? part, "Attachment/ContentTransferEncoded",
                    expected: "base64 with padding",
                    found: content == nil ? "nothing" : "something else")
            }
            attachments.append(
                EdXMLAttachment(
                    contentID: id, name: part.value("AttachmentName"), contentType: part.value("ContentType"),
                    size: check.count))
        }
        for (reference, id) in zip(references, named) where !attachments.contains(where: { $0.contentID == id }) {
            throw EdXMLFault(
                .manifestWithoutAttachment, reference, "edXMLManifest/Reference",
                expected: "an Attachment with this ContentId",
                found: id)
        }
        return attachments
    }

    private static func organ(_ node: Node) throws(EdXMLFault) -> EdXMLOrgan {
        EdXMLOrgan(id: try text("OrganId", of: node), name: node.value("OrganName"))
    }

    private static func one(_ name: String, of parent: Node) throws(EdXMLFault) -> Node {
        let nodes = parent.all(name)
        guard let node = nodes.first else {
            throw EdXMLFault(.missingElement, parent, parent.name, expected: "edXML:\(name)")
        }
        guard nodes.count == 1 else {
            throw EdXMLFault(
                .repeatedElement, nodes[1], "\(parent.name)/\(name)", expected: "one", found: "\(nodes.count)")
        }
        return node
    }

    private static func text(_ name: String, of parent: Node) throws(EdXMLFault) -> String {
        let node = try one(name, of: parent)
        guard !node.value.isEmpty else {
            throw EdXMLFault(.missingElement, node, "\(parent.name)/\(name)", expected: "a value", found: "nothing")
        }
        return node.value
    }

    /// A small number that may be missing: then 0.
    private static func number(_ name: String, of parent: Node?, atMost limit: UInt8) throws(EdXMLFault) -> UInt8 {
        guard let parent, let node = parent.first(name), !node.value.isEmpty else { return 0 }
        guard let value = UInt8(node.value), value <= limit else {
            throw EdXMLFault(
                .invalidValue, node, "\(parent.name)/\(name)", expected: "0 to \(limit)", found: node.value)
        }
        return value
    }

    private static func contentID(_ text: String) -> String {
        text.hasPrefix("cid:") ? String(text.dropFirst(4)) : text
    }

    private static func isDate(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "/"), bytes[7] == UInt8(ascii: "/") else { return false }
        let parts = text.split(separator: "/").map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...12).contains(month) && day >= 1 && day <= days[month - 1]
    }

    /// The limits of QCVN 102:2016, table by table: element, characters.
    private static let lengths: [(parent: String, name: String, limit: Int)] = [
        ("From", "OrganName", 200), ("To", "OrganName", 200), ("", "Subject", 500), ("", "Content", 500),
        ("Code", "CodeNumber", 11), ("Code", "CodeNotation", 30), ("DocumentType", "TypeName", 100),
        ("PromulgationInfo", "Place", 50), ("SignerInfo", "Position", 100), ("SignerInfo", "FullName", 50),
        ("OtherInfo", "SphereOfPromulgation", 100), ("OtherInfo", "TyperNotation", 10),
    ]

    private static func lengthWarnings(_ message: Node) -> [EdXMLFault] {
        var warnings: [EdXMLFault] = []
        for (parent, name, limit) in lengths {
            for container in parent.isEmpty ? [message] : message.all(parent) {
                for node in container.all(name) where node.value.count > limit {
                    warnings.append(
                        EdXMLFault(
                            .lengthExceeded, node, "\(container.name)/\(name)", expected: "at most \(limit) characters",
                            found: "\(node.value.count)"))
                }
            }
        }
        return warnings
    }
}
