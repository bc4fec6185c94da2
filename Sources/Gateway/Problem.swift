internal import Exchange
public import HTTP
internal import Inspection
public import Platform
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
    /// What to do, where that is more than the words of the code.
    public var hint: Hint?
    /// Seconds after which it may be otherwise, where that is known.
    var retryAfter: Int64?
    /// The content codings that bodies may have, where that is what is wrong (RFC 9110, section 12.5.3).
    var acceptedEncoding: String?
    /// The methods there are, where only the method is wrong (RFC 9110, section 10.2.1).
    var allowed: [String] = []
    /// The inspection that refused a document: its faults and checks are told.
    var inspection: Inspection?
    /// The id under which a refusal at the door is explained.
    var refusal: Identifier?
    /// Whether a name or a secret was looked at and is wrong: a guess may be.
    var isWrongSecret = false

    /// The same about a wrong name or secret.
    var ofSecret: Problem {
        var problem = self
        problem.isWrongSecret = true
        return problem
    }

    /// How many Unicode scalars of a value from outside are told back at most.
    static let foundLimit = 500

    private static func cut(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(foundLimit))) + "…"
    }

    /// The problem `code`; its status and words come from the catalogue.
    public init(_ code: String, _ detail: String = "", found: String? = nil) {
        self.code = code
        self.detail = detail
        // What comes from outside is told back in part only: answers, logs and explanations are no store.
        self.found = found.map { $0.unicodeScalars.count > Self.foundLimit ? Self.cut($0) : $0 }
        status = Catalogue.entry(code).status
    }

    /// There is no room to write. Looking once more a second later is soon enough for the bus, but not for whoever makes room.
    static var storageFull: Problem {
        var problem = Problem("storage_full")
        problem.retryAfter = 30
        return problem
    }

    init(_ refusal: Refusal) {
        self.init(refusal.code.rawValue, refusal.detail, found: refusal.found.isEmpty ? nil : refusal.found)
        retryAfter = refusal.retryAfter
    }

    /// What is no query.
    init(_ fault: QueryFault) {
        self.init("query_malformed", fault.detail, found: fault.found)
        column = fault.column
        expected = fault.expected
    }

    /// What is no multipart body, or not one as it is wanted.
    init(_ fault: MultipartFault) {
        self.init("multipart_malformed", fault.place, found: fault.found)
        expected = fault.expected
    }

    /// What refuses a document at the door.
    init(_ inspection: Inspection) {
        let objection = inspection.objection ?? Objection("internal")
        self.init(objection.code, objection.detail, found: objection.found)
        line = objection.line
        column = objection.column
        expected = objection.expected
        hint = objection.hint
        self.inspection = inspection
    }

    /// The members of the document, without braces around them.
    func write(to json: inout JSONText) {
        let entry = Catalogue.entry(code)
        json.member("type", "/errors/\(code)")
        json.member("title", entry.title)
        json.member("status", status)
        json.member("code", code)
        if !detail.isEmpty { json.member("detail", detail) }
        json.member("hint", hint?.english ?? entry.hint)
        json.member("line", line)
        json.member("column", column)
        json.member("expected", expected)
        json.member("found", found)
        json.member("retry_after", retryAfter)
        json.member("refusal", refusal?.description)
        guard let inspection, let stage = inspection.decisive else { return }
        if [.signature, .binding].contains(stage.name), stage.status != .absent { json.checks(inspection.checks) }
        // Whoever sends it learns everything at once, not one fault at each try.
        if [.read, .structure].contains(stage.name), inspection.faults.count > 1 {
            json.faults(inspection.faults) { Catalogue.words($0, vietnamese: false) }
        }
    }

    /// The facts in one text, for those who cannot be given more: a place, or a name, alone would say nothing.
    var sentence: String {
        let title = Catalogue.entry(code).title
        if detail.isEmpty { return code == "parameter_missing" ? "\(title.dropLast()): \(found ?? "")." : title }
        let isPlace = (inspection != nil && line != nil) || (expected != nil && !detail.hasSuffix("."))
        let value = found.flatMap { $0.isEmpty || detail.contains($0) ? nil : "Found: \($0)." }
        let parts: [String?] = [
            isPlace ? title : nil,
            (isPlace || value != nil) && !detail.hasSuffix(".") ? detail + "." : detail,
            expected.map { "Expected: \($0)." },
            value,
        ]
        return parts.compactMap(\.self).joined(separator: " ")
    }

    /// The whole answer.
    public var response: HTTPResponse {
        var json = JSONText()
        json.object { write(to: &$0) }
        return HTTPResponse(status: status, contentType: "application/problem+json", headers: headers, body: json.bytes)
    }

    /// Whether the field's interfaces tell it in their own words, with 200: it is about a message, not the connection.
    var isOfDomain: Bool { code == "not_found" || code == "quota_exceeded" }

    /// The header fields of its answer, whatever the form of that.
    var headers: [(name: String, value: String)] {
        let seconds = retryAfter ?? 1
        var headers: [(name: String, value: String)] =
            status == 503 || status == 429 ? [("Retry-After", "\(seconds)")] : []
        // Whoever asks for too much at once does it on many connections.
        if status == 429, retryAfter == nil { headers.append(("Connection", "close")) }
        if let acceptedEncoding { headers.append(("Accept-Encoding", acceptedEncoding)) }
        if !allowed.isEmpty { headers.append(("Allow", allowed.joined(separator: ", "))) }
        return headers
    }
}
