internal import HTTP
internal import Platform

/// Tells open pages once a second how the bus is.
///
/// What is told is made once a second for all who may know the same, and is what changed since the message that a page
/// had last: a page that was away tells which one that was (`Last-Event-ID`) and gets what it missed in one message, or
/// all there is where that was another daemon's. So it holds the present only, whatever the traffic, the number of pages,
/// and for how long they are open; a page that does not read is not waited for.
final class LiveFeed: Sendable {
    /// Somebody who listens.
    struct Listener: Sendable {
        /// Whoever has the same hears the same.
        let channel: String
        /// Who it is.
        var name = ""
        /// Whether it may still hear.
        let isCurrent: @Sendable () -> Bool
        /// Reads the present; nil where that cannot be read now.
        let read: @Sendable () -> [String: String]?
    }

    private struct State {
        var listeners: [ObjectIdentifier: (stream: HTTPStream, listener: Listener)] = [:]
        var channels: [String: LiveChannel] = [:]
        var isClosed = false
        var isRunning = false
    }

    /// Pages at once.
    private static let limit = 500
    /// Pages of one visitor at once: nobody shuts others out.
    private static let limitOfOne = 100
    private let state = Monitor(State())
    private let thread = Monitor<Thread?>(nil)
    /// What tells this feed's messages from another one's.
    private let name: String
    private let pause: Int64

    /// A feed with a message every `pause` milliseconds.
    init(pause: Int64 = 1_000, name: String = String(UInt64.random(in: .min ... .max), radix: 36)) {
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

    /// A stream of the listener's channel, from the message on that `last` names.
    func listen(_ listener: Listener, after last: String?) -> HTTPResponse {
        let (state, name) = (state, name)
        let seen = Monitor(number(of: last))
        let box = Monitor<ObjectIdentifier?>(nil)
        let stream = HTTPStream {
            // Judged anew each time: whoever may not know any more hears no more.
            guard listener.isCurrent() else { return nil }
            // Copied, so that nobody waits while a message is made.
            let (channel, isClosed) = state.withLock { ($0.channels[listener.channel], $0.isClosed) }
            if isClosed { return nil }
            guard let channel else { return [] }
            return seen.withLock { seen in
                guard channel.number != seen else { return [] }
                defer { seen = channel.number }
                return channel.message(after: seen, feed: name)
            }
        } onEnd: {
            if let key = box.withLock({ $0 }) { state.withLock { _ = $0.listeners.removeValue(forKey: key) } }
        }
        let key = ObjectIdentifier(stream)
        box.withLock { $0 = key }
        let isIn = state.withLock { state in
            let own = state.listeners.values.count { $0.listener.name == listener.name }
            guard state.listeners.count < Self.limit, own < Self.limitOfOne, !state.isClosed else { return false }
            state.listeners[key] = (stream, listener)
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
            if thread == nil { state.withLock { $0.isRunning = false } }
        }
    }

    private static func run(_ state: Monitor<State>, _ name: String, _ pause: Int64) {
        while true {
            let readers = state.withLock { state -> [String: Listener] in
                if state.listeners.isEmpty || state.isClosed { state.isRunning = false }
                guard state.isRunning else { return [:] }
                return Dictionary(state.listeners.values.map { ($0.listener.channel, $0.listener) }) { first, _ in first
                }
            }
            if readers.isEmpty { break }
            for (channel, reader) in readers {
                // What cannot be read now is told with the next message.
                guard let texts = reader.read() else { continue }
                var now = state.withLock { $0.channels[channel] } ?? LiveChannel()
                now.take(texts, feed: name)
                state.withLock { [now] in $0.channels[channel] = now }
            }
            for stream in state.withLock({ $0.listeners.values.map(\.stream) }) { stream.wake() }
            let end = MonotonicTime.now.advanced(byMilliseconds: pause)
            if state.wait(until: end, for: { $0.isClosed ? true : nil }) != nil { break }
        }
        for stream in state.withLock({ $0.listeners.values.map(\.stream) }) { stream.wake() }
    }
}
