/// Shares into whole numbers.
enum Quota {
    /// How many of `total` each share gets, by largest remainder: the numbers make `total`, the first share wins a tie.
    static func split(_ total: Int, by shares: [Double]) -> [Int] {
        let sum = shares.reduce(0, +)
        guard sum > 0, total > 0 else { return shares.map { _ in 0 } }
        let exact = shares.map { $0 / sum * Double(total) }
        var counts = exact.map { Int($0) }
        let order = exact.indices.sorted { left, right in
            let first = exact[left] - Double(counts[left])
            let second = exact[right] - Double(counts[right])
            return first == second ? left < right : first > second
        }
        var missing = total - counts.reduce(0, +)
        for index in order where missing > 0 && shares[index] > 0 {
            counts[index] += 1
            missing -= 1
        }
        return counts
    }

    /// `total` elements: each choice as often as its share says, in an order drawn from `random`.
    static func draw<Choice>(
        _ total: Int, of choices: [(Choice, Double)], using random: inout SplitMix64
    ) -> [Choice] {
        var drawn: [Choice] = []
        drawn.reserveCapacity(total)
        for (choice, count) in zip(choices, split(total, by: choices.map(\.1))) {
            drawn.append(contentsOf: repeatElement(choice.0, count: count))
        }
        random.shuffle(&drawn)
        return drawn
    }
}
