/// Why a multipart body cannot be read: in which part, where, what was expected and what was found.
public struct MultipartFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The part, from 1; 0 where it is none's, such as a Content-Type without a boundary.
    public let part: Int
    /// The place in the body, in bytes from 0.
    public let offset: Int
    /// What passes.
    public let expected: String
    /// What was found.
    public let found: String

    /// The fault in part `part` at `offset`.
    public init(part: Int, offset: Int, expected: String, found: String) {
        self.part = part
        self.offset = offset
        self.expected = expected
        self.found = found
    }

    /// One line for people.
    public var description: String {
        [place, "Expected \(expected), found \(found)."].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The place in words, such as `Part 2, byte 345.`.
    public var place: String { part == 0 ? "" : "Part \(part), byte \(offset) of the body." }
}
