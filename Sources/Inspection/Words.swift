/// The words of a code: what is wrong, what to do, and the standard's clause, in the language that is wanted.
public struct Words: Sendable {
    /// A sentence on what is wrong.
    public let title: String
    /// What to do.
    public let hint: String
    /// The standard and its clause; empty where there is none.
    public let clause: String

    /// These words.
    public init(title: String, hint: String, clause: String) {
        self.title = title
        self.hint = hint
        self.clause = clause
    }
}
