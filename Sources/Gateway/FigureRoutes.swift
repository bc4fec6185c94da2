internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// `/ratio`, `/statistics`, `/refusals`: figures, each recounted from what the ledger folded.
struct FigureRoutes {
    let services: Services
    let caller: Caller

    private struct Counts {
        var byChannel = [Int64](repeating: 0, count: Channel.allCases.count)

        mutating func add(_ figure: TrafficFigure) { byChannel[Int(figure.channel.rawValue)] += figure.count }

        func write(to json: inout JSONText) {
            let (electronic, both, paper) = (byChannel[0], byChannel[1], byChannel[2])
            json.member("E", electronic)
            json.member("EP", both)
            json.member("P", paper)
            json.member("unsigned", byChannel[3])
            json.member("test", byChannel[Int(Channel.test.rawValue)])
            let all = electronic + both + paper
            json.key("exchanged")
            if all == 0 { json.null() } else { json.number(Double(electronic + both) / Double(all)) }
            json.key("in_place_of_paper")
            if all == 0 { json.null() } else { json.number(Double(electronic) / Double(all)) }
        }
    }

    func ratio(_ request: HTTPRequest) throws -> HTTPResponse {
        let directory = services.ledger.directory
        let by = request.parameter("by")
        guard let grouping = TrafficFigure.Grouping(rawValue: by ?? "total"), by != "total" else {
            throw Problem("parameter_invalid", "by is tier, agency, type or day.", found: by)
        }
        let (from, to) = (try request.day("from"), try request.day("to"))
        let (traffic, secrets) = try services.ledger.read { reader in
            (
                try figures(by: grouping, from, to, reader, in: directory),
                try reader.refusalCounts().first { $0.code == "state_secret" }?.count ?? 0
            )
        }
        var total = Counts()
        var groups: [String: Counts] = [:]
        for figure in traffic {
            total.add(figure)
            guard grouping != .total else { continue }
            groups[Self.name(figure.key, of: grouping, in: directory), default: Counts()].add(figure)
        }
        let ranks = Dictionary(directory.tiers.map { ($0.code, $0.rank) }) { first, _ in first }
        return .json(200) { json in
            json.member("formula", "(E+EP)/(E+EP+P)")
            total.write(to: &json)
            json.member("secret_refused", caller.isAdmin ? secrets : 0)
            json.key("rows")
            json.array { json in
                for (key, counts) in groups.sorted(by: { (ranks[$0.key] ?? 0, $0.key) < (ranks[$1.key] ?? 0, $1.key) })
                {
                    json.object { json in
                        json.member("key", key)
                        counts.write(to: &json)
                    }
                }
            }
        }
    }

    /// All traffic, a hub's agencies', or the caller's own.
    private func figures(
        by grouping: TrafficFigure.Grouping, _ from: Day?, _ to: Day?, _ reader: Reader, in directory: Directory
    ) throws -> [TrafficFigure] {
        guard !caller.isAdmin else { return try reader.traffic(by: grouping, from: from, to: to, of: nil) }
        guard let scope = caller.scope else {
            return try reader.traffic(by: grouping, from: from, to: to, of: caller.agencies)
        }
        guard from == nil, to == nil, [.total, .tier, .agency].contains(grouping) else {
            return try reader.traffic(by: grouping, from: from, to: to, of: scope.agencies)
        }
        // Each agency's sum is kept: what it costs grows with the agencies, not with the days.
        return try reader.traffic(by: .agency, from: nil, to: nil, of: nil).compactMap { figure in
            let agency = UInt32(figure.key).flatMap { directory.agency(AgencyNumber($0)) }
            guard let agency, scope.contains(agency.number) else { return nil }
            let key = grouping == .agency ? figure.key : grouping == .tier ? "\(agency.tier)" : ""
            return TrafficFigure(key: key, channel: figure.channel, count: figure.count)
        }
    }

    /// What a group is called in an answer.
    private static func name(_ key: String, of grouping: TrafficFigure.Grouping, in directory: Directory) -> String {
        let number = Int(key) ?? -1
        switch grouping {
        case .tier: return directory.tiers.indices.contains(number) ? directory.tiers[number].code : ""
        case .agency: return directory.agency(AgencyNumber(UInt32(truncatingIfNeeded: number)))?.code ?? ""
        case .day: return Day(number: Int32(truncatingIfNeeded: number)).description
        case .type, .total: return key
        }
    }

    func statistics(_ part: String?) throws -> HTTPResponse {
        guard caller.isAdmin else { throw Problem("not_permitted") }
        if part == "pairs" { return try pairs() }
        guard part == nil else { throw Problem("not_found") }
        return try services.ledger.read { reader in
            let totals = try reader.totals()
            let test = TestFigures(try reader.testCounts())
            return try .json(200) { json in
                json.member("documents", totals.documents)
                json.key("test")
                json.object { test.write(to: &$0) }
                json.key("deliveries")
                try json.object { json in
                    json.member("owed", totals.owed)
                    let counts = try reader.deliveryCounts()
                    for state in DeliveryState.allCases {
                        json.key(dynamic: state.name)
                        json.number(counts.first { $0.state == state }?.count ?? 0)
                    }
                    json.member("returned", totals.returned)
                }
                json.key("refusals")
                try json.object { json in
                    for (code, count) in try reader.refusalCounts() {
                        json.key(dynamic: code)
                        json.number(count)
                    }
                }
                json.key("statuses")
                try json.object { json in
                    for (code, count) in try reader.statusCounts() {
                        json.key(dynamic: code)
                        json.number(count)
                    }
                }
                json.member("facts", totals.facts)
                json.member("batches", totals.batches)
            }
        }
    }

    private func pairs() throws -> HTTPResponse {
        let directory = services.ledger.directory
        let size = directory.tiers.count
        var matrix = [[Int64]](repeating: [Int64](repeating: 0, count: size), count: size)
        var test = matrix
        for row in try services.ledger.read({ try $0.trafficByPair() }) where row.channel != .paper {
            guard matrix.indices.contains(row.issuer), matrix.indices.contains(row.recipient) else { continue }
            if row.channel == .test {
                test[row.issuer][row.recipient] += row.count
            } else {
                matrix[row.issuer][row.recipient] += row.count
            }
        }
        return .json(200) { json in
            json.key("tiers")
            json.array { json in for tier in directory.tiers { json.string(tier.code) } }
            for (name, matrix) in zip(["pairs", "test"] as [StaticString], [matrix, test]) {
                json.key(name)
                json.array { json in
                    for row in matrix { json.array { json in for count in row { json.number(count) } } }
                }
            }
        }
    }

    /// Of all refusals so many are looked at for a page of those of one hub.
    private static let reach = 2_000

    func refusals(_ request: HTTPRequest) throws -> HTTPResponse {
        guard caller.administers else { throw Problem("not_permitted") }
        let directory = services.ledger.directory
        let limit = try request.limit()
        let cursor = try request.cursor()
        let (rows, counts) = try services.ledger.read { reader in
            (
                try reader.refusals(before: cursor, limit: caller.scope == nil ? limit : Self.reach),
                try caller.scope == nil ? reader.refusalCounts() : []
            )
        }
        // A page of one hub's may hold few, and have a next one.
        var own = rows.filter { row in caller.isAdmin || row.agency.map(caller.administers) == true }
        var next = rows.count == (caller.scope == nil ? limit : Self.reach) ? rows.last?.fact : nil
        if own.count > limit {
            own.removeLast(own.count - limit)
            next = own.last?.fact
        }
        return .json(200) { json in
            json.key("items")
            json.array { json in
                for row in own {
                    json.object { json in
                        json.member("at", row.at.text)
                        json.member("agency", row.agency.flatMap { directory.agency($0)?.code })
                        json.member("code", row.code)
                        json.member("detail", row.detail)
                        json.member("digest", hex: row.digest)
                        json.member("refusal", row.id?.description)
                    }
                }
            }
            json.key("cursor")
            if let next { json.string(String(next)) } else { json.null() }
            json.key("by_code")
            json.object { json in
                for (code, count) in counts {
                    json.key(dynamic: code)
                    json.number(count)
                }
            }
        }
    }
}
