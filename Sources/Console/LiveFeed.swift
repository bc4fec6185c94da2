internal import Gateway
internal import HTTP
internal import Platform

/// Tells open pages once a second how the bus is.
///
/// What is told is made once a second for all who may know the same, and is what changed since the message that a page
/// had last: a page that was away tells which one that was (`Last-Event-ID`) and gets what it missed in one message, or
/// all there is where that was another daemon's. So it holds the present only, whatever the traffic, the number of pages,
/// and for how long they are open; a page that does not read is not waited for.
final class LiveFeed: Sendable {
    /// What all hear who may know the same.
    private struct Channel {
        var texts: [String: String] = [:]
        /// The message that changed a text last.
        var changes: [String: Int] = [:]
        var number = 0
        /// The last message, for those who had the one before.
        var last: [UInt8] = []

        mutating func take(_ new: [String: String], _ name: String) {
            number += 1
            for (key, text) in new where texts[key] != text { changes[key] = number }
            for key in texts.keys where new[key] == nil { changes[key] = nil }
            texts = new
            last = message(after: number - 1, name)
        }

        /// What changed after the message `seen`.
        func message(after seen: Int, _ name: String) -> [UInt8] {
            var json = JSONText()
            json.object { json in
                for (key, text) in texts.sorted(by: { $0.key < $1.key }) where (changes[key] ?? 0) > seen {
                    json.key(dynamic: key)
                    json.string(text)
                }
            }
            return Array("id: \(name)-\(number)\ndata: ".utf8) + json.bytes + Array("\n\n".utf8)
        }
    }

    private struct Listener {
        let stream: HTTPStream
        let visit: Visit
        let channel: String
    }

    private struct State {
        var listeners: [ObjectIdentifier: Listener] = [:]
        var channels: [String: Channel] = [:]
        var isClosed = false
        var isRunning = false
    }

    /// Pages at once.
    private static let limit = 500
    private let state = Monitor(State())
    private let thread = Monitor<Thread?>(nil)
    /// What tells this feed's messages from another one's.
    private let name: String
    private let pause: Int64

    /// A feed whose messages are named by `name`, one every `pause` milliseconds.
    init(name: String = String(UInt64.random(in: .min ... .max), radix: 36), pause: Int64 = 1_000) {
        self.name = name
        self.pause = pause
    }

    /// Ends all streams.
    func close() {
        state.notify { $0.isClosed = true }
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    /// A stream of what concerns the visitor, for those who read more than their own agencies', from the message on that
    /// `last` names.
    func listen(_ visit: Visit, _ visitor: Visit.Visitor, after last: String?) -> HTTPResponse {
        guard visitor.role != "agency" else { return HTTPResponse(status: 204) }
        let (state, name, channel) = (state, name, visitor.hub ?? "")
        let seen = Monitor(number(of: last))
        let box = Monitor<ObjectIdentifier?>(nil)
        let stream = HTTPStream {
            // Judged anew each second: whoever may not know any more hears no more.
            guard visit.isCurrent else { return nil }
            return state.withLock { state -> [UInt8]? in
                guard !state.isClosed else { return nil }
                guard let channel = state.channels[channel], channel.number > 0 else { return [] }
                return seen.withLock { seen in
                    guard channel.number != seen else { return [] }
                    // A place that this channel has not been at yet is another one's.
                    let place = seen > channel.number ? 0 : seen
                    seen = channel.number
                    return place == channel.number - 1 ? channel.last : channel.message(after: place, name)
                }
            }
        } onEnd: {
            if let key = box.withLock({ $0 }) { state.withLock { _ = $0.listeners.removeValue(forKey: key) } }
        }
        let key = ObjectIdentifier(stream)
        box.withLock { $0 = key }
        let isIn = state.withLock { state in
            guard state.listeners.count < Self.limit, !state.isClosed else { return false }
            state.listeners[key] = Listener(stream: stream, visit: visit, channel: channel)
            return true
        }
        guard isIn else { return HTTPResponse(status: 503, headers: [("Retry-After", "5")]) }
        start()
        var response = HTTPResponse(status: 200, contentType: "text/event-stream")
        response.stream = stream
        return response
    }

    /// The number in a message's name; 0 where it is none of this feed's.
    private func number(of last: String?) -> Int {
        guard let parts = last?.split(separator: "-"), parts.count == 2, parts[0] == name[...] else { return 0 }
        return max(0, Int(parts[1]) ?? 0)
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
            thread = try? Thread(name: "live") { [state, name, pause] in Self.run(state, name, pause) }
        }
    }

    private static func run(_ state: Monitor<State>, _ name: String, _ pause: Int64) {
        while true {
            let visits = state.withLock { state -> [String: Visit] in
                if state.listeners.isEmpty || state.isClosed { state.isRunning = false }
                guard state.isRunning else { return [:] }
                var visits: [String: Visit] = [:]
                for listener in state.listeners.values where visits[listener.channel] == nil {
                    visits[listener.channel] = listener.visit
                }
                return visits
            }
            if visits.isEmpty { break }
            for (channel, visit) in visits {
                // What cannot be read now is told with the next message.
                guard let traffic = try? visit.get("/api/v1/traffic") else { continue }
                let texts = LiveValues(traffic).texts
                state.withLock { $0.channels[channel, default: Channel()].take(texts, name) }
            }
            for stream in state.withLock({ $0.listeners.values.map(\.stream) }) { stream.wake() }
            let end = MonotonicTime.now.advanced(byMilliseconds: pause)
            if state.wait(until: end, for: { $0.isClosed ? true : nil }) != nil { break }
        }
        for stream in state.withLock({ $0.listeners.values.map(\.stream) }) { stream.wake() }
    }
}
