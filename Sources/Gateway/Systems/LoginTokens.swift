internal import Exchange
internal import Platform
internal import Trust

/// The tokens that systems log in for, valid for half an hour; kept as hashes, in memory only.
final class LoginTokens: Sendable {
    private struct Token {
        let system: String
        let end: Instant
    }

    /// How long a token is valid, in milliseconds.
    static let life: Int64 = 30 * 60_000
    /// Tokens of one system at most; the oldest go first.
    static let limit = 64

    private let tokens = Monitor<[[UInt8]: Token]>([:])

    /// Keeps `text` as a token of the system.
    func add(_ text: String, of system: String, at now: Instant) {
        tokens.withLock { tokens in
            tokens = tokens.filter { $0.value.end > now }
            let own = tokens.filter { $0.value.system == system }.sorted { $0.value.end < $1.value.end }
            for old in own.dropLast(Self.limit - 1) { tokens[old.key] = nil }
            let end = Instant(milliseconds: now.milliseconds + Self.life)
            tokens[SHA256.digest([UInt8](text.utf8))] = Token(system: system, end: end)
        }
    }

    /// The system that `text` is a valid token of.
    func system(of text: String, at now: Instant) -> String? {
        tokens.withLock { tokens in
            guard let token = tokens[SHA256.digest([UInt8](text.utf8))], now < token.end else { return nil }
            return token.system
        }
    }
}
