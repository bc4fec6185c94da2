internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// `/ratio`: the share of electronic among all documents, recounted from what the ledger folded.
struct RatioRoute {
    let services: Services
    let caller: Caller

    private struct Row {
        let key: String
        let name: String?
        var counts = RatioCounts()
    }

    func answer(_ request: HTTPRequest) throws -> HTTPResponse {
        let directory = services.ledger.directory
        let by = request.parameter("by")
        guard let grouping = TrafficFigure.Grouping(rawValue: by ?? "total"), by != "total" else {
            throw Problem("parameter_invalid", "by is tier, agency, type or day.", found: by)
        }
        let order = request.parameter("order") ?? "key"
        guard ["key", "latest", "missing"].contains(order) else {
            throw Problem("parameter_invalid", "order is key, latest or missing.", found: order)
        }
        let (from, to) = (try request.day("from"), try request.day("to"))
        let slice = try ListSlice(request)
        let (traffic, secrets) = try services.ledger.read { reader in
            (
                try figures(by: grouping, from, to, reader, in: directory),
                try reader.refusalCounts().first { $0.code == "state_secret" }?.count ?? 0
            )
        }
        var total = RatioCounts()
        var groups: [String: Row] = [:]
        for figure in traffic {
            total.add(figure.count, on: figure.channel)
            guard grouping != .total else { continue }
            let (key, name) = Self.name(figure.key, of: grouping, in: directory)
            groups[key, default: Row(key: key, name: name)].counts.add(figure.count, on: figure.channel)
        }
        let target = services.ratioTarget
        let rows = Self.sorted(Array(groups.values), order, target, directory)
        return .json(200) { json in
            json.member("formula", "(E+EP)/(E+EP+P)")
            json.member("target", Double(target) / 10_000)
            Self.write(total, target, to: &json)
            json.member("secret_refused", caller.isAdmin ? secrets : 0)
            json.key("rows")
            json.array { json in
                for row in slice.of(rows) {
                    json.object { json in
                        json.member("key", row.key)
                        if let name = row.name { json.member("name", name) }
                        Self.write(row.counts, target, to: &json)
                    }
                }
            }
            slice.cursor(rows.count, to: &json)
        }
    }

    /// All traffic, that of a hub's agencies, or the caller's own.
    private func figures(
        by grouping: TrafficFigure.Grouping, _ from: Day?, _ to: Day?, _ reader: Reader, in directory: Directory
    ) throws -> [TrafficFigure] {
        guard let scope = caller.scope else {
            return try reader.traffic(by: grouping, from: from, to: to, of: caller.isAdmin ? nil : caller.agencies)
        }
        guard [.total, .tier, .agency].contains(grouping) else {
            return try reader.traffic(by: grouping, from: from, to: to, of: scope.agencies)
        }
        // Each agency's sums are kept: what it costs grows with the agencies, not with what they sent.
        return try reader.traffic(by: .agency, from: from, to: to, of: nil).compactMap { figure in
            let agency = UInt32(figure.key).flatMap { directory.agency(AgencyNumber($0)) }
            guard let agency, scope.contains(agency.number) else { return nil }
            let key = grouping == .agency ? figure.key : grouping == .tier ? "\(agency.tier)" : ""
            return TrafficFigure(key: key, channel: figure.channel, count: figure.count)
        }
    }

    private static func sorted(
        _ rows: [Row], _ order: String, _ target: Int64, _ directory: Directory
    ) -> [Row] {
        let ranks = Dictionary(directory.tiers.map { ($0.code, $0.rank) }) { first, _ in first }
        let byKey = rows.sorted { (ranks[$0.key] ?? 0, $0.key) < (ranks[$1.key] ?? 0, $1.key) }
        if order == "latest" { return byKey.reversed() }
        guard order == "missing" else { return byKey }
        return byKey.enumerated().map { (place: $0, missing: $1.counts.missing(to: target), row: $1) }
            .sorted { ($1.missing, $0.place) < ($0.missing, $1.place) }.map(\.row)
    }

    private static func write(_ counts: RatioCounts, _ target: Int64, to json: inout JSONText) {
        json.member("E", counts[.electronic])
        json.member("EP", counts[.both])
        json.member("P", counts[.paper])
        json.member("unsigned", counts[.unsigned])
        json.member("test", counts[.test])
        json.key("exchanged")
        if let share = counts.exchanged { json.number(share) } else { json.null() }
        json.key("in_place_of_paper")
        if let share = counts.inPlaceOfPaper { json.number(share) } else { json.null() }
        json.member("missing", counts.missing(to: target))
    }

    /// What a group is called in an answer: its key, and an agency's name.
    private static func name(
        _ key: String, of grouping: TrafficFigure.Grouping, in directory: Directory
    ) -> (key: String, name: String?) {
        let number = Int(key) ?? -1
        switch grouping {
        case .tier: return (directory.tiers.indices.contains(number) ? directory.tiers[number].code : "", nil)
        case .agency:
            let agency = directory.agency(AgencyNumber(UInt32(truncatingIfNeeded: number)))
            return (agency?.code ?? "", agency?.name ?? "")
        case .day: return (Day(number: Int32(truncatingIfNeeded: number)).description, nil)
        case .type, .total: return (key, nil)
        }
    }
}
