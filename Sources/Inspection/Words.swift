public import Platform

/// The words of a code: what is wrong, what to do, and the standard's clause, in the language that is wanted.
public struct Words: Sendable {
    /// A sentence on what is wrong.
    public let title: String
    /// What to do.
    public var hint: String
    /// The standard and its clause; empty where there is none.
    public let clause: String

    private let isVietnamese: Bool

    /// These words; `isVietnamese` where they are.
    public init(title: String, hint: String, clause: String, isVietnamese: Bool = false) {
        self.title = title
        self.hint = hint
        self.clause = clause
        self.isVietnamese = isVietnamese
    }

    /// The same with `hint` for what to do, where there is one.
    public func advising(_ hint: Hint?) -> Words {
        guard let hint else { return self }
        var words = self
        words.hint = hint.text(vietnamese: isVietnamese)
        return words
    }
}
