/// The mark by which one run's documents are told from another's: five digits and small letters.
public struct RunID: Sendable, Hashable, CustomStringConvertible {
    /// How many characters it has.
    static let length = 5
    private static let alphabet = Array("0123456789abcdefghijkmnpqrstuvwxyz".utf8)

    /// The five characters.
    public let description: String

    /// The run called `text`, or nil where that is not five digits and small letters.
    public init?(_ text: String) {
        guard text.utf8.count == Self.length,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) })
        else { return nil }
        description = text
    }

    /// A new mark drawn from `random`: 45 million there are.
    public init(using random: inout some RandomNumberGenerator) {
        var text: [UInt8] = []
        for _ in 0..<Self.length {
            text.append(Self.alphabet[Int(UInt.random(in: 0..<UInt(Self.alphabet.count), using: &random))])
        }
        description = String(decoding: text, as: UTF8.self)
    }
}
