internal import Exchange

/// The words of agencies' names and codes, each folded once.
final class AgencyWords {
    let directory: Directory
    private var known: [UInt32: [String]] = [:]

    init(_ directory: Directory) { self.directory = directory }

    /// The words of name and codes.
    subscript(_ number: AgencyNumber) -> [String] {
        if let words = known[number.value] { return words }
        let words = fields(of: number).flatMap { $0 }
        known[number.value] = words
        return words
    }

    /// The same, field by field.
    func fields(of number: AgencyNumber) -> [[String]] {
        guard let agency = directory.agency(number) else { return [] }
        return [agency.name, agency.code, agency.oldCode].map(FoldedText.words)
    }
}
