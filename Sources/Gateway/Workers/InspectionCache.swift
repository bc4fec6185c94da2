internal import Exchange
internal import Inspection
internal import Platform

/// What inspecting large documents again found, for a minute, so that many who ask about one cost one reading.
///
/// The bytes never change, but what is known of agencies and certificates may: both are part of the key. At most `limit`
/// findings, the oldest go.
final class InspectionCache: Sendable {
    /// A document, by what was known when it was inspected.
    struct Key: Hashable {
        let document: Serial
        /// The version of the directory.
        let directory: UInt64
        /// The epoch of the trust store.
        let trust: UInt64
    }

    /// A finding, and when it was made.
    typealias Found = (inspection: Inspection, at: Instant)

    private struct State {
        /// Nil while one thread is inspecting.
        var entries: [Key: (found: Found, until: MonotonicTime)?] = [:]
    }

    private let state = Monitor(State())
    private let limit: Int
    private static let lifetime: Int64 = 60_000

    init(limit: Int = 64) { self.limit = limit }

    /// The finding that is kept; nil for none. It never waits.
    func kept(_ key: Key) -> Found? {
        state.withLock { state in
            guard let entry = state.entries[key] ?? nil, entry.until > .now else { return nil }
            return entry.found
        }
    }

    /// The finding that is kept, or else the one that `inspect` makes; whoever asks for the same meanwhile waits for it. What
    /// `inspect` throws is not kept.
    func find(_ key: Key, _ inspect: () throws -> Found) throws -> Found {
        let kept = state.wait { state -> Found?? in
            guard let entry = state.entries[key] else {
                state.entries[key] = .some(nil)
                return .some(nil)
            }
            guard let entry else { return nil }
            if entry.until > .now { return .some(entry.found) }
            state.entries[key] = .some(nil)
            return .some(nil)
        }
        if let found = kept ?? nil { return found }
        do {
            let found = try inspect()
            state.notify { Self.keep(found, key, limit, &$0) }
            return found
        } catch {
            state.notify { $0.entries[key] = nil }
            throw error
        }
    }

    private static func keep(_ found: Found, _ key: Key, _ limit: Int, _ state: inout State) {
        state.entries[key] = (found, MonotonicTime.now.advanced(byMilliseconds: lifetime))
        while state.entries.count > limit,
            let oldest = state.entries.filter({ $0.value != nil && $0.key != key }).min(by: {
                ($0.value?.until ?? .now) < ($1.value?.until ?? .now)
            })
        {
            state.entries[oldest.key] = nil
        }
    }
}
