internal import Platform
internal import Trust

/// Who is signed in to the console, and the one-time links that lead there; hashes only, in memory: a restart ends all.
final class Sessions: Sendable {
    /// A session, without its cookie.
    struct Session: Sendable {
        let grant: Grant
        /// The hash of the token that it, or the link to it, was begun with; nil where that was no token.
        var token: [UInt8]?
        /// What its forms hold, so that no other site can send one.
        let formKey: String
        let end: MonotonicTime
        var lastSeen: MonotonicTime
    }

    private struct Link {
        let grant: Grant
        let token: [UInt8]?
        let end: MonotonicTime
    }

    private struct State {
        var sessions: [[UInt8]: Session] = [:]
        var links: [[UInt8]: Link] = [:]
    }

    /// How long a link can be used, in milliseconds.
    static let lifeOfLink: Int64 = 10 * 60_000
    /// How long a session lasts without a request, and in all, in milliseconds.
    static let idle: Int64 = 2 * 3_600_000, longest: Int64 = 12 * 3_600_000
    /// Sessions, and links, at most; the oldest go first.
    static let limit = 1_000
    /// Sessions of one grant at most: nobody ends others' by beginning many.
    static let limitOfGrant = 20

    private let state = Monitor(State())

    /// Keeps a link's secret; what it leads to ends with the `token` of whoever made it.
    func addLink(_ secret: String, _ grant: Grant, token: [UInt8]? = nil, at now: MonotonicTime = .now) {
        state.withLock { state in
            state.links = state.links.filter { $0.value.end > now }
            if state.links.count >= Self.limit, let oldest = state.links.min(by: { $0.value.end < $1.value.end }) {
                state.links[oldest.key] = nil
            }
            state.links[Self.hash(secret)] = Link(
                grant: grant, token: token, end: now.advanced(byMilliseconds: Self.lifeOfLink))
        }
    }

    /// What a link's secret grants, and what that ends with; it is used up.
    func useLink(_ secret: String, at now: MonotonicTime = .now) -> (grant: Grant, token: [UInt8]?)? {
        let link = state.withLock { $0.links.removeValue(forKey: Self.hash(secret)) }
        return link.flatMap { now < $0.end ? ($0.grant, $0.token) : nil }
    }

    /// Begins a session whose cookie is `secret`.
    func begin(
        _ secret: String, formKey: String, _ grant: Grant, token: [UInt8]? = nil, at now: MonotonicTime = .now
    ) {
        state.withLock { state in
            state.sessions = state.sessions.filter { Self.isAlive($0.value, at: now) }
            let own = state.sessions.filter { $0.value.grant.name == grant.name }
            let most = own.count >= Self.limitOfGrant ? own : state.sessions.count >= Self.limit ? state.sessions : [:]
            if let oldest = most.min(by: { $0.value.lastSeen < $1.value.lastSeen }) { state.sessions[oldest.key] = nil }
            state.sessions[Self.hash(secret)] = Session(
                grant: grant, token: token, formKey: formKey, end: now.advanced(byMilliseconds: Self.longest),
                lastSeen: now)
        }
    }

    /// The session with this cookie; with `isSeen` it was used, and lasts on.
    func session(_ secret: String, isSeen: Bool = true, at now: MonotonicTime = .now) -> Session? {
        state.withLock { state in
            let hash = Self.hash(secret)
            guard var session = state.sessions[hash], Self.isAlive(session, at: now) else { return nil }
            if isSeen { session.lastSeen = now }
            state.sessions[hash] = session
            return session
        }
    }

    /// Ends a session.
    func end(_ secret: String) { state.withLock { _ = $0.sessions.removeValue(forKey: Self.hash(secret)) } }

    private static func isAlive(_ session: Session, at now: MonotonicTime) -> Bool {
        now < session.lastSeen.advanced(byMilliseconds: idle) && now < session.end
    }

    private static func hash(_ secret: String) -> [UInt8] { SHA256.digest(Array(secret.utf8)) }
}
