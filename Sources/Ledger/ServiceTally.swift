internal import Exchange

/// Service levels of this batch by agency, day and lane, in the order in which they came, so that one row is written once.
struct ServiceTally {
    /// A row of counts.
    struct Row: Hashable {
        let party: ServiceParty
        let day: Day
        let lane: Int
    }

    private struct Key: Hashable {
        let agency: AgencyNumber
        let tier: Int
        let day: Day
        let lane: Int
    }

    private var places: [Key: Int] = [:]
    private var rows: [(key: Key, counts: ServiceCounts)] = []

    mutating func add(
        _ amount: Int64, _ figures: [ServiceFigure], of agency: AgencyNumber, tier: Int, on day: Day, urgency: UInt8
    ) {
        let key = Key(agency: agency, tier: tier, day: day, lane: Overtaking.lane(urgency: urgency))
        let place: Int
        if let known = places[key] {
            place = known
        } else {
            place = rows.count
            places[key] = place
            rows.append((key, ServiceCounts()))
        }
        for figure in figures { rows[place].counts[figure] += amount }
    }

    /// Gives the rows of agencies, then those of tiers, and forgets them all.
    mutating func flush(_ write: (Row, ServiceCounts) throws(LedgerError) -> Void) throws(LedgerError) {
        var tiers: [Row: ServiceCounts] = [:]
        var order: [Row] = []
        for (key, counts) in rows {
            try write(Row(party: .agency(key.agency), day: key.day, lane: key.lane), counts)
            let tier = Row(party: .tier(key.tier), day: key.day, lane: key.lane)
            if tiers[tier] == nil { order.append(tier) }
            tiers[tier, default: ServiceCounts()].add(counts.all)
        }
        for tier in order { if let counts = tiers[tier] { try write(tier, counts) } }
        removeAll()
    }

    mutating func removeAll() {
        places.removeAll(keepingCapacity: true)
        rows.removeAll(keepingCapacity: true)
    }
}
