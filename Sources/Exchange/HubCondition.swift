/// How a hub gets on.
public enum HubCondition: String, CaseIterable, Sendable {
    /// It takes and passes on as ever.
    case running
    /// What goes through it takes far longer than it is used to.
    case slow
    /// It takes nothing, and what is on the way waits for it.
    case stopped

    /// Milliseconds that a copy may wait for a hub that runs.
    public static let patience: Int64 = 10_000

    /// Decides it: `hop` is what a copy took to reach the hub of late, `usual` what it takes there at other times, and
    /// `oldest` for how long one has been due there, in milliseconds; nil where nothing is known.
    public init(isStopped: Bool, hop: Int64?, usual: Int64?, oldest: Int64?) {
        if isStopped {
            self = .stopped
        } else if let oldest, oldest >= Self.patience {
            self = .slow
        } else if let hop, let usual, hop > max(3 * usual, usual + 1_000) {
            self = .slow
        } else {
            self = .running
        }
    }
}

/// What a hop takes at other times: learnt from every second in which there was one.
public struct UsualHop: Sendable, Equatable {
    private var mean: Double?
    private var seconds = 0.0

    /// Nothing is known yet.
    public init() {}

    /// Milliseconds, nil where too little was seen to tell.
    public var milliseconds: Int64? { seconds < 5 ? nil : mean.map { Int64($0.rounded()) } }

    /// Takes a second in which `hops` took `time` milliseconds together. What is far above the rest counts for little,
    /// so that a bad hour does not become what is usual.
    public mutating func learn(hops: Int64, time: Int64) {
        guard hops > 0 else { return }
        let value = Double(max(0, time)) / Double(hops)
        guard let before = mean else {
            (mean, seconds) = (value, 1)
            return
        }
        seconds = min(seconds + 1, 600)
        let isFar = value > max(3 * before, before + 1_000)
        mean = before + (value - before) / (isFar ? max(seconds, 60) * 20 : seconds)
    }
}
