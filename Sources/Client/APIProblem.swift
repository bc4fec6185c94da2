/// Why a call of the native API failed: a problem document (RFC 9457), or no answer at all.
public struct APIProblem: Error, Hashable, Sendable {
    /// The stable code.
    public let code: String
    /// The HTTP status; 0 where there was no answer.
    public let status: Int
    /// The sentence of the code.
    public let title: String
    /// What is special about this case.
    public let detail: String
    /// What to do.
    public let hint: String
    /// The line in the document, from 1.
    public let line: Int?
    /// The whole problem document; null where there was no answer.
    public let document: JSONValue

    /// A problem found on this side.
    public init(code: String, title: String, hint: String = "") {
        self.code = code
        self.status = 0
        self.title = title
        self.detail = ""
        self.hint = hint
        self.line = nil
        self.document = .null
    }

    /// The problem in an answer, whatever its form.
    init(status: Int, body: [UInt8]) {
        let document = JSONValue(body) ?? .null
        self.status = status
        self.document = document
        code = document["code"].string ?? "unexpected_answer"
        title = document["title"].string ?? "The daemon answered with HTTP status \(status)."
        detail = document["detail"].string ?? ""
        hint = document["hint"].string ?? ""
        line = document["line"].int
    }
}
