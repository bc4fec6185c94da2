/// What the number of a document is looked up by: year, number and notation, unique per agency, paper and electronic
/// together (Decree 30/2020, article 15).
///
/// White space around number and notation is no part of them. Keys that are canonically equivalent are the same
/// (The Unicode Standard, 3.7, D70), as `String` compares them.
public enum NumberKey {
    /// The key of `number` and `notation` in `year`.
    public static func text(_ number: Substring, _ notation: Substring, in year: Int) -> String {
        "\(year)|\(number.trimmed)|\(notation.trimmed)"
    }

    /// The key of `code`, which is `Number/Notation`; nil where it has no slash.
    public static func text(code: String, in year: Int) -> String? {
        guard let slash = code.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        return text(code[..<slash], code[code.utf8.index(after: slash)...], in: year)
    }
}
