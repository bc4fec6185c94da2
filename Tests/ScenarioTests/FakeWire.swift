import Platform

@testable import Scenario

/// One connection to the bus in memory.
final class FakeWire: Wire {
    private let bus: FakeBus
    private let identity: Identity

    init(bus: FakeBus, identity: Identity) {
        self.bus = bus
        self.identity = identity
    }

    private var caller: String { if case .agency(let code) = identity { code } else { "" } }

    func exchange(_ request: WireRequest) throws(ScenarioError) -> WireAnswer {
        let number = bus.state.withLock { state -> Int in
            state.requests += 1
            return state.requests
        }
        if request.method == "POST", request.target == "/api/v1/documents" {
            let count = bus.state.withLock { state -> Int in
                state.submissions += 1
                if bus.fault == .stalls, state.submissions == 50 {
                    state.stalledUntil = MonotonicTime.now.nanoseconds + 2_000_000_000
                }
                return state.submissions
            }
            if bus.fault == .overloaded, count % 10 == 0 {
                return WireAnswer(status: 503, headers: [], body: Array("{\"code\":\"busy\"}".utf8))
            }
        }
        if bus.fault == .stalls { Pause.until(bus.state.withLock { $0.stalledUntil }) }
        if bus.fault == .flaky, number % 7 == 0 {
            return WireAnswer(status: 503, headers: [("retry-after", "0")], body: Array("{\"code\":\"busy\"}".utf8))
        }
        let answer = bus.state.withLock { self.answer(request, &$0) }
        if bus.fault == .flaky, number % 11 == 0 { throw ScenarioError(.unreachable, "connection lost") }
        return answer
    }

    private func answer(_ request: WireRequest, _ state: inout FakeBus.State) -> WireAnswer {
        var json = JSONText()
        let path = request.target.split(separator: "?").first.map(String.init) ?? ""
        let segments = path.split(separator: "/").dropFirst(2).map(String.init)
        var status = 200
        switch (request.method, segments.first ?? "", segments.count) {
        case ("GET", "agencies", 1): agencies(&json)
        case ("POST", "agencies", 3): json.object { _ in }
        case ("GET", "statistics", 1): statistics(state, &json)
        case ("GET", "statistics", 2): pairs(state, &json)
        case ("GET", "ratio", 1):
            json.object { json in
                for name in ["E", "EP", "P"] { json.member(dynamic: name, state.channels[name] ?? 0) }
                json.key("rows")
                json.array { _ in }
            }
        case ("POST", "documents", 1): status = documents(request, &state, &json)
        case ("POST", "paper-documents", 1): paper(request, &state, &json)
        case ("GET", "inbox", 2) where request.headers.contains { $0.value == "multipart/mixed" }:
            return parts(segments[1], state)
        case ("GET", "inbox", 2):
            let cursor = request.target.split(separator: "cursor=").last.flatMap { Int($0) } ?? 0
            inbox(segments[1], after: cursor, &state, &json)
        case ("POST", "inbox", 3): confirm(request, &state, &json)
        case ("POST", "documents", 3): statuses(segments[1], request, &state, &json)
        case ("GET", "documents", 3):
            json.object { json in
                json.member("document_id", Int(segments[1].dropFirst()).map { state.documents[$0].id })
                json.key("hops")
                json.array { json in
                    json.object { json in
                        json.member("at", "2021-06-15T08:00:00.123+07:00")
                        json.member("event", "accepted")
                    }
                }
            }
        default: return WireAnswer(status: 404, headers: [], body: Array("{\"code\":\"not_found\"}".utf8))
        }
        return WireAnswer(status: status, headers: [], body: json.bytes)
    }

    private func agencies(_ json: inout JSONText) {
        json.object { json in
            json.key("items")
            json.array { json in
                for party in bus.parties {
                    json.object { json in
                        json.member("code", party.code)
                        json.member("name", party.name)
                        json.member("tier", FakeBus.tiers[party.tier])
                        json.member("status", "active")
                    }
                }
            }
        }
    }

    private func statistics(_ state: FakeBus.State, _ json: inout JSONText) {
        let deliveries = state.items.filter { $0.kind == "document" }
        json.object { json in
            json.member("documents", state.documents.count)
            json.key("deliveries")
            json.object { json in
                json.member("owed", bus.fault == .losesOne && state.documents.count > 9 ? 1 : 0)
                json.member("initial", deliveries.count { !$0.confirmed })
                json.member("done", deliveries.count { $0.confirmed })
            }
            for (name, counts) in [("refusals", state.refusals), ("statuses", state.statuses)] {
                json.key(dynamic: name)
                json.object { json in
                    for (code, number) in counts.sorted(by: { $0.key < $1.key }) {
                        json.member(dynamic: code, number)
                    }
                }
            }
        }
    }

    private func pairs(_ state: FakeBus.State, _ json: inout JSONText) {
        json.object { json in
            json.key("tiers")
            json.array { json in for tier in FakeBus.tiers { json.string(tier) } }
            json.key("pairs")
            json.array { json in
                for row in state.pairs { json.array { json in for cell in row { json.number(cell) } } }
            }
        }
    }

    private func documents(_ request: WireRequest, _ state: inout FakeBus.State, _ json: inout JSONText) -> Int {
        let type = request.headers.first { $0.name == "Content-Type" }?.value ?? ""
        guard let parts = Multipart.parts(of: request.body, contentType: type, limit: 2000) else {
            let signature = request.headers.first { $0.name == "Lgsp-Signature" }.flatMap { Base64.decode($0.value) }
            bus.accept(&state, request.body, signature ?? [], caller: caller, json: &json)
            let node = try? JSONReader.read(json.bytes)
            return node?["status"]?.int ?? 500
        }
        json.object { json in
            json.key("results")
            json.array { json in
                for index in stride(from: 0, to: parts.count - 1, by: 2) {
                    bus.accept(&state, parts[index].body, parts[index + 1].body, caller: caller, json: &json)
                }
            }
        }
        return 200
    }

    private func paper(_ request: WireRequest, _ state: inout FakeBus.State, _ json: inout JSONText) {
        let node = try? JSONReader.read(request.body)
        let number = node?["number"]?.string ?? ""
        if state.known.insert(number).inserted {
            for recipient in node?["recipients"]?.elements ?? [] {
                state.channels["P", default: 0] += 1
                state.pairs[bus.tier(caller)][bus.tier(recipient.string ?? "")] += 1
            }
        }
        json.object { $0.member("id", number) }
    }

    private func inbox(
        _ code: String, after cursor: Int, _ state: inout FakeBus.State, _ json: inout JSONText
    ) {
        let places = state.items.indices.filter {
            $0 >= cursor && state.items[$0].to == code && !state.items[$0].confirmed
        }.prefix(64)
        let items = places.map { state.items[$0] }
        json.object { json in
            json.member("cursor", String(places.last.map { $0 + 1 } ?? cursor))
            json.key("items")
            json.array { json in
                for item in items {
                    let document = state.documents[item.document]
                    json.object { json in
                        json.member("delivery", item.delivery)
                        json.member("kind", item.kind)
                        json.member("document", "d\(item.document)")
                        json.member("document_id", document.id)
                        json.key("from")
                        json.object { $0.member("code", document.from) }
                        json.member("accepted_at", "2021-06-15T08:00:00.100+07:00")
                        json.member("delivered_at", "2021-06-15T08:00:00.103+07:00")
                        json.member("content", Base64.encode(document.bytes))
                        json.member("content_signature", Base64.encode(document.signature))
                    }
                }
            }
        }
    }

    private func parts(_ code: String, _ state: FakeBus.State) -> WireAnswer {
        let items = state.items.filter { $0.to == code && !$0.confirmed }.prefix(64)
        if items.isEmpty { return WireAnswer(status: 200, headers: [], body: Array("{\"items\":[]}".utf8)) }
        var body: [UInt8] = []
        for item in items {
            body += Array("--frontier\r\nLgsp-Delivery: \(item.delivery)\r\n\r\n".utf8)
            body += state.documents[item.document].bytes + [13, 10]
        }
        body += Array("--frontier--\r\n".utf8)
        return WireAnswer(
            status: 200, headers: [("content-type", "multipart/mixed; boundary=frontier")], body: body)
    }

    private func confirm(_ request: WireRequest, _ state: inout FakeBus.State, _ json: inout JSONText) {
        let wanted = (try? JSONReader.read(request.body))?["deliveries"]?.elements.compactMap(\.string) ?? []
        for index in state.items.indices where wanted.contains(state.items[index].delivery) {
            state.items[index].confirmed = true
        }
        json.object { $0.member("confirmed", wanted.count) }
    }

    private func statuses(
        _ id: String, _ request: WireRequest, _ state: inout FakeBus.State, _ json: inout JSONText
    ) {
        let code = (try? JSONReader.read(request.body))?["code"]?.string ?? ""
        let document = Int(id.dropFirst()) ?? 0
        guard state.known.insert("\(caller) \(code) \(id)").inserted else {
            return json.object { $0.member("effect", "repeats") }
        }
        state.statuses[code, default: 0] += 1
        state.items.append(
            FakeBus.Item(
                delivery: "i\(state.items.count)", kind: "status", document: document,
                to: state.documents[document].from, status: code))
        json.object { $0.member("effect", "moves") }
    }
}

extension JSONText {
    fileprivate mutating func member(dynamic name: String, _ value: Int) {
        key(dynamic: name)
        number(value)
    }
}
