public import EdXML
public import Platform
public import Trust

/// Why a stage refuses a message: a stable code, where, what passes and what was found.
public struct Objection: Error, Hashable, Sendable {
    /// The stable snake_case code.
    public let code: String
    /// A sentence with the facts; may be empty.
    public var detail = ""
    /// What passes.
    public var expected: String?
    /// What was found.
    public var found: String?
    /// The line, from 1.
    public var line: Int?
    /// The column, from 1, in characters.
    public var column: Int?
    /// What to do, where that is more than the words of the code.
    public var hint: Hint?

    /// The failure `code`.
    public init(_ code: String, _ detail: String = "", expected: String? = nil, found: String? = nil) {
        self.code = code
        self.detail = detail
        self.expected = expected
        self.found = found
    }

    /// What a fault of the message says.
    public init(_ fault: EdXMLFault) {
        self.init(
            fault.code, fault.element.isEmpty ? "" : "At \(fault.element).", expected: fault.expected,
            found: fault.found)
        line = fault.line
        column = fault.column
    }

    /// What decided a verdict.
    public init(_ verdict: Verdict, line: Int? = nil) {
        self.init(
            (verdict.code ?? .signatureInvalid).rawValue, expected: verdict.decisive?.expected,
            found: verdict.decisive?.found)
        self.line = line
        hint = verdict.decisive?.hint
    }
}
