internal import Platform

/// What programs fetched by a dialect and have not confirmed: its lists name that again and again, and have no cursor.
final class DialectMailboxes: Sendable {
    private let taken = Monitor<[String: Set<String>]>([:])

    /// Of the ids that `code` is told of, those that it has not fetched.
    func fresh(_ ids: [String], of code: String) -> [String] {
        taken.withLock { taken in
            guard let known = taken[code], !known.isEmpty else { return ids }
            return ids.filter { !known.contains($0) }
        }
    }

    /// `code` has fetched these.
    func take(_ ids: [String], of code: String) {
        taken.withLock { $0[code, default: []].formUnion(ids) }
    }

    /// `code` has confirmed this one.
    func confirm(_ id: String, of code: String) {
        taken.withLock { _ = $0[code]?.remove(id) }
    }
}
