/// What a ratio of electronic to all documents is made of, in deliveries.
public struct RatioCounts: Hashable, Sendable {
    /// Deliveries by channel, in the order of `Channel`.
    public private(set) var byChannel = [Int64](repeating: 0, count: Channel.allCases.count)

    /// Nothing counted yet.
    public init() {}

    /// Counts more on a channel.
    public mutating func add(_ count: Int64, on channel: Channel) { byChannel[Int(channel.rawValue)] += count }

    /// What was counted on a channel.
    public subscript(channel: Channel) -> Int64 { byChannel[Int(channel.rawValue)] }

    /// E + EP + P.
    public var all: Int64 { electronically + self[.paper] }
    private var electronically: Int64 { self[.electronic] + self[.both] }

    /// (E+EP)/(E+EP+P), "exchanged electronically"; nil where nothing was exchanged.
    public var exchanged: Double? { all == 0 ? nil : Double(electronically) / Double(all) }

    /// E/(E+EP+P), "in place of paper"; nil where nothing was exchanged.
    public var inPlaceOfPaper: Double? { all == 0 ? nil : Double(self[.electronic]) / Double(all) }

    /// How many of the deliveries on paper would have to have gone electronically for `exchanged` to reach `target`, in
    /// hundredths of a per cent.
    public func missing(to target: Int64) -> Int64 { max(0, (target * all + 9_999) / 10_000 - electronically) }
}
