public import Exchange

extension Reader {
    /// The counted traffic of the days from `first` to `last`, both included, by `grouping`; of `issuers`, or of all.
    ///
    /// Of all, sums that the fold keeps give it: of every day, of months, and at both ends of given days the rows of
    /// the days themselves. One issuer's rows are added up here.
    public func traffic(
        by grouping: TrafficFigure.Grouping, from first: Day?, to last: Day?, of issuers: [AgencyNumber]?
    ) throws -> [TrafficFigure] {
        if let issuers {
            return try issuers.flatMap { issuer in
                let statement = try database.statement("\(Self.select(grouping)) WHERE issuer = ?3 AND \(Self.days)")
                statement.bind(3, Int64(issuer.value))
                return try sums(statement, from: first, to: last)
            }
        }
        let isOfAllDays = first == nil && last == nil
        switch grouping {
        case .total where isOfAllDays: return try kept(.trafficByPair, parts: 3) { ("", $0[2]) }
        case .tier where isOfAllDays: return try kept(.trafficByPair, parts: 3) { ($0[0], $0[2]) }
        case .agency where isOfAllDays: return try kept(.trafficByAgency, parts: 2) { ($0[0], $0[1]) }
        case .type where isOfAllDays: return try kept(.trafficByType, parts: 2) { ($0[1], $0[0]) }
        case .agency, .type: return try monthly(grouping, from: first, to: last)
        case .total, .tier, .day:
            return try kept(.trafficByDay, parts: 3, from: first?.number, before: last.map { $0.number + 1 }) { parts in
                switch grouping {
                case .tier: (parts[1], parts[2])
                case .day: ("\(Int(parts[0]) ?? 0)", parts[2])
                default: ("", parts[2])
                }
            }
        }
    }

    /// The traffic between two tiers, on paper and not counted included.
    public func trafficByPair() throws -> [(issuer: Int, recipient: Int, channel: Channel, count: Int64)] {
        try counts(.trafficByPair).map { key, count in
            let parts = key.split(separator: " ").map { Int($0) ?? 0 }
            guard parts.count == 3, let channel = Channel(rawValue: UInt8(truncatingIfNeeded: parts[2])) else {
                throw LedgerError.corrupt("a count of the traffic")
            }
            return (parts[0], parts[1], channel, count)
        }
    }

    /// Sums of whole months, and the rows of the days before and behind them.
    private func monthly(
        _ grouping: TrafficFigure.Grouping, from first: Day?, to last: Day?
    ) throws -> [TrafficFigure] {
        func rows(_ first: Day?, _ last: Day?) throws -> [TrafficFigure] {
            let statement = try database.statement("\(Self.select(grouping)) WHERE \(Self.days)")
            return try sums(statement, from: first, to: last)
        }
        let firstMonth = first.map { $0 == Day(firstOfMonth: $0.month) ? $0.month : $0.month + 1 }
        let endMonth = last.map { Day(number: $0.number + 1).month }
        if let firstMonth, let endMonth, firstMonth >= endMonth { return try rows(first, last) }
        var figures =
            grouping == .agency
            ? try kept(.trafficByAgencyMonth, parts: 3, from: firstMonth, before: endMonth) { ($0[1], $0[2]) }
            : try kept(.trafficByTypeMonth, parts: 3, from: firstMonth, before: endMonth) { ($0[2], $0[1]) }
        if let first, let start = firstMonth.flatMap(Day.init(firstOfMonth:)), first < start {
            figures += try rows(first, Day(number: start.number - 1))
        }
        if let last, let start = endMonth.flatMap(Day.init(firstOfMonth:)), start <= last {
            figures += try rows(start, last)
        }
        return figures
    }

    private static let days = "day BETWEEN ?1 AND ?2 GROUP BY 1, 2 HAVING sum(count) <> 0"

    private static func select(_ grouping: TrafficFigure.Grouping) -> String {
        let key =
            switch grouping {
            case .total: "''"
            case .tier: "tier"
            case .agency: "issuer"
            case .type: "type"
            case .day: "day"
            }
        return "SELECT \(key), channel, sum(count) FROM traffic"
    }

    private func sums(_ statement: Statement, from first: Day?, to last: Day?) throws -> [TrafficFigure] {
        statement.bind(1, Int64(first?.number ?? .min))
        statement.bind(2, Int64(last?.number ?? .max))
        return try rows(statement) { row in
            try Self.figure(row.text(0), UInt8(truncatingIfNeeded: row.number(1)), row.number(2))
        }
    }

    /// Counts that the fold keeps; `place` finds group and channel among the `count` parts of a key.
    private func kept(
        _ name: Counters.Name, parts count: Int, from first: Int32? = nil, before end: Int32? = nil,
        _ place: ([Substring]) -> (key: Substring, channel: Substring)
    ) throws -> [TrafficFigure] {
        let statement = try database.statement(
            "SELECT key, count FROM counters WHERE name = ? AND key >= ? AND key < ? AND count <> 0 ORDER BY key")
        statement.bind(1, name.rawValue)
        statement.bind(2, first.map(Counters.key) ?? "")
        // A colon follows the digits.
        statement.bind(3, end.map(Counters.key) ?? ":")
        return try rows(statement) { row in
            let parts = row.text(0).split(separator: " ", maxSplits: count - 1, omittingEmptySubsequences: false)
            guard parts.count == count else { throw LedgerError.corrupt("a count of the traffic") }
            let (key, channel) = place(parts)
            return try Self.figure(String(key), UInt8(channel), row.number(1))
        }
    }

    private static func figure(_ key: String, _ channel: UInt8?, _ count: Int64) throws -> TrafficFigure {
        guard let channel = channel.flatMap(Channel.init(rawValue:)) else { throw LedgerError.corrupt("a channel") }
        return TrafficFigure(key: key, channel: channel, count: count)
    }
}
