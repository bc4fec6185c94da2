/// Figures for people.
enum Format {
    /// `12,345`.
    static func count(_ number: some BinaryInteger) -> String {
        var digits = Array(String(number.magnitude))
        var position = digits.count - 3
        while position > 0 {
            digits.insert(",", at: position)
            position -= 3
        }
        return (number < 0 ? "-" : "") + String(digits)
    }

    /// `96.02`: `part` of `whole` as a percentage with two decimals, half up; a dash where there is no whole.
    static func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0, part >= 0 else { return "–" }
        let hundredths = (part * 20_000 + whole) / (whole * 2)
        return "\(hundredths / 100).\(padded(hundredths % 100, 2))"
    }

    /// `1,234.5` milliseconds out of nanoseconds.
    static func milliseconds(_ nanoseconds: UInt64) -> String {
        let tenths = (nanoseconds + 50_000) / 100_000
        return "\(count(tenths / 10)).\(tenths % 10)"
    }

    /// The same, or a dash where nothing was measured.
    static func milliseconds(_ nanoseconds: UInt64?) -> String {
        nanoseconds.map { milliseconds($0) as String } ?? "–"
    }

    /// `12.3` out of nanoseconds, in seconds.
    static func seconds(_ nanoseconds: Int64) -> String {
        let tenths = max(0, nanoseconds) / 100_000_000
        return "\(count(tenths / 10)).\(tenths % 10)"
    }

    /// How many each second, to the whole.
    static func rate(_ number: Int, in nanoseconds: Int64) -> Int {
        nanoseconds > 0 ? Int((Double(number) * 1e9 / Double(nanoseconds)).rounded()) : 0
    }

    /// `0.1` or `60`: a number without the decimals that say nothing.
    static func short(_ number: Double) -> String {
        Int(exactly: number).map { String($0) } ?? String(number)
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    /// Columns side by side: the first to the left, the others to the right, each line begun by `indent`.
    static func table(_ rows: [[String]], indent: String = "  ") -> String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let gap = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + gap : gap + cell
            }
            var line = indent + cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
