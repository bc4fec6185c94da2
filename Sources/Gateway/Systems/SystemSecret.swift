internal import Exchange

/// A secret of a connected system, and until when the one before it is taken too.
struct SystemSecret: Sendable, Equatable {
    /// The secret as given; an HMAC's key is its UTF-8 bytes (RFC 2104), so it has to be kept.
    var current: String
    /// The secret before the last rotation.
    var previous: String?
    /// The first moment at which `previous` is not taken any more.
    var previousUntil = Instant(milliseconds: 0)
    /// When `current` was set.
    var since: Instant

    /// The shortest and the longest secret, in bytes.
    static let lengths = 8...1024

    /// The secrets that are taken at `now`, the newest first. After a rotation that lies ahead the old one is not: the clock
    /// was ahead then, and it would be taken for as long again.
    func valid(at now: Instant) -> [String] {
        if let previous, now < previousUntil, since.milliseconds - now.milliseconds <= 300_000 {
            [current, previous]
        } else {
            [current]
        }
    }

    /// Replaces the secret; the old one is taken until `end`.
    mutating func rotate(to secret: String, keepingOldUntil end: Instant, at now: Instant) {
        previous = end > now ? current : nil
        previousUntil = end
        current = secret
        since = now
    }
}
