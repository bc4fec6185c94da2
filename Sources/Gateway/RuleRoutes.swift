internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// `/deadlines`, `/calendar` and `/faults`: what the clock asks for, and which hubs stand still. Admins change them.
struct RuleRoutes {
    let services: Services
    let caller: Caller

    // MARK: Deadlines

    func deadlines() throws -> HTTPResponse {
        let directory = services.ledger.directory
        let late = try services.ledger.read { try $0.lateDeliveries() }
        return .json(200) { json in
            json.key("items")
            json.array { json in
                for urgency in 0...Deadline.highestUrgency {
                    json.object { write(directory.deadline(urgency: urgency), to: &$0) }
                }
            }
            // A figure of the whole bus, for those who see that.
            json.member("late_deliveries", caller.isAdmin ? late : nil)
        }
    }

    private struct Spans: Decodable {
        let receipt: String?
        let receipt_seconds: UInt32?
        let time_to_live_seconds: UInt32?
    }

    func define(urgency text: String, _ json: JSONBody, _ responder: HTTPResponder) throws {
        guard let urgency = UInt8(text), urgency <= Deadline.highestUrgency else {
            throw Problem("bad_request", "An urgency is 0 to \(Deadline.highestUrgency).", found: text)
        }
        let body = try json.read(Spans.self)
        let before = services.ledger.directory.deadline(urgency: urgency)
        let receipt: Deadline.Receipt
        switch (body.receipt, body.receipt_seconds) {
        case (nil, nil): receipt = before.receipt
        case ("none", nil): receipt = .none
        case ("same_day", nil): receipt = .sameDay
        case (nil, let seconds?), ("within", let seconds?):
            guard seconds > 0 else { throw Problem("bad_request", "receipt_seconds is at least 1.", found: "0") }
            receipt = .within(seconds: seconds)
        default:
            throw Problem("bad_request", "receipt is none, same_day, or within together with receipt_seconds.")
        }
        let timeToLive = body.time_to_live_seconds.map { $0 == 0 ? nil : $0 } ?? before.timeToLive
        let deadline = Deadline(urgency: urgency, receipt: receipt, timeToLive: timeToLive)
        try append(.deadlineDefined(deadline), responder, 200) { write(deadline, to: &$0) }
    }

    private func write(_ deadline: Deadline, to json: inout JSONText) {
        json.member("urgency", Int(deadline.urgency))
        switch deadline.receipt {
        case .none: json.member("receipt", "none")
        case .sameDay: json.member("receipt", "same_day")
        case .within(let seconds):
            json.member("receipt", "within")
            json.member("receipt_seconds", Int(seconds))
        }
        json.member("time_to_live_seconds", Int(deadline.timeToLive ?? 0))
    }

    // MARK: Calendar

    func calendar() -> HTTPResponse {
        .json(200) { json in
            json.key("items")
            json.array { json in
                for entry in services.ledger.directory.calendar.entries { json.object { write(entry, to: &$0) } }
            }
        }
    }

    private struct Entry: Decodable {
        @Trimmed var kind: String
        @Trimmed var name: String?
    }

    func enter(day text: String, _ json: JSONBody, _ responder: HTTPResponder) throws {
        guard let day = Day(text) else { throw Problem("bad_request", "A day is yyyy-MM-dd.", found: text) }
        let body = try json.read(Entry.self)
        guard let kind = WorkingCalendar.Entry.Kind.allCases.first(where: { "\($0)" == body.kind }) else {
            throw Problem("bad_request", "kind is holiday, working or usual.", found: body.kind)
        }
        let name = body.name ?? ""
        guard name.unicodeScalars.count <= 200 else {
            throw Problem("bad_request", "A name has at most 200 characters.")
        }
        let entry = WorkingCalendar.Entry(day: day, kind: kind, name: name)
        try append(.calendarEntered(entry), responder, 200) { write(entry, to: &$0) }
    }

    private func write(_ entry: WorkingCalendar.Entry, to json: inout JSONText) {
        json.member("day", entry.day.description)
        json.member("kind", "\(entry.kind)")
        json.member("name", entry.name)
    }

    // MARK: Faults

    func faults() -> HTTPResponse {
        let directory = services.ledger.directory
        return .json(200) { json in
            json.key("items")
            json.array { json in
                for stop in directory.stops.values.sorted(by: { $0.hub < $1.hub })
                where caller.scope == nil || caller.administers(hub: stop.hub) {
                    json.object { write(stop, directory, to: &$0) }
                }
            }
        }
    }

    private struct Stop: Decodable {
        @Trimmed var hub: String
        let seconds: UInt32?
        @Trimmed var reason: String?
    }

    func stop(_ json: JSONBody, _ responder: HTTPResponder) throws {
        let body = try json.read(Stop.self)
        let directory = services.ledger.directory
        let hub = try hub(body.hub, directory)
        let reason = body.reason ?? ""
        guard reason.unicodeScalars.count <= Receiving.reasonLimit else {
            throw Problem("bad_request", "A reason has at most 1,000 characters.")
        }
        let until = body.seconds.map { Instant(milliseconds: services.clock().milliseconds + Int64($0) * 1000) }
        let stop = HubStop(hub: hub, until: until, reason: reason)
        try append(.hubStopped(stop), responder, 201) { write(stop, directory, to: &$0) }
    }

    func start(_ code: String, _ responder: HTTPResponder) throws {
        let directory = services.ledger.directory
        let hub = try hub(code, directory)
        guard directory.stops[hub] != nil else {
            throw Problem("not_found", "The hub does not stand still.", found: code)
        }
        try append(.hubStarted(hub), responder, 200) { $0.member("hub", directory.hubs[hub].code) }
    }

    private func hub(_ code: String, _ directory: Directory) throws -> Int {
        guard caller.administers else { throw Problem("not_permitted") }
        guard let hub = directory.hub(code: code) else {
            throw Problem("not_found", "There is no such hub.", found: code)
        }
        guard caller.administers(hub: hub) else { throw Problem("hub_scope", found: code) }
        return hub
    }

    private func write(_ stop: HubStop, _ directory: Directory, to json: inout JSONText) {
        json.member("hub", directory.hubs[stop.hub].code)
        json.member("until", stop.until?.text)
        json.member("reason", stop.reason)
    }

    private func append(
        _ fact: Fact, _ responder: HTTPResponder, _ status: Int,
        _ answer: @escaping @Sendable (inout JSONText) -> Void
    ) throws {
        guard caller.administers else { throw Problem("not_permitted") }
        try services.ledger.append([fact]) { result in
            switch result {
            case .success: responder.respond(.json(status, answer))
            case .failure(let error): responder.respond(Router.problem(of: error).response)
            }
        }
    }
}
