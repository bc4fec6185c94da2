internal import EdXML
internal import Exchange
public import HTTP
internal import Platform
internal import Trust

/// A problem document (RFC 9457): what went wrong, where, what was expected, and what to do.
public struct Problem: Error, Sendable {
    /// The stable snake_case code.
    public var code: String
    /// The status code of the answer.
    public var status: Int
    /// A sentence with the facts.
    public var detail: String
    /// The line of the document, where there is one.
    public var line: Int?
    /// The column, where there is one.
    public var column: Int?
    /// What was expected.
    public var expected: String?
    /// What was found.
    public var found: String?
    /// The checks of a signature, as JSON.
    public var checks: [UInt8]?
    /// All faults of a message, the one that refuses it among them.
    var faults: [EdXMLFault] = []

    /// The problem `code`; its status and words come from the catalogue.
    public init(_ code: String, _ detail: String = "", found: String? = nil) {
        self.code = code
        self.detail = detail
        self.found = found
        status = Catalogue.entry(code).status
    }

    init(_ refusal: Refusal) {
        self.init(refusal.code.rawValue, refusal.detail, found: refusal.found.isEmpty ? nil : refusal.found)
    }

    init(_ fault: EdXMLFault) {
        self.init(fault.code, fault.element.isEmpty ? "" : "At \(fault.element).", found: fault.found)
        line = fault.line
        column = fault.column
        expected = fault.expected
    }

    /// The members of the document, without braces around them.
    func write(to json: inout JSONText) {
        let entry = Catalogue.entry(code)
        json.member("type", "/errors/\(code)")
        json.member("title", entry.title)
        json.member("status", status)
        json.member("code", code)
        if !detail.isEmpty { json.member("detail", detail) }
        json.member("hint", entry.hint)
        json.member("line", line)
        json.member("column", column)
        json.member("expected", expected)
        json.member("found", found)
        if let checks {
            json.key("checks")
            json.raw(checks)
        }
        if faults.count > 1 {
            json.key("faults")
            json.array { json in for fault in faults { json.object { fault.write(to: &$0, false, false) } } }
        }
    }

    /// The whole answer.
    public var response: HTTPResponse {
        var json = JSONText()
        json.object { write(to: &$0) }
        var retry: [(name: String, value: String)] = status == 503 || status == 429 ? [("Retry-After", "1")] : []
        // Whoever asks for too much at once does it on many connections.
        if status == 429 { retry.append(("Connection", "close")) }
        return HTTPResponse(status: status, contentType: "application/problem+json", headers: retry, body: json.bytes)
    }
}
