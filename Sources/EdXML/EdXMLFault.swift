/// One fault of a message: code, place, what was expected and what was found.
public struct EdXMLFault: Error, Hashable, Sendable {
    /// The stable name: one of `EdXMLCode`, or of the XML below it.
    public let code: String
    /// The line, from 1.
    public let line: Int
    /// The column, from 1; 0 where it is not known.
    public let column: Int
    /// The element, such as `MessageHeader/Subject`.
    public let element: String
    /// What was expected.
    public let expected: String
    /// What was found.
    public let found: String

    init(_ code: EdXMLCode, _ node: Node?, _ element: String, expected: String, found: String = "") {
        self.init(
            code: code.rawValue, line: node?.line ?? 1, column: node?.column ?? 0, element: element, expected: expected,
            found: found)
    }

    init(code: String, line: Int, column: Int, element: String, expected: String, found: String) {
        self.code = code
        self.line = line
        self.column = column
        self.element = element
        self.expected = expected
        self.found = found
    }
}
