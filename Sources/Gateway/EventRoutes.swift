internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// `GET /events`: what happens, as it happens (Server-Sent Events), from any place in the ledger on.
struct EventRoutes {
    let services: Services
    /// Who listens: asked anew each time, so that whoever may not know any more hears no more.
    let who: @Sendable () -> Caller?

    private struct Place {
        var position: Int64
        var lastWrite: MonotonicTime
    }

    /// The place of one listener, written by its connection's thread.
    private final class Listener: Sendable {
        let place: Monitor<Place>
        let stream = Monitor<ObjectIdentifier?>(nil)
        init(_ position: Int64) { place = Monitor(Place(position: position, lastWrite: .now)) }
    }

    func listen(_ request: HTTPRequest) throws -> HTTPResponse {
        let last = try services.ledger.read { try $0.lastFact() }
        var position = last
        if let text = request.header("Last-Event-ID") ?? request.parameter("after") {
            guard let number = Int64(text), number >= 0 else {
                throw Problem("bad_request", "An event's id is a number.", found: text)
            }
            position = min(number, last)
        }
        let heartbeat = try (request.number("heartbeat", in: 1...60) ?? Int64(15)) * 1_000
        let names = request.parameters("event").flatMap { $0.split(separator: ",").map(String.init) }
        let (services, who) = (services, who)
        guard let party = who()?.party else { throw Problem("not_permitted") }
        let listener = Listener(position)
        let stream = HTTPStream {
            guard let caller = who() else { return nil }
            return listener.place.withLock { place in
                try? Self.next(&place, services, caller, names: names, heartbeat: heartbeat)
            }
        } onEnd: {
            if let stream = listener.stream.withLock({ $0 }) { services.events.leave(stream) }
        }
        listener.stream.withLock { $0 = ObjectIdentifier(stream) }
        guard services.events.join(stream, of: party) else { throw Problem("too_many_waiting") }
        var response = HTTPResponse(
            status: 200, contentType: "text/event-stream", headers: [("Cache-Control", "no-store")])
        response.stream = stream
        return response
    }

    /// How many pages of the ledger are looked through at once for somebody's events.
    private static let pageLimit = 4

    /// What comes next for a listener, empty where that is nothing yet; about 64 KiB, or one event, at a time.
    private static func next(
        _ place: inout Place, _ services: Services, _ caller: Caller, names: [String], heartbeat: Int64
    ) throws -> [UInt8] {
        var text: [UInt8] = []
        var pages = 0
        // Much that is not for this caller is passed over, but not so much that others on this thread wait for it.
        while text.isEmpty, pages < pageLimit {
            let events = try services.events.events(after: place.position, in: services.ledger)
            if events.isEmpty { break }
            for event in events where text.count < 65_536 {
                place.position = event.number
                guard names.isEmpty || names.contains(event.name) else { continue }
                if let own = event.text(for: caller) { text += own }
            }
            pages += 1
        }
        let isDue = MonotonicTime.now >= place.lastWrite.advanced(byMilliseconds: heartbeat)
        // An id without data moves the place that a listener resumes from, and is no event (HTML, section 9.2.6).
        if text.isEmpty, isDue || pages == pageLimit { text = Array(": heartbeat\nid: \(place.position)\n\n".utf8) }
        if !text.isEmpty { place.lastWrite = .now }
        return text
    }
}
