internal import Platform

/// What the bus's own counts say at one moment.
struct Snapshot: Sendable, Equatable {
    /// Documents accepted.
    var documents = 0
    /// Deliveries by state.
    var deliveries: [String: Int] = [:]
    /// Refusals at the door, by code.
    var refusals: [String: Int] = [:]
    /// Statuses, by code.
    var statuses: [String: Int] = [:]
    /// Counts of the ratio.
    var electronic = 0
    var both = 0
    var paper = 0
    var unsigned = 0
    /// The ratio's rows by tier.
    var rows: [RatioRow] = []
    /// Counts by the sender's and the receiver's tier, in the scenario's order.
    var pairs: [[Int]] = []

    /// One row of the ratio's table.
    struct RatioRow: Sendable, Equatable {
        var key: String
        var electronic: Int
        var both: Int
        var paper: Int
        var unsigned: Int
    }

    /// Asks the bus, as admin.
    static func take(_ caller: Caller, tiers: [String]) throws(ScenarioError) -> Snapshot {
        var snapshot = Snapshot()
        let statistics = try get("/api/v1/statistics", caller)
        snapshot.documents = statistics["documents"]?.int ?? 0
        snapshot.deliveries = counts(statistics["deliveries"])
        snapshot.refusals = counts(statistics["refusals"])
        snapshot.statuses = counts(statistics["statuses"])
        let ratio = try get("/api/v1/ratio?by=tier", caller)
        let whole = row(ratio)
        snapshot.electronic = whole.electronic
        snapshot.both = whole.both
        snapshot.paper = whole.paper
        snapshot.unsigned = whole.unsigned
        snapshot.rows = (ratio["rows"]?.elements ?? []).map(row)
        let pairs = try get("/api/v1/statistics/pairs", caller)
        let names = (pairs["tiers"]?.elements ?? []).map { $0.string ?? "" }
        let cells = (pairs["pairs"]?.elements ?? []).map { row in row.elements.map { $0.int ?? 0 } }
        snapshot.pairs = tiers.map { from in
            tiers.map { to in
                guard let row = names.firstIndex(of: from), let column = names.firstIndex(of: to),
                    cells.indices.contains(row), cells[row].indices.contains(column)
                else { return 0 }
                return cells[row][column]
            }
        }
        return snapshot
    }

    /// What was counted since `earlier`.
    func since(_ earlier: Snapshot) -> Snapshot {
        var difference = self
        difference.documents -= earlier.documents
        difference.deliveries.merge(earlier.deliveries, uniquingKeysWith: -)
        difference.refusals.merge(earlier.refusals, uniquingKeysWith: -)
        difference.refusals = difference.refusals.filter { $0.value != 0 }
        difference.statuses.merge(earlier.statuses, uniquingKeysWith: -)
        difference.statuses = difference.statuses.filter { $0.value != 0 }
        difference.electronic -= earlier.electronic
        difference.both -= earlier.both
        difference.paper -= earlier.paper
        difference.unsigned -= earlier.unsigned
        for row in pairs.indices where earlier.pairs.indices.contains(row) {
            for column in pairs[row].indices { difference.pairs[row][column] -= earlier.pairs[row][column] }
        }
        return difference
    }

    /// Deliveries on their way: owed to a mailbox that they have not reached.
    var pending: Int { deliveries["owed", default: 0] }
    /// Deliveries sent back.
    var returned: Int { deliveries["returned", default: 0] }
    /// Deliveries given up.
    var deadLettered: Int { deliveries["dead_lettered", default: 0] }
    /// Deliveries that reached their mailbox, confirmed or not.
    var inMailbox: Int {
        ["initial", "processing", "done", "fail"].reduce(0) { $0 + deliveries[$1, default: 0] }
    }
    /// All deliveries.
    var owed: Int { deliveries.values.reduce(0, +) }

    private static func get(_ target: String, _ caller: Caller) throws(ScenarioError) -> JSONNode {
        try caller.json(WireRequest(method: "GET", target: target), as: .admin)
    }

    private static func counts(_ node: JSONNode?) -> [String: Int] {
        Dictionary(
            (node?.members ?? []).map { ($0.key, $0.value.int ?? 0) }, uniquingKeysWith: { first, _ in first })
    }

    private static func row(_ node: JSONNode) -> RatioRow {
        RatioRow(
            key: node["key"]?.string ?? "", electronic: node["E"]?.int ?? 0, both: node["EP"]?.int ?? 0,
            paper: node["P"]?.int ?? 0, unsigned: node["unsigned"]?.int ?? 0)
    }
}
