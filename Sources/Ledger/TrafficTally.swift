/// What a batch moved, hub by hub: added up while its facts are folded, and handed on with the commit.
///
/// It costs the same for every fact and is kept nowhere: figures of the last minute are made of it.
public struct TrafficTally: Sendable, Equatable {
    /// The tiers of an issuer and a receiver, by their places in the directory.
    public struct Pair: Hashable, Sendable {
        /// The issuer's.
        public let from: Int
        /// The receiver's.
        public let to: Int

        /// The pair of these tiers.
        public init(from: Int, to: Int) {
            self.from = from
            self.to = to
        }
    }

    /// What one hub moved.
    public struct Hub: Sendable, Equatable {
        /// Documents that its agencies sent.
        public var accepted: Int64 = 0
        /// Copies that went from it to the hub above.
        public var up: Int64 = 0
        /// Copies that came to it from the hub above.
        public var down: Int64 = 0
        /// Documents put into its mailboxes.
        public var delivered: Int64 = 0
        /// The same by tiers, but for the test lane.
        public var pairs: [Pair: Int64] = [:]
        /// Copies that it took from another hub.
        public var hops: Int64 = 0
        /// Milliseconds that those took together, from the hub before.
        public var hopTime: Int64 = 0
        /// By how many copies more wait for it; fewer where it is below 0.
        public var waiting: Int64 = 0

        /// Nothing.
        public init() {}

        /// Adds what another one counted.
        public mutating func add(_ other: Hub) {
            accepted += other.accepted
            up += other.up
            down += other.down
            delivered += other.delivered
            pairs.merge(other.pairs, uniquingKeysWith: +)
            hops += other.hops
            hopTime += other.hopTime
            waiting += other.waiting
        }

        /// Takes away what another one counted, which is in it; what waits is no sum of a time, and stays.
        public mutating func remove(_ other: Hub) {
            accepted -= other.accepted
            up -= other.up
            down -= other.down
            delivered -= other.delivered
            for (pair, count) in other.pairs {
                let rest = (pairs[pair] ?? 0) - count
                pairs[pair] = rest == 0 ? nil : rest
            }
            hops -= other.hops
            hopTime -= other.hopTime
        }
    }

    /// The hubs that something happened at, by their places in the directory.
    public var hubs: [Int: Hub] = [:]

    /// Nothing.
    public init() {}

    /// Adds what another one counted.
    public mutating func add(_ other: TrafficTally) {
        for (hub, counts) in other.hubs { hubs[hub, default: Hub()].add(counts) }
    }

    /// Takes away what another one counted, which is in it.
    public mutating func remove(_ other: TrafficTally) {
        for (hub, counts) in other.hubs { hubs[hub]?.remove(counts) }
    }
}
