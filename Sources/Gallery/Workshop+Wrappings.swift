internal import EdXML
internal import Trust

/// Signature wrapping: what was signed is moved aside, and what is read is another. Each signature stands by itself:
/// whoever follows its reference by Id and reads the message by its structure accepts the forgery.
extension Workshop {
    private static let declaration = "xmlns:edXML=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\""

    func addWrappings() throws {
        try addReferencesById()
        try addEnvelopes()
        try addHeaders()
        try addFields()
    }

    private func addReferencesById() throws {
        let name = "xmldsig_header_only"
        var message = try document(name)
        try message.replaceFirst("<edXML:MessageHeader>", "<edXML:MessageHeader Id=\"header\">")
        let header = try message.piece(from: "<edXML:MessageHeader Id=\"header\">", to: "</edXML:MessageHeader>")
        let forger = XMLForger(from)
        let reference = try forger.reference(
            to: standing(header, "MessageHeader"), id: "header", end: "</edXML:MessageHeader>")
        xml(
            name, .signatureReferenceRefused, "Only the MessageHeader is signed, by its Id: the attachments are not.",
            "Chỉ MessageHeader được ký theo Id: tệp đính kèm không được ký.",
            try forger.sign(message.bytes) { $0.references = [reference] })
    }

    private func addEnvelopes() throws {
        try envelopes(
            "wrapping_second_envelope", .twoEnvelopes,
            "The signed envelope comes second, behind a forged one.",
            "Envelope đã ký đứng sau một envelope giả."
        ) { message, original in try message.insert(original + "\n", before: "<edXML:AttachmentEncoded>") }
        try envelopes(
            "wrapping_unknown_element", .misplacedElement,
            "The signed envelope was moved into an element that nobody knows.",
            "Envelope đã ký bị chuyển vào một phần tử lạ."
        ) { message, original in
            try message.insert(
                "<x:Old xmlns:x=\"urn:example:old\">\(original)</x:Old>\n", before: "<edXML:AttachmentEncoded>")
        }
        let name = "wrapping_object"
        let message = try document(name)
        let (original, reference) = try signedEnvelope(of: message)
        var forged = message
        try forged.replaceFirst("Về việc thử", "Về việc giả")
        let bytes = try XMLForger(from).sign(forged.bytes) { text in
            text.references = [reference]
            text.rest = "<Object>\(original)</Object>"
        }
        add(
            name, "The signed envelope was moved into an Object of the Signature.",
            "Envelope đã ký bị chuyển vào Object của Signature.", code: EdXMLCode.misplacedElement.rawValue, at: .lint,
            message: bytes)
    }

    private func addHeaders() throws {
        let name = "wrapping_second_header"
        var message = try document(name)
        let header = try message.piece(from: "<edXML:MessageHeader>", to: "</edXML:MessageHeader>")
        let original = try Message(header).replacing("<edXML:MessageHeader>", "<edXML:MessageHeader Id=\"original\">")
        let reference = try XMLForger(from).reference(
            to: standing(original, "MessageHeader"), id: "original", end: "</edXML:MessageHeader>")
        try message.replaceFirst("Về việc thử", "Về việc giả")
        try message.insert(original + "\n", before: "<edXML:TraceHeaderList>")
        add(
            name, "The signed MessageHeader stands behind a forged one.", "MessageHeader đã ký đứng sau một bản giả.",
            code: EdXMLCode.repeatedElement.rawValue, at: .lint,
            message: try XMLForger(from).sign(message.bytes) { $0.references = [reference] })
        let body = "wrapping_signature_in_body"
        let parts = try split(document(body), at: "</edXML:edXMLBody>")
        let envelope = XMLSignatureEnvelope(head: parts.head, tail: parts.tail)
        add(
            body, "The Signature stands in edXMLBody instead of edXMLHeader.",
            "Signature nằm trong edXMLBody thay vì edXMLHeader.", code: EdXMLCode.misplacedElement.rawValue, at: .lint,
            message: try XMLForger(from).sign(envelope) { _ in })
        let twice = "wrapping_second_signature"
        let second = "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo/></Signature>"
        let halves = try split(document(twice), at: "</edXML:edXMLHeader>")
        add(
            twice, "There is a second Signature in the header.", "Có Signature thứ hai trong phần đầu.",
            code: EdXMLCode.repeatedElement.rawValue, at: .lint,
            message: try XMLForger(from).sign(
                XMLSignatureEnvelope(head: halves.head, tail: Array(second.utf8) + halves.tail)
            ) { _ in })
    }

    /// Fields that are no part of the structure: only the reference gives it away.
    private func addFields() throws {
        let subject = "<edXML:Subject>Về việc thử bên nhận</edXML:Subject>"
        let original = "<edXML:Subject Id=\"original\">Về việc thử bên nhận</edXML:Subject>"
        let reference = try XMLForger(from).reference(
            to: standing(original, "Subject"), id: "original", end: "</edXML:Subject>")
        try field(
            "wrapping_field", .signatureReferenceRefused,
            "The signed Subject was moved into an element that nobody knows.",
            "Subject đã ký bị chuyển vào một phần tử lạ.", reference
        ) { message in
            try message.replaceFirst(
                subject,
                "<edXML:Subject>Về việc giả</edXML:Subject>\n<x:Old xmlns:x=\"urn:example:old\">\(original)</x:Old>")
        }
        try field(
            "wrapping_duplicate_id", .signatureReferenceRefused,
            "Two elements bear the Id that is signed, the forged Subject first.",
            "Hai phần tử mang Id được ký, Subject giả đứng trước.", reference
        ) { message in
            try message.replaceFirst(
                subject,
                "<edXML:Subject Id=\"original\">Về việc giả</edXML:Subject>\n"
                    + "<x:Old xmlns:x=\"urn:example:old\">\(original)</x:Old>")
        }
        try field(
            "wrapping_field_in_object", .signatureReferenceRefused,
            "The signed Subject was moved into an Object of the Signature.",
            "Subject đã ký bị chuyển vào Object của Signature.", reference, rest: "<Object>\(original)</Object>"
        ) { try $0.replaceFirst(subject, "<edXML:Subject>Về việc giả</edXML:Subject>") }
    }

    // MARK: Parts

    /// What stands before the first `mark`, and the rest.
    func split(_ message: Message, at mark: String) throws -> (head: [UInt8], tail: [UInt8]) {
        let parts = message.text.split(separator: mark, maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw TrustError("there is no \(mark)") }
        return (Array(parts[0].utf8), Array((mark + parts[1]).utf8))
    }

    /// `element`, declaring the prefix by itself.
    private func standing(_ element: String, _ name: String) throws -> String {
        var message = Message(element)
        try message.replaceFirst("<edXML:\(name) ", "<edXML:\(name) \(Self.declaration) ")
        return message.text
    }

    /// The envelope of `message` with an Id, and the reference to it.
    private func signedEnvelope(of message: Message) throws -> (String, XMLSignatureText.Reference) {
        let end = "</edXML:edXMLEnvelope>"
        let envelope = try message.piece(from: "<edXML:edXMLEnvelope>", to: end)
        let original = try Message(envelope).replacing(
            "<edXML:edXMLEnvelope>", "<edXML:edXMLEnvelope Id=\"original\">")
        let reference = try XMLForger(from).reference(
            to: standing(original, "edXMLEnvelope"), id: "original", end: end)
        return (original, reference)
    }

    private func envelopes(
        _ name: String, _ code: EdXMLCode, _ what: String, _ whatVI: String,
        place: (inout Message, String) throws -> Void
    ) throws {
        var message = try document(name)
        let (original, reference) = try signedEnvelope(of: message)
        try message.replaceFirst("Về việc thử", "Về việc giả")
        // The signature goes into the forged header, where a reader looks for it.
        let parts = try split(message, at: "</edXML:edXMLHeader>")
        var behind = Message(String(decoding: parts.tail, as: UTF8.self))
        try place(&behind, original)
        let envelope = XMLSignatureEnvelope(head: parts.head, tail: behind.bytes)
        let bytes = try XMLForger(from).sign(envelope) { $0.references = [reference] }
        add(name, what, whatVI, code: code.rawValue, at: .lint, message: bytes)
    }

    private func field(
        _ name: String, _ code: TrustCode, _ what: String, _ whatVI: String, _ reference: XMLSignatureText.Reference,
        rest: String = "", change: (inout Message) throws -> Void
    ) throws {
        var message = try document(name)
        try change(&message)
        let bytes = try XMLForger(from).sign(message.bytes) { text in
            text.references = [reference]
            text.rest = rest
        }
        xml(name, code, what, whatVI, bytes)
    }
}
