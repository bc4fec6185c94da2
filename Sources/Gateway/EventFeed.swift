internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// What `/events` reads: the newest facts, made into events once for all who listen, and who is to be woken.
///
/// A listener keeps nothing but its place in the ledger. One that is further behind than what is kept here reads on in
/// the ledger itself.
final class EventFeed: Sendable {
    private struct Recent {
        var first: Int64 = 0
        var events: [Event] = []
        var size = 0
        var documents: [Serial: DocumentRow] = [:]
        var end: Int64 { first + Int64(events.count) }
    }

    private struct Listeners {
        var streams: [ObjectIdentifier: (stream: HTTPStream, party: UInt64)] = [:]
        var lastFact: Int64 = 0
        var announced: Int64 = 0
        var isClosed = false
    }

    private let recent = Monitor(Recent())
    private let listeners = Monitor(Listeners())
    private static let kept = 4_096
    private static let keptBytes = 4 << 20
    private static let pageLimit = 256

    /// How many may listen at once.
    static let limit = 500
    /// How many of one party may listen at once.
    static let limitOfParty = 8

    /// The events that follow the fact `position`, in order, as many as are read at once.
    func events(after position: Int64, in ledger: Ledger) throws -> [Event] {
        // Whoever is far behind reads alone, and nobody waits for that.
        if recent.withLock({ !$0.events.isEmpty && position + 1 < $0.first }) {
            var documents: [Serial: DocumentRow] = [:]
            return try Self.read(after: position, in: ledger, &documents)
        }
        return try recent.withLock { recent in
            if recent.events.isEmpty || position + 1 > recent.end {
                // Nobody listened for a while.
                recent = Recent()
                recent.first = position + 1
            }
            if position + 1 == recent.end {
                let events = try Self.read(after: position, in: ledger, &recent.documents)
                recent.events += events
                recent.size += events.reduce(0) { $0 + $1.size }
                Self.shrink(&recent)
            }
            let start = Int(position + 1 - recent.first)
            guard start >= 0, start < recent.events.count else { return [] }
            return Array(recent.events[start..<min(recent.events.count, start + Self.pageLimit)])
        }
    }

    private static func read(
        after position: Int64, in ledger: Ledger, _ documents: inout [Serial: DocumentRow]
    ) throws -> [Event] {
        let directory = ledger.directory
        return try ledger.read { reader in
            try reader.facts(after: position, limit: pageLimit).map {
                try Event($0, reader: reader, directory: directory, documents: &documents)
            }
        }
    }

    /// Lets the oldest go, in one step where there are many; the page that was just read always stays.
    private static func shrink(_ recent: inout Recent) {
        guard recent.events.count > 2 * kept || recent.size > keptBytes else { return }
        var gone = 0
        while recent.events.count - gone > pageLimit, recent.events.count - gone > kept || recent.size > keptBytes / 2 {
            recent.size -= recent.events[gone].size
            gone += 1
        }
        recent.events.removeFirst(gone)
        recent.first += Int64(gone)
    }

    /// Whether `stream` may listen for `party`; it is woken from now on until `leave`.
    func join(_ stream: HTTPStream, of party: UInt64) -> Bool {
        listeners.notify { listeners in
            guard listeners.streams.count < Self.limit, !listeners.isClosed,
                listeners.streams.values.count(where: { $0.party == party }) < Self.limitOfParty
            else { return false }
            listeners.streams[ObjectIdentifier(stream)] = (stream, party)
            return true
        }
    }

    func leave(_ stream: ObjectIdentifier) {
        let isLast = listeners.notify { listeners in
            listeners.streams.removeValue(forKey: stream)
            return listeners.streams.isEmpty
        }
        if isLast { recent.withLock { $0 = Recent() } }
    }

    /// The ledger has facts up to `lastFact` now.
    func committed(_ lastFact: Int64) { listeners.notify { $0.lastFact = lastFact } }

    /// Wakes all listeners after commits, ten times a second at most, and else once a second for their heartbeats.
    func run() {
        while true {
            let end = MonotonicTime.now.advanced(byMilliseconds: 1_000)
            _ = listeners.wait(until: end) { (listeners: inout Listeners) -> Bool? in
                guard listeners.isClosed || listeners.lastFact > listeners.announced else { return nil }
                listeners.announced = listeners.lastFact
                return listeners.streams.isEmpty && !listeners.isClosed ? nil : true
            }
            let (streams, isClosed) = listeners.withLock { (Array($0.streams.values), $0.isClosed) }
            if isClosed { return }
            for (stream, _) in streams { stream.wake() }
            let pause = MonotonicTime.now.advanced(byMilliseconds: streams.isEmpty ? 0 : 100)
            _ = listeners.wait(until: pause) { (listeners: inout Listeners) -> Bool? in listeners.isClosed ? true : nil
            }
        }
    }

    func close() { listeners.notify { $0.isClosed = true } }
}
