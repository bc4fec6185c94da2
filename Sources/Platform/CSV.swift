/// Comma-separated values (RFC 4180), for spreadsheets.
public enum CSV {
    /// A line with its end.
    public static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

    /// A cell that a spreadsheet takes for text, whatever it begins with, wide signs of East Asian input too; figures stay
    /// figures. Semicolons are quoted as commas are: spreadsheets set to Vietnamese end cells with them.
    public static func cell(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map { "=+-@＝＋－＠\t\r\n".unicodeScalars.contains($0) } == true
        let safe = isFormula && Double(text) == nil ? "'" + text : text
        guard safe.unicodeScalars.contains(where: { ",;\"\t\r\n".unicodeScalars.contains($0) }) else { return safe }
        return "\"" + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
