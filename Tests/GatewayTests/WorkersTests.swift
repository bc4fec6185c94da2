import HTTP
import Platform
import Testing

@testable import Gateway

@Suite struct WorkQueueTests {
    private static func queue(_ jobs: Int = 10, ofParty: Int = 4, bytes: Int = 100) -> WorkQueue<String> {
        WorkQueue(WorkQueue<String>.Limits(jobs: jobs, jobsOfParty: ofParty, bytes: bytes))
    }

    private static func running(_ entry: WorkQueue<String>.Entry?) throws -> WorkQueue<String>.Entry {
        try #require(entry)
    }

    /// Whether the job whose turn it is is `job`.
    private func expect(
        _ queue: inout WorkQueue<String>, _ job: String?, _ place: SourceLocation = #_sourceLocation
    ) {
        let next = queue.next()?.job
        #expect(next == job, sourceLocation: place)
    }

    private static func full(_ queue: inout WorkQueue<String>, _ party: UInt64) -> WorkQueue<String>.Full? {
        do throws(WorkQueue<String>.Full) {
            _ = try queue.add("one too many", bytes: 1, for: party)
            return nil
        } catch { return error }
    }

    @Test func partiesTakeTurnsAndKeepTheirOrder() throws {
        var queue = Self.queue()
        for name in ["a1", "a2", "a3"] { _ = try queue.add(name, bytes: 1, for: 1) }
        _ = try queue.add("b1", bytes: 1, for: 2)
        _ = try queue.add("c1", bytes: 1, for: 3)
        var order: [String] = []
        while let entry = queue.next() {
            order.append(entry.job)
            queue.finish(entry)
        }
        #expect(order == ["a1", "b1", "c1", "a2", "a3"])
    }

    @Test func aPartyHasItsBoundAndAllHaveOne() throws {
        var queue = Self.queue(5, ofParty: 4)
        for _ in 0..<4 { _ = try queue.add("a", bytes: 1, for: 1) }
        let running = try Self.running(queue.next())
        // What runs counts as well.
        let full1 = Self.full(&queue, 1)
        #expect(full1 == .party)
        _ = try queue.add("b", bytes: 1, for: 2)
        let full3 = Self.full(&queue, 3)
        #expect(full3 == .all)
        queue.finish(running)
        _ = try queue.add("a", bytes: 1, for: 1)
    }

    @Test func whatRunsHoldsNoMoreThanTheBudgetUnlessItIsOne() throws {
        var queue = Self.queue(bytes: 100)
        for (party, bytes) in [(1, 300), (2, 60), (3, 60), (4, 1)] as [(UInt64, Int)] {
            _ = try queue.add("\(bytes)", bytes: bytes, for: party)
        }
        let large = try Self.running(queue.next())
        #expect(large.job == "300")
        expect(&queue, nil)
        queue.finish(large)
        let first = try Self.running(queue.next())
        // The small one does not overtake the one that waits for memory.
        expect(&queue, nil)
        queue.finish(first)
        expect(&queue, "60")
        expect(&queue, "1")
        #expect(queue.running == (2, 61))
    }

    @Test func whatIsTakenBackLeavesNothing() throws {
        var queue = Self.queue(ofParty: 2)
        let first = try queue.add("a1", bytes: 1, for: 1)
        _ = try queue.add("a2", bytes: 1, for: 1)
        let cancelled = [queue.cancel(first, of: 1), queue.cancel(first, of: 1)]
        #expect(cancelled == ["a1", nil])
        _ = try queue.add("a3", bytes: 1, for: 1)
        let rest = queue.removeAll()
        #expect(rest == ["a2", "a3"])
        #expect(queue.waitingCount == 0)
        expect(&queue, nil)
        for _ in 0..<2 { _ = try queue.add("a", bytes: 1, for: 1) }
    }
}

@Suite struct WorkersTests {
    /// What a request was answered: the status and the seconds of `Retry-After`.
    private final class Answers: Sendable {
        private let all = Monitor<[(name: String, status: Int, retry: String?)]>([])

        func responder(_ name: String) -> HTTPResponder {
            HTTPResponder { [self] response in
                let retry = response.headers.first { $0.name == "Retry-After" }?.value
                all.notify { $0.append((name, response.status, retry)) }
            }
        }

        func wait(for count: Int) -> [String] {
            let found = all.wait(until: MonotonicTime.now.advanced(byMilliseconds: 10_000)) {
                $0.count >= count ? $0 : nil
            }
            return (found ?? []).map { "\($0.name) \($0.status)\($0.retry == nil ? "" : " Retry-After")" }
        }
    }

    private static func failure(_ error: any Error) -> HTTPResponse { Router.problem(of: error).response }

    private static func run(
        _ name: String, _ bytes: Int, for party: UInt64, on workers: Workers, _ answers: Answers,
        _ body: @escaping @Sendable (WorkPlace) throws -> Void = { try $0.check(1) }
    ) {
        let responder = answers.responder(name)
        workers.run(bytes, for: party, responder, failure: failure) { place in
            try body(place)
            responder.respond(HTTPResponse(status: place == .worker ? 201 : 200))
        }
    }

    @Test func whatIsSmallRunsHereAndWhatTurnsOutLargeOnAWorker() throws {
        let (workers, answers) = (Workers(count: 1), Answers())
        try workers.start()
        defer { workers.close() }
        Self.run("small", 10, for: 1, on: workers, answers)
        #expect(answers.wait(for: 1) == ["small 200"])
        Self.run("body", 2 << 20, for: 1, on: workers, answers)
        #expect(answers.wait(for: 2).last == "body 201")
        Self.run("content", 0, for: 1, on: workers, answers) { try $0.check(2 << 20) }
        #expect(answers.wait(for: 3).last == "content 201")
        Self.run("wrong", 2 << 20, for: 1, on: workers, answers) { _ in throw Problem("not_found") }
        #expect(answers.wait(for: 4).last == "wrong 404")
    }

    @Test func withAllWorkersBlockedSmallWorkGoesOnAndBoundsAnswer() throws {
        let gate = Monitor(false)
        let (workers, answers) = (
            Workers(WorkQueue<Void>.Limits(jobs: 4, jobsOfParty: 2, bytes: 1), count: 1), Answers()
        )
        try workers.start()
        func block(_ name: String, _ party: UInt64) {
            Self.run(name, 2 << 20, for: party, on: workers, answers) { _ in _ = gate.wait { $0 ? true : nil } }
        }
        block("a1", 1)
        block("a2", 1)
        block("a3", 1)
        #expect(answers.wait(for: 1) == ["a3 429 Retry-After"])
        block("b1", 2)
        block("b2", 2)
        block("c1", 3)
        #expect(answers.wait(for: 2).last == "c1 503 Retry-After")
        Self.run("small", 1 << 20, for: 1, on: workers, answers)
        #expect(answers.wait(for: 3).last == "small 200")
        gate.notify { $0 = true }
        #expect(Set(answers.wait(for: 7).suffix(4)) == ["a1 201", "a2 201", "b1 201", "b2 201"])
        workers.close()
    }

    /// A stop answers what waits, lets what runs end, and takes nothing more.
    @Test func aStopLeavesNothingHanging() throws {
        let (began, gate) = (Monitor(false), Monitor(false))
        let (workers, answers) = (Workers(count: 1), Answers())
        try workers.start()
        Self.run("running", 2 << 20, for: 1, on: workers, answers) { _ in
            began.notify { $0 = true }
            _ = gate.wait { $0 ? true : nil }
        }
        _ = began.wait { $0 ? true : nil }
        Self.run("waiting", 2 << 20, for: 1, on: workers, answers)
        let closing = try Thread(name: "closing") { workers.close() }
        #expect(answers.wait(for: 1) == ["waiting 503 Retry-After"])
        gate.notify { $0 = true }
        closing.join()
        #expect(answers.wait(for: 2).last == "running 201")
        Self.run("late", 2 << 20, for: 1, on: workers, answers)
        #expect(answers.wait(for: 3).last == "late 503 Retry-After")
    }
}
