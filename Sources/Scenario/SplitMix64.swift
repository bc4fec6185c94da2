/// A small seeded generator of pseudo-random numbers (Steele, Lea, Flood: SplitMix64), alike on every machine.
///
/// The same seed gives the same numbers for ever: the scenario's documents rest on it. Not for keys.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The generator that starts at `seed`.
    public init(seed: UInt64) {
        state = seed
    }

    /// The generator for the item `index` of the stream `seed`: each item can be made without the ones before it.
    public init(seed: UInt64, item index: Int) {
        var first = SplitMix64(seed: seed ^ UInt64(bitPattern: Int64(index)) &* 0xD1B5_4A32_D192_ED03)
        state = first.next()
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A whole number from 0 up to, not including, `bound`; 0 where the bound is not above 1.
    ///
    /// By multiplication, not the standard library's way, whose results another version may change.
    public mutating func below(_ bound: Int) -> Int {
        guard bound > 1 else { return 0 }
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number from 0 up to, not including, 1.
    public mutating func unit() -> Double {
        Double(next() >> 11) / 9_007_199_254_740_992
    }

    /// An element of `choices`, or nil where there is none.
    public mutating func pick<Choice>(_ choices: [Choice]) -> Choice? {
        choices.isEmpty ? nil : choices[below(choices.count)]
    }

    /// Puts `items` into another order (Fisher and Yates).
    public mutating func shuffle<Item>(_ items: inout [Item]) {
        guard items.count > 1 else { return }
        for last in stride(from: items.count - 1, to: 0, by: -1) {
            items.swapAt(last, below(last + 1))
        }
    }
}
