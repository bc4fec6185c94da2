/// Why a text is no query.
public struct QueryFault: Error, Hashable, Sendable {
    /// A sentence.
    public let detail: String
    /// Where, in characters from 1.
    public let column: Int
    /// What could stand there.
    public let expected: String
    /// What stands there.
    public let found: String

    init(_ detail: String, column: Int, expected: String, found: String) {
        self.detail = detail
        self.column = column
        self.expected = expected
        self.found = found
    }
}
