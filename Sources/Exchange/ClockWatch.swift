/// Compares the clock of the wall with one that only runs on, so that jumps of the first are seen.
public struct ClockWatch: Sendable {
    private var last: (wall: Int64, steady: Int64)?
    private var steps: [(at: Int64, size: Int64)] = []
    private static let memory: Int64 = 3_600_000

    /// Nothing seen yet.
    public init() {}

    /// Both clocks in milliseconds; gives the largest jump within the last hour, in milliseconds.
    public mutating func look(wall: Int64, steady: Int64) -> Int64 {
        if let last {
            let step = abs((wall - last.wall) - (steady - last.steady))
            // The two are not read at one moment.
            if step >= 500 { steps.append((steady, step)) }
        }
        last = (wall, steady)
        steps.removeAll { steady - $0.at > Self.memory }
        return steps.map(\.size).max() ?? 0
    }
}
