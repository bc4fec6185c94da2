internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// `GET /traffic`: who sends to whom now, hub by hub; what is slow, what stands still, what waits.
///
/// An admin of a hub sees the hubs of its part of the tree, and the traffic into their mailboxes.
struct TrafficRoute {
    let services: Services
    let caller: Caller

    func show() throws -> HTTPResponse {
        guard caller.administers else { throw Problem("not_permitted") }
        let report = try services.traffic.report(of: services.ledger)
        let directory = services.ledger.directory
        let hubs = report.hubs.filter { directory.hubs.indices.contains($0.index) && caller.administers(hub: $0.index) }
        var minute: [TrafficTally.Pair: Int64] = [:]
        for hub in hubs { minute.merge(hub.minute.pairs, uniquingKeysWith: +) }
        let totals = caller.isAdmin ? report.kept.pairs : nil
        let alerts = services.alerts.report.map { AlertView($0, for: caller, in: directory) }
        return .json(200, capacity: 8 << 10) { json in
            json.member("at", report.at.text)
            json.member("seconds", TrafficMinute.span)
            json.member("scope", caller.scope.map { directory.hubs[$0.hub].code })
            json.key("last_minute")
            json.object { json in
                json.member("documents", hubs.reduce(0) { $0 + $1.minute.accepted })
                json.member("deliveries", hubs.reduce(0) { $0 + $1.minute.delivered })
                for (name, direction) in [("up", -1), ("down", 1), ("across", 0)] as [(StaticString, Int)] {
                    let count = minute.reduce(Int64(0)) { sum, entry in
                        sum + (Self.direction(entry.key, directory) == direction ? entry.value : 0)
                    }
                    json.member(name, count)
                }
            }
            if caller.isAdmin { kept(report.kept, to: &json) }
            json.member("waiting", hubs.reduce(0) { $0 + $1.waiting })
            json.key("hubs_by_state")
            json.object { json in
                for condition in HubCondition.allCases {
                    json.key(dynamic: condition.rawValue)
                    json.number(hubs.count { $0.condition == condition })
                }
            }
            json.key("certificates")
            json.object { alerts?.certificates(to: &$0) }
            json.key("alerts")
            json.object { json in
                json.member("warnings", alerts?.count(.warning) ?? 0)
                json.member("criticals", alerts?.count(.critical) ?? 0)
            }
            json.key("tiers")
            json.array { json in for tier in directory.tiers { json.string(tier.code) } }
            json.key("pairs")
            json.array { json in
                for from in directory.tiers.indices {
                    for to in directory.tiers.indices {
                        let pair = TrafficTally.Pair(from: from, to: to)
                        json.object { json in
                            json.member("from", directory.tiers[from].code)
                            json.member("to", directory.tiers[to].code)
                            json.member("direction", ["up", "across", "down"][Self.direction(pair, directory) + 1])
                            json.member("last_minute", minute[pair] ?? 0)
                            if let totals { json.member("total", totals[pair] ?? 0) }
                        }
                    }
                }
            }
            json.key("hubs")
            json.array { json in for hub in hubs { json.object { write(hub, directory, to: &$0) } } }
        }
    }

    /// Sums that the ledger keeps of all.
    private func kept(_ kept: TrafficReport.Kept, to json: inout JSONText) {
        json.member("documents", kept.documents)
        json.member("test_documents", kept.test)
        json.key("backlog")
        json.object { json in
            json.member("in_flight", kept.owed)
            json.member("in_mailboxes", kept.states[.initial] ?? 0)
            json.member("processing", kept.states[.processing] ?? 0)
        }
        json.member("confirmed", kept.states[.done] ?? 0)
        json.member("dead_letters", kept.states[.fail] ?? 0)
        json.member("deadlines_missed", kept.late)
        json.key("ratio")
        json.object { json in
            json.member("exchanged", kept.exchanged)
            json.member("target", Double(services.ratioTarget) / 10_000)
        }
    }

    /// -1 up, 0 across, 1 down the tiers.
    private static func direction(_ pair: TrafficTally.Pair, _ directory: Directory) -> Int {
        func rank(_ tier: Int) -> Int { directory.tiers.indices.contains(tier) ? Int(directory.tiers[tier].rank) : 0 }
        return (rank(pair.to) - rank(pair.from)).signum()
    }

    private func write(_ hub: TrafficReport.Hub, _ directory: Directory, to json: inout JSONText) {
        let known = directory.hubs[hub.index]
        json.member("code", known.code)
        json.member("name", known.name)
        json.member("parent", known.parent.map { directory.hubs[$0].code })
        json.member("state", hub.condition.rawValue)
        if let stop = directory.stops[hub.index] {
            json.member("until", stop.until?.text)
            json.member("reason", stop.reason)
        }
        json.member("accepted", hub.minute.accepted)
        json.member("up", hub.minute.up)
        json.member("down", hub.minute.down)
        json.member("delivered", hub.minute.delivered)
        json.member("waiting", hub.waiting)
        json.member("oldest_ms", hub.oldest)
        json.member("hop_ms", hub.hop)
        json.member("usual_hop_ms", hub.usual)
    }
}
