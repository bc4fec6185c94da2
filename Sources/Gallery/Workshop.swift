internal import EdXML
internal import Exchange
internal import Trust

/// Where the cases are made: the parties, the moment, and what is made so far.
final class Workshop {
    let pki: DemoPKI
    let from: Party
    let to: Party
    /// Milliseconds since 1970.
    let now: Int64
    /// What tells one gallery's DocumentIds from another's.
    let run: String
    private(set) var cases: [GalleryCase] = []

    init(pki: DemoPKI, from: Party, to: Party, now: Int64) {
        (self.pki, self.from, self.to, self.now) = (pki, from, to, now)
        run = String(now / 1000, radix: 36)
    }

    /// `yyyy/MM/dd` so many days from today.
    func day(_ offset: Int32 = 0) -> String {
        Day(number: Instant(milliseconds: now).day.number + offset).description.split(separator: "-")
            .joined(separator: "/")
    }

    private var timestamp: String { "\(day()) 08:00:00" }

    /// The DocumentId of the document in the case `name`.
    func documentID(_ name: String) -> String { "\(from.code),\(day()),\(name)-\(run)/TG" }

    /// A document without fault, with a PDF file and a zip archive; each element on a line of its own.
    func document(_ name: String) throws -> Message {
        var document = EdXMLDocument(
            from: EdXMLOrgan(id: from.code, name: "Cơ quan gửi"), to: [EdXMLOrgan(id: to.code, name: "Cơ quan nhận")],
            documentID: documentID(name), number: "\(cases.count + 1)", notation: "TG-\(run)",
            promulgationDate: day(), typeName: "Công văn", subject: "Về việc thử bên nhận")
        document.signer = EdXMLSigner(competence: "TM.", position: "Giám đốc", fullName: "Nguyễn Văn A")
        let archive = ZipArchive.make([ZipArchive.Entry(name: "phu-luc.txt", bytes: Array("Phụ lục\n".utf8))])
        let files = [
            EdXMLWriter.File(
                name: "cong-van.pdf", contentType: "application/pdf", bytes: Array("%PDF-1.4\n%%EOF\n".utf8)),
            EdXMLWriter.File(name: "phu-luc.zip", contentType: "application/zip", bytes: archive),
        ]
        return try message(EdXMLWriter.write(document, files: files, timestamp: timestamp))
    }

    /// A status message without fault: the sender of the first control asks for it back.
    func status() throws -> Message {
        let status = EdXMLStatus(
            from: EdXMLOrgan(id: from.code, name: "Cơ quan gửi"),
            about: EdXMLResponse(
                organID: to.code, code: "1/TG-\(run)", promulgationDate: day(),
                documentID: documentID(Workshop.firstControl)),
            statusCode: "13", description: "Gửi nhầm", timestamp: timestamp)
        return try message(EdXMLWriter.write(status))
    }

    /// The control that others are about.
    static let firstControl = "control_cms"

    private func message(_ bytes: [UInt8]) throws -> Message {
        var message = Message(
            String(decoding: bytes, as: UTF8.self).split(separator: "><", omittingEmptySubsequences: false)
                .joined(separator: ">\n<"))
        let empty = "<edXML:DigitalSignature>\n</edXML:DigitalSignature>\n"
        if message.text.contains(empty) { try message.replace(empty, "") }
        return message
    }

    // MARK: Adding

    /// A case with all its parts.
    func add(
        _ name: String, _ what: String, _ whatVI: String, code: String?, at place: GalleryCase.Place?,
        message: [UInt8], signature: [UInt8]? = nil, certificate: String? = nil, after: String? = nil
    ) {
        cases.append(
            GalleryCase(
                name: name, what: what, whatVI: whatVI, code: code, place: place, message: message,
                signature: signature, certificate: certificate, after: after))
    }

    /// A CMS by the sender as it should be.
    func sign(_ message: [UInt8]) throws -> [UInt8] { try CMSForger(from, at: now).sign(message) }

    /// A message that is no edXML, with a signature that stands.
    func add(
        _ name: String, _ code: EdXMLCode, _ what: String, _ whatVI: String, at place: GalleryCase.Place = .lint,
        bytes: [UInt8]
    ) throws {
        add(
            name, what, whatVI, code: code.rawValue, at: place, message: bytes, signature: try sign(bytes))
    }

    /// A document that `change` makes wrong in one way, with a signature that stands.
    func document(
        _ name: String, _ code: EdXMLCode, _ what: String, _ whatVI: String, at place: GalleryCase.Place = .lint,
        change: (inout Message) throws -> Void
    ) throws {
        var message = try document(name)
        try change(&message)
        try add(name, code, what, whatVI, at: place, bytes: message.bytes)
    }

    /// A status that `change` makes wrong in one way, with a signature that stands.
    func status(
        _ name: String, _ code: EdXMLCode, _ what: String, _ whatVI: String, change: (inout Message) throws -> Void
    ) throws {
        var message = try status()
        try change(&message)
        try add(name, code, what, whatVI, bytes: message.bytes)
    }
}
