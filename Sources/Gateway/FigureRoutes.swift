internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// `/statistics`, `/refusals`: figures, each recounted from what the ledger folded.
struct FigureRoutes {
    let services: Services
    let caller: Caller

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
