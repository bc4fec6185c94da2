/// How a document reached a recipient: what the electronic ratio counts.
public enum Channel: UInt8, CaseIterable, Sendable {
    /// Electronic only.
    case electronic = 0
    /// Electronic, with paper in parallel.
    case both = 1
    /// On paper only.
    case paper = 2
    /// Electronic without a valid signature: for information only (Decision 28/2018, article 4); outside E and EP.
    case unsigned = 3
    /// Counts nothing: updates, withdrawals, repetitions.
    case uncounted = 4
    /// Of the test lane: counts nothing, and is shown beside.
    case test = 5

    /// The short name in reports: E, EP, P, U or `none`.
    public var name: String {
        switch self {
        case .electronic: "E"
        case .both: "EP"
        case .paper: "P"
        case .unsigned: "U"
        case .uncounted: "none"
        case .test: "test"
        }
    }
}
