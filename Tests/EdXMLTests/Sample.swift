import EdXML

/// Messages to break.
enum Sample {
    static let today = "2021/06/24"

    /// A document with two receivers and two attachments, with line breaks between all tags.
    static func document() throws -> String {
        var document = ReaderTests.document()
        document.signer = EdXMLSigner(competence: "TM.", position: "Giám đốc", fullName: "Nguyễn Văn A")
        document.responseFor = [
            EdXMLResponse(
                organID: "G22", code: "1/VP", promulgationDate: "2021/06/01", documentID: "G22,2021/06/01,1/VP")
        ]
        document.appendixes = ["Phụ lục I"]
        document.places = ["Lưu: VT"]
        let bytes = try EdXMLWriter.write(
            document,
            files: [
                EdXMLWriter.File(name: "a.pdf", contentType: "application/pdf", bytes: Array("%PDF".utf8)),
                EdXMLWriter.File(name: "b.txt", contentType: "text/plain", bytes: [1, 2, 3, 4, 5]),
            ], timestamp: "2021/06/24 08:00:00")
        return String(decoding: bytes, as: UTF8.self).split(separator: "><", omittingEmptySubsequences: false)
            .joined(separator: ">\n<")
    }

    static func status(_ code: String = "03", description: String = "") throws -> String {
        let status = EdXMLStatus(
            from: EdXMLOrgan(id: "G22", name: "Văn phòng"),
            about: EdXMLResponse(
                organID: "H10.13", code: "7/SM-ĐT", promulgationDate: "2021/06/24",
                documentID: "H10.13,2021/06/24,7/SM-ĐT"),
            statusCode: code, description: description, timestamp: "2021/06/24 09:00:00")
        return String(decoding: try EdXMLWriter.write(status), as: UTF8.self)
    }

    /// `text` with every `part` replaced.
    static func replace(_ part: String, with other: String, in text: String) -> String {
        text.split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
    }

    static func check(_ text: String) -> EdXMLReport { EdXMLReader.check(Array(text.utf8), today: today) }

    /// `severity code Parent/Element` of each fault.
    static func faults(_ text: String) -> [String] {
        check(text).faults.map { "\($0.severity.rawValue) \($0.code) \($0.element)" }
    }
}
