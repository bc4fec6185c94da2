/// What to do about one finding, in both languages: where it says more than the words of the finding's code.
public struct Hint: Sendable, Hashable {
    /// In English.
    public let english: String
    /// In Vietnamese.
    public let vietnamese: String

    /// These words.
    public init(_ english: String, _ vietnamese: String) {
        self.english = english
        self.vietnamese = vietnamese
    }

    /// The words in Vietnamese where asked for, else in English.
    public func text(vietnamese isVietnamese: Bool) -> String { isVietnamese ? vietnamese : english }
}
