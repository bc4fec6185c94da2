internal import Exchange
internal import Platform

/// What the test lane counted: it is in no other figure, and shown beside them.
struct TestFigures {
    private let counts: [String: Int64]

    /// The figures in the ledger's counts by name and key.
    init(_ counts: [String: Int64]) { self.counts = counts }

    /// Documents accepted.
    var documents: Int64 { counts["documents."] ?? 0 }
    /// Deliveries that came back.
    var returned: Int64 { counts["returned."] ?? 0 }
    /// Deliveries that hubs still owe.
    var owed: Int64 {
        (counts["addressed."] ?? 0) - DeliveryState.allCases.reduce(0) { $0 + deliveries($1) } - returned
    }
    /// Refusals of its agencies.
    var refusals: Int64 { sum("refusals.") }

    /// Deliveries in this state.
    func deliveries(_ state: DeliveryState) -> Int64 { counts["deliveries.\(state.rawValue)"] ?? 0 }

    private func sum(_ prefix: String) -> Int64 { counts.reduce(0) { $0 + ($1.key.hasPrefix(prefix) ? $1.value : 0) } }

    func write(to json: inout JSONText) {
        json.member("documents", documents)
        json.key("deliveries")
        json.object { json in
            json.member("owed", owed)
            for state in DeliveryState.allCases {
                json.key(dynamic: state.name)
                json.number(deliveries(state))
            }
            json.member("returned", returned)
        }
        json.member("refusals", refusals)
        json.member("statuses", sum("statuses."))
    }
}
