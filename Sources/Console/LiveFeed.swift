internal import Gateway
internal import HTTP
internal import Platform

/// Tells open pages once a second how the bus is: the whole state each time, so that a page that was away resumes with the
/// next message, and one that is open for a day holds no more than one.
///
/// What it costs does not depend on the traffic: a page gets one small message a second.
final class LiveFeed: Sendable {
    private struct Listener {
        let stream: HTTPStream
        let visit: Visit
    }

    private struct State {
        var listeners: [ObjectIdentifier: Listener] = [:]
        var message: [UInt8] = []
        var number = 0
        var isClosed = false
        var isRunning = false
    }

    /// Pages at once.
    private static let limit = 500
    private let state = Monitor(State())
    private let thread = Monitor<Thread?>(nil)

    /// Ends all streams.
    func close() {
        state.notify { $0.isClosed = true }
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    /// A stream of what is everybody's, for those who read all.
    func listen(_ visit: Visit, _ visitor: Visit.Visitor) -> HTTPResponse {
        guard visitor.role != "agency" else { return HTTPResponse(status: 204) }
        let state = state
        let seen = Monitor(0)
        let box = Monitor<ObjectIdentifier?>(nil)
        let stream = HTTPStream {
            let (message, number, isClosed) = state.withLock { ($0.message, $0.number, $0.isClosed) }
            // Judged anew each second: whoever may not know any more hears no more.
            if isClosed || !visit.isCurrent { return nil }
            return seen.withLock { seen in
                guard number != seen else { return [] }
                seen = number
                return message
            }
        } onEnd: {
            if let key = box.withLock({ $0 }) { state.withLock { _ = $0.listeners.removeValue(forKey: key) } }
        }
        let key = ObjectIdentifier(stream)
        box.withLock { $0 = key }
        let isIn = state.withLock { state in
            guard state.listeners.count < Self.limit, !state.isClosed else { return false }
            state.listeners[key] = Listener(stream: stream, visit: visit)
            return true
        }
        guard isIn else { return HTTPResponse(status: 503, headers: [("Retry-After", "5")]) }
        start()
        var response = HTTPResponse(status: 200, contentType: "text/event-stream")
        response.stream = stream
        return response
    }

    /// Runs while somebody listens.
    private func start() {
        let begins = state.withLock { state in
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard begins else { return }
        thread.withLock { thread in
            thread?.join()
            thread = try? Thread(name: "live") { [state] in Self.run(state) }
        }
    }

    private static func run(_ state: Monitor<State>) {
        while true {
            let visit = state.withLock { state -> Visit? in
                if state.listeners.isEmpty || state.isClosed { state.isRunning = false }
                return state.isRunning ? state.listeners.values.first?.visit : nil
            }
            guard let visit else { break }
            let message = text(visit)
            let streams = state.withLock { state in
                state.message = message
                state.number += 1
                return state.listeners.values.map(\.stream)
            }
            for stream in streams { stream.wake() }
            let end = MonotonicTime.now.advanced(byMilliseconds: 1_000)
            if state.wait(until: end, for: { $0.isClosed ? true : nil }) != nil { break }
        }
        for stream in state.withLock({ $0.listeners.values.map(\.stream) }) { stream.wake() }
    }

    private static func text(_ visit: Visit) -> [UInt8] {
        guard let statistics = try? visit.get("/api/v1/statistics"), let ratio = try? visit.get("/api/v1/ratio"),
            let faults = try? visit.get("/api/v1/faults"), let pairs = try? visit.get("/api/v1/statistics/pairs")
        else { return Array(": busy\n\n".utf8) }
        var json = JSONText()
        json.object { json in
            json.member("documents", statistics.number("documents"))
            json.member("facts", statistics.number("facts"))
            let deliveries = statistics["deliveries"]
            for (key, name) in [
                ("owed", "owed"), ("initial", "waiting"), ("done", "done"), ("fail", "dead"),
            ] as [(String, StaticString)] { json.member(name, deliveries?.number(key) ?? 0) }
            json.member("exchanged", Parts.percent(ratio["exchanged"]?.double))
            json.member("stopped", faults["items"]?.elements.count ?? 0)
            json.key("pairs")
            json.array { json in
                for row in pairs["pairs"]?.elements ?? [] { for cell in row.elements { json.number(cell.int ?? 0) } }
            }
        }
        return Array("data: ".utf8) + json.bytes + Array("\n\n".utf8)
    }
}
