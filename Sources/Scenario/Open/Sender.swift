internal import Platform

/// Sends one document after another at their intended times; a run has as many as may wait for an answer at once.
final class Sender: Sendable {
    private let board: Monitor<OpenBoard>
    private let lookahead: Lookahead
    private let pool: ConnectionPool
    private let tiers: [Int]
    private let start: Int64
    /// Nanoseconds after which a document is not sent any more.
    private let dropAfter: Int64
    /// When nothing is sent any more at all.
    private let end: Int64

    init(
        board: Monitor<OpenBoard>, lookahead: Lookahead, pool: ConnectionPool, tiers: [Int], start: Int64,
        dropAfter: Int64, end: Int64
    ) {
        self.board = board
        self.lookahead = lookahead
        self.pool = pool
        self.tiers = tiers
        self.start = start
        self.dropAfter = dropAfter
        self.end = end
    }

    func run() {
        while let item = lookahead.take() { send(item) }
    }

    private func send(_ item: Prepared) {
        let begun = MonotonicTime.now.nanoseconds
        let intended = start + item.time.offset
        guard begun - intended <= dropAfter, begun < end else {
            return board.withLock { $0.drop(item, now: begun) }
        }
        let held: ConnectionPool.Held
        do throws(ScenarioError) {
            // Before its time: opening a connection is not sending.
            held = try pool.take(item.identity)
        } catch {
            return board.withLock { board in
                board.send(item, begun: begun, now: begun)
                board.fail(item, code: error.code.rawValue, now: begun)
            }
        }
        Pause.until(intended)
        let now = MonotonicTime.now.nanoseconds
        board.withLock { $0.send(item, begun: begun, now: now) }
        do throws(ScenarioError) {
            let answer = try held.wire.exchange(item.request)
            let now = MonotonicTime.now.nanoseconds
            pool.give(held, item.identity)
            account(answer, to: item, now: now)
        } catch {
            let now = MonotonicTime.now.nanoseconds
            pool.forget()
            board.withLock { $0.fail(item, code: error.code.rawValue, now: now) }
        }
    }

    private func account(_ answer: WireAnswer, to item: Prepared, now: Int64) {
        if answer.status == 200 || answer.status == 201 {
            return board.withLock { [tiers] in $0.accept(item, tiers: tiers, now: now) }
        }
        let code = (try? JSONReader.read(answer.body))?["code"]?.string ?? "http_\(answer.status)"
        board.withLock { board in
            switch answer.status {
            case 429, 500...599: board.fail(item, code: code, now: now)
            default: board.refuse(item, code: code, now: now)
            }
        }
    }
}
