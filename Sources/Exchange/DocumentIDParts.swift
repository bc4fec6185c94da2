/// The parts of a DocumentId of the form `OrganId,yyyy/MM/dd,Number/Notation`, one of three that are in use.
///
/// A DocumentId is opaque: its parts say what may be meant where nobody has it, and nothing else.
public struct DocumentIDParts: Hashable, Sendable {
    /// The code of the issuer.
    public let issuer: String
    /// The day of promulgation.
    public let day: Day
    /// Number and notation, `7816/VPCP-TTĐT`.
    public let code: String

    /// The parts of `text`; nil where it is of another form. The day may be written in any way that `Day(anyForm:)` reads.
    public init?(_ text: String) {
        let parts = text.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let day = Day(anyForm: String(parts[1])), parts[2].utf8.contains(UInt8(ascii: "/"))
        else { return nil }
        issuer = String(parts[0])
        self.day = day
        code = String(parts[2])
    }

    /// The DocumentId with its day as the standard writes it.
    public var respelled: String { "\(issuer),\(day.slashed),\(code)" }
}

extension Day {
    /// The day that `text` names with the year first or last, apart by `/`, `-` or points, a time behind it or not.
    ///
    /// With the year last the day comes first, as it does in Vietnam.
    public init?(anyForm text: String) {
        guard let date = text.split(whereSeparator: { $0 == " " || $0 == "T" }).first else { return nil }
        let parts = date.split(whereSeparator: { "/-.".contains($0) })
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy { (0x30...0x39).contains($0) } && part.utf8.count <= 4 ? Int(part) : nil
        }
        guard numbers.count == 3, parts.count == 3 else { return nil }
        switch (parts[0].utf8.count, parts[2].utf8.count) {
        case (4, 1...2): self.init(year: numbers[0], month: numbers[1], day: numbers[2])
        case (1...2, 4): self.init(year: numbers[2], month: numbers[1], day: numbers[0])
        default: return nil
        }
    }
}
