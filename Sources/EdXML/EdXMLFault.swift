/// One fault of a message: code, place, what was expected and what was found.
public struct EdXMLFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// How grave a fault is.
    public enum Severity: String, CaseIterable, Sendable {
        /// The message is refused.
        case error
        /// The message is taken; the axis or a receiver may refuse it.
        case warning
    }

    /// The stable name: one of `EdXMLCode`.
    public let code: String
    /// Whether it refuses the message.
    public let severity: Severity
    /// The line, from 1.
    public let line: Int
    /// The column, from 1, in characters.
    public let column: Int
    /// The element with its parent, such as `MessageHeader/Subject`.
    public let element: String
    /// What was expected.
    public let expected: String
    /// What was found.
    public let found: String

    /// One line for people, such as `too_long MessageHeader/Subject: expected at most 500 characters, found 600`.
    public var description: String {
        let place = [code, element].filter { !$0.isEmpty }.joined(separator: " ")
        return "\(place): expected \(expected), found \(found)"
    }

    /// A sentence on what is wrong, in English or Vietnamese.
    public func title(vietnamese: Bool = false) -> String {
        EdXMLCode(rawValue: code)?.title(vietnamese: vietnamese) ?? ""
    }

    /// What to do about it, in English or Vietnamese.
    public func hint(vietnamese: Bool = false) -> String {
        EdXMLCode(rawValue: code)?.hint(vietnamese: vietnamese) ?? ""
    }
}
