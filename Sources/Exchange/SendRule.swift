/// Whether agencies may send new documents to others, and why.
public struct SendRule: Hashable, Sendable {
    /// What a rule says.
    public enum Effect: UInt8, CaseIterable, Sendable {
        /// They may.
        case allow = 0
        /// They may not.
        case deny = 1
    }

    /// Its name, unique: letters of ASCII, digits, `.`, `_` and `-`, at most 64.
    public let name: String
    /// Who sends.
    public let from: AgencySelector
    /// Who is sent to.
    public let to: AgencySelector
    /// What it says of that.
    public let effect: Effect
    /// Why: it is told to those it stops. At most 1,000 characters.
    public let reason: String

    /// The rule `name`.
    public init(name: String, from: AgencySelector, to: AgencySelector, effect: Effect, reason: String) {
        self.name = name
        self.from = from
        self.to = to
        self.effect = effect
        self.reason = reason
    }

    /// Whether `name` can name a rule.
    public static func isValid(name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")].contains(byte)
                }
            }
    }
}

extension SendRule {
    func write(to writer: inout FactWriter) {
        writer.text(name)
        from.write(to: &writer)
        to.write(to: &writer)
        writer.number(effect.rawValue)
        writer.text(reason)
    }

    init(from reader: inout FactReader) throws(FactError) {
        self.init(
            name: try reader.text(), from: try AgencySelector(from: &reader), to: try AgencySelector(from: &reader),
            effect: try reader.raw(), reason: try reader.text())
    }
}
