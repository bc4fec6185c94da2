internal import HTTP
internal import Platform
internal import Trust

/// The answers to requests that came with an `Idempotency-Key` (IETF draft-ietf-httpapi-idempotency-key-header).
///
/// Kept in memory, for a day, and no more than `limit` of them or `byteLimit` bytes, an eighth for each caller; a restart forgets them. That is
/// enough because every change the key protects is one that means the same when it comes twice: a status and a
/// confirmation repeat, and a paper document is counted once. Answers of 429 and 5xx are not kept: such a request is
/// tried again.
final class IdempotencyKeys: Sendable {
    private struct Entry {
        let request: [UInt8]
        /// Who sent it.
        let owner: [UInt8]
        let deadline: MonotonicTime
        let number: UInt64
        var answer: HTTPResponse?
    }

    private struct State {
        var entries: [[UInt8]: Entry] = [:]
        /// Oldest first; what was taken out of `entries` since is skipped.
        var order: [(number: UInt64, key: [UInt8])] = []
        var next: UInt64 = 0
        var bytes = 0
        var counts: [[UInt8]: Int] = [:]
    }

    private let state = Monitor(State())
    private let limit: Int
    private let byteLimit: Int

    init(limit: Int = 10_000, byteLimit: Int = 16 << 20) {
        self.limit = limit
        self.byteLimit = byteLimit
    }

    private static let lifetime: Int64 = 86_400_000

    /// The responder to go on with, or nil where the request is answered from memory.
    ///
    /// Only requests that change something and have no id of their own are looked at: a document has its DocumentId.
    func admit(_ request: HTTPRequest, _ responder: HTTPResponder) throws(Problem) -> HTTPResponder? {
        guard request.method != "GET", request.method != "HEAD", request.path != ["api", "v1", "documents"],
            request.path != ["api", "v1", "lint"],
            let text = try Self.key(of: request)
        else { return responder }
        let caller = (request.header("Authorization") ?? "") + "\n"
        let owner = SHA256.digest((request.peerCertificate.map { SHA256.digest($0) } ?? []) + Array(caller.utf8))
        let key = SHA256.digest(owner + Array(text.utf8))
        let target = [request.method] + request.path + request.query.flatMap { [$0.name, $0.value] }
        let named = target.flatMap { [UInt8]("\($0.utf8.count):\($0)".utf8) }
        let digest = SHA256.digest(SHA256.digest(request.body) + named)
        let known = state.withLock { state -> (entry: Entry?, number: UInt64) in
            if let entry = state.entries[key], entry.deadline > .now { return (entry, 0) }
            return (nil, add(key, digest, of: owner, to: &state))
        }
        guard let entry = known.entry else {
            return responder.changing { [self] response in
                finish(key, known.number, response)
                return response
            }
        }
        guard entry.request == digest else { throw Problem("idempotency_key_reused") }
        guard var answer = entry.answer else { throw Problem("idempotency_key_in_use") }
        answer.headers.append(("Idempotency-Replayed", "true"))
        responder.respond(answer)
        return nil
    }

    /// The key, with or without the quotes of a structured field's string; nil where none came.
    static func key(of request: HTTPRequest) throws(Problem) -> String? {
        let fields = request.headers.filter { Multipart.isSame($0.name, "Idempotency-Key") }
        guard let first = fields.first else { return nil }
        var text = first.value
        if text.utf8.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") {
            text = String(text.dropFirst().dropLast())
        }
        guard fields.count == 1, (1...255).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw Problem("idempotency_key_malformed") }
        return text
    }

    private func add(_ key: [UInt8], _ request: [UInt8], of owner: [UInt8], to state: inout State) -> UInt64 {
        remove(key, from: &state)
        // Nobody takes more than an eighth: beyond that a caller's own oldest goes, and nobody else's.
        if state.counts[owner] ?? 0 >= max(1, limit / 8),
            let oldest = state.order.first(where: { entry in
                state.entries[entry.key].map { $0.owner == owner && $0.number == entry.number } ?? false
            })
        {
            remove(oldest.key, from: &state)
        }
        state.counts[owner, default: 0] += 1
        state.next += 1
        state.entries[key] = Entry(
            request: request, owner: owner, deadline: MonotonicTime.now.advanced(byMilliseconds: Self.lifetime),
            number: state.next)
        state.order.append((state.next, key))
        shrink(&state)
        return state.next
    }

    private func finish(_ key: [UInt8], _ number: UInt64, _ response: HTTPResponse) {
        state.withLock { state in
            guard state.entries[key]?.number == number else { return }
            if response.status == 429 || response.status >= 500 { return remove(key, from: &state) }
            state.entries[key]?.answer = response
            state.bytes += response.body.count
            shrink(&state)
        }
    }

    private func remove(_ key: [UInt8], from state: inout State) {
        guard let entry = state.entries.removeValue(forKey: key) else { return }
        state.bytes -= entry.answer?.body.count ?? 0
        let left = (state.counts[entry.owner] ?? 1) - 1
        state.counts[entry.owner] = left > 0 ? left : nil
    }

    /// Forgets the oldest until the rest is within the limits.
    private func shrink(_ state: inout State) {
        var gone = 0
        while state.entries.count > limit || state.bytes > byteLimit || state.order.count - gone > 2 * limit,
            gone < state.order.count
        {
            let (number, key) = state.order[gone]
            if state.entries[key]?.number == number { remove(key, from: &state) }
            gone += 1
        }
        state.order.removeFirst(gone)
    }

    /// How many keys are remembered.
    var count: Int { state.withLock { $0.entries.count } }
}
