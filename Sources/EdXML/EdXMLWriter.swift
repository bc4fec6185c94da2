/// Writes edXML messages in one order, with the prefix on every element inside the envelope (QCVN 102:2016/BTTTT).
///
/// What is written is read again before it is given out: a message that `EdXMLReader` would refuse, such as one with a
/// control character in a field, is an error here.
public enum EdXMLWriter {
    /// A file to attach.
    public struct File: Hashable, Sendable {
        /// The file's name.
        public var name: String
        /// Its media type.
        public var contentType: String
        /// Words about it; empty for none.
        public var description = ""
        /// Its bytes.
        public var bytes: [UInt8]

        /// The file `name` with these bytes.
        public init(name: String, contentType: String, bytes: [UInt8]) {
            self.name = name
            self.contentType = contentType
            self.bytes = bytes
        }
    }

    /// The bytes of a document with its files, or the first fault that a reader would find in them.
    ///
    /// `timestamp` is `yyyy/MM/dd HH:mm:ss`; it makes the first hop where the document has none. The document's own
    /// `attachments` are not written: `files` are. An empty `type` is written as 2, and white space around a text is
    /// lost, as any reader loses it.
    public static func write(
        _ document: EdXMLDocument, files: [File], timestamp: String
    ) throws(EdXMLFault) -> [UInt8] {
        var text = beginning()
        text.element(.edXMLEnvelope) { text in
            text.element(.edXMLHeader) { text in
                text.element(.messageHeader) { text in header(document, &text) }
                text.element(.traceHeaderList) { text in trace(document, timestamp, &text) }
                text.field(.digitalSignature, "")
            }
            text.element(.edXMLBody) { text in
                text.raw(#"<edXML:edXMLManifest version="1.0">"#)
                for (index, file) in files.enumerated() {
                    text.element(.reference) { text in part(file, index, &text) }
                }
                text.raw("</edXML:edXMLManifest>")
            }
        }
        if !files.isEmpty {
            text.element(.attachmentEncoded) { text in
                for (index, file) in files.enumerated() {
                    text.element(.attachment) { text in
                        part(file, index, &text)
                        text.base64(.contentTransferEncoded, file.bytes)
                    }
                }
            }
        }
        return try checked(text)
    }

    /// The bytes of a status, or the first fault that a reader would find in them.
    public static func write(_ status: EdXMLStatus) throws(EdXMLFault) -> [UInt8] {
        var text = beginning()
        text.element(.edXMLEnvelope) { text in
            text.element(.edXMLHeader) { text in
                text.element(.messageHeader) { text in
                    organ(.from, status.from, &text)
                    text.element(.responseFor) { text in
                        text.optional(.organID, status.responseForOrgan)
                        text.optional(.code, status.responseForCode)
                        text.optional(.promulgationDate, status.responseForDate)
                        text.optional(.documentID, status.responseForDocumentID)
                    }
                    staff(status.staff, &text)
                    text.field(.statusCode, status.statusCode)
                    text.optional(.description, status.description)
                    text.optional(.timestamp, status.timestamp)
                }
            }
        }
        return try checked(text)
    }

    private static func beginning() -> XMLText {
        var text = XMLText()
        text.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        text.raw(#"<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016""#)
        text.raw(#" xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">"#)
        return text
    }

    /// Whether a day lies in the future is the reader's to say, not the writer's.
    private static func checked(_ text: XMLText) throws(EdXMLFault) -> [UInt8] {
        var text = text
        text.raw("</edXML>\n")
        if let fault = EdXMLReader.check(text.bytes, today: "9999/12/31").refusal { throw fault }
        return text.bytes
    }

    private static func header(_ document: EdXMLDocument, _ text: inout XMLText) {
        organ(.from, document.from, &text)
        for receiver in document.to { organ(.to, receiver, &text) }
        text.field(.documentID, document.documentID)
        text.element(.code) { text in
            text.field(.codeNumber, document.number)
            text.field(.codeNotation, document.notation)
        }
        text.element(.promulgationInfo) { text in
            text.optional(.place, document.place)
            text.field(.promulgationDate, document.promulgationDate)
        }
        text.element(.documentType) { text in
            text.field(.type, document.type.isEmpty ? "2" : document.type)
            text.optional(.typeDetail, document.typeDetail)
            text.field(.typeName, document.typeName)
        }
        text.field(.subject, document.subject)
        text.optional(.content, document.content)
        if let signer = document.signer {
            text.element(.signerInfo) { text in
                text.optional(.competence, signer.competence)
                text.optional(.position, signer.position)
                text.optional(.fullName, signer.fullName)
            }
        }
        text.optional(.dueDate, document.dueDate)
        text.element(.otherInfo) { text in
            text.field(.priority, "\(document.priority)")
            text.optional(.sphereOfPromulgation, document.sphere)
            text.optional(.typerNotation, document.typerNotation)
            text.optional(.promulgationAmount, document.promulgationAmount)
            text.optional(.pageAmount, document.pageAmount)
            text.optional(.direction, document.direction)
            list(.appendixes, .appendix, document.appendixes, &text)
        }
        for response in document.responseFor {
            text.element(.responseFor) { text in
                text.optional(.organID, response.organID)
                text.optional(.code, response.code)
                text.optional(.promulgationDate, response.promulgationDate)
                text.optional(.documentID, response.documentID)
            }
        }
        text.optional(.steeringType, document.steeringType)
        list(.toPlaces, .place, document.places, &text)
    }

    private static func trace(_ document: EdXMLDocument, _ timestamp: String, _ text: inout XMLText) {
        let trace =
            document.trace.isEmpty ? [EdXMLTrace(organID: document.from.id, timestamp: timestamp)] : document.trace
        for hop in trace {
            text.element(.traceHeader) { text in
                text.field(.organID, hop.organID)
                text.field(.timestamp, hop.timestamp)
            }
        }
        text.element(.bussiness) { text in
            text.optional(.documentID, document.businessDocumentID)
            text.field(.bussinessDocType, "\(document.kind)")
            text.field(.bussinessDocReason, document.reason)
            text.field(.paper, document.hasPaper ? "1" : "0")
            staff(document.staff, &text)
            if let update = document.update { self.update(update, &text) }
            if !document.replacements.isEmpty { replacements(document.replacements, &text) }
        }
    }

    private static func update(_ update: EdXMLUpdate, _ text: inout XMLText) {
        text.element(.bussinessDocumentInfo) { text in
            text.field(.documentInfo, update.changesDocument ? "1" : "0")
            text.field(.documentReceiver, update.changesReceivers ? "1" : "0")
            guard !update.receivers.isEmpty else { return }
            text.element(.receiverList) { text in
                for receiver in update.receivers {
                    text.element(.receiver) { text in
                        text.field(.organID, receiver.organID)
                        text.optional(.receiverType, receiver.type)
                    }
                }
            }
        }
    }

    private static func replacements(_ replacements: [EdXMLReplacement], _ text: inout XMLText) {
        text.element(.replacementInfoList) { text in
            for replacement in replacements {
                text.element(.replacementInfo) { text in
                    text.field(.documentID, replacement.documentID)
                    list(.organIDList, .organID, replacement.organIDs, &text)
                }
            }
        }
    }

    private static func organ(_ name: ElementName, _ organ: EdXMLOrgan, _ text: inout XMLText) {
        text.element(name) { text in
            text.field(.organID, organ.id)
            text.optional(.organizationInCharge, organ.inCharge)
            text.field(.organName, organ.name)
            text.optional(.organAdd, organ.address)
            text.optional(.email, organ.email)
            text.optional(.telephone, organ.telephone)
            text.optional(.fax, organ.fax)
            text.optional(.website, organ.website)
        }
    }

    private static func staff(_ staff: EdXMLStaff?, _ text: inout XMLText) {
        guard let staff else { return }
        text.element(.staffInfo) { text in
            text.optional(.department, staff.department)
            text.optional(.staff, staff.name)
            text.optional(.email, staff.email)
            text.optional(.mobile, staff.mobile)
        }
    }

    private static func list(_ name: ElementName, _ item: ElementName, _ values: [String], _ text: inout XMLText) {
        guard !values.isEmpty else { return }
        text.element(name) { text in for value in values { text.field(item, value) } }
    }

    private static func part(_ file: File, _ index: Int, _ text: inout XMLText) {
        text.field(.contentID, "cid:\(index + 1)")
        text.field(.contentType, file.contentType)
        text.optional(.description, file.description)
        text.field(.attachmentName, file.name)
    }
}
