/// Which of how many generator processes.
public struct ReplayPart: Equatable, Sendable {
    /// From 1.
    public let number: Int
    /// How many there are.
    public let of: Int

    /// The only process.
    public static let whole = ReplayPart(1, of: 1)

    private init(_ number: Int, of count: Int) {
        self.number = number
        of = count
    }

    /// The part that `text` spells, such as `2/3`; nil where that is no part of a whole.
    public init?(_ text: String) {
        let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let number = numbers[0], let count = numbers[1], (1...1_000).contains(count),
            (1...count).contains(number)
        else { return nil }
        self.init(number, of: count)
    }

    /// Whether the document with this serial is this process's.
    func holds(_ serial: Int) -> Bool { (serial - 1) % of == number - 1 }
}
