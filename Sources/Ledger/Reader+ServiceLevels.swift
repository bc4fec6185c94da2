public import Exchange

extension Reader {
    /// The counts of service levels of a party on the days from `first` to `last`, both included, by lane
    /// (`Overtaking.lanes`).
    public func serviceLevels(
        of party: ServiceParty, from first: Day, to last: Day
    ) throws -> [ServiceCounts] {
        let statement = try database.statement(
            of: "SELECT * FROM service_levels WHERE party = ? AND day BETWEEN ? AND ?")
        statement.bind(1, party.number)
        statement.bind(2, Int64(first.number))
        statement.bind(3, Int64(last.number))
        defer { statement.reset() }
        var lanes = Overtaking.lanes.map { _ in ServiceCounts() }
        while try statement.step() {
            let lane = Int(statement.number(2))
            guard lanes.indices.contains(lane) else { throw LedgerError.corrupt("a lane of service levels") }
            lanes[lane].add((0..<Int32(ServiceFigure.count)).lazy.map { statement.number($0 + 3) })
        }
        return lanes
    }

    /// The next agency, in order of their numbers, that has counts of service levels of any day; nil at the end.
    public func measuredAgency(after agency: AgencyNumber?) throws -> AgencyNumber? {
        let statement = try database.statement(
            of: "SELECT party FROM service_levels WHERE party > ? ORDER BY party LIMIT 1")
        statement.bind(1, agency.map { Int64($0.value) } ?? -1)
        defer { statement.reset() }
        return try statement.step() ? statement.agency(0) : nil
    }

    /// When the oldest document came that an agency did not read, nil for none.
    public func oldestUnfetched(_ agency: AgencyNumber) throws -> Instant? {
        let statement = try database.statement(
            """
            SELECT delivered FROM deliveries
            WHERE agency = ? AND kind = 0 AND state < 2 AND fetched IS NULL ORDER BY serial LIMIT 1
            """)
        statement.bind(1, Int64(agency.value))
        return try rows(statement) { Instant(milliseconds: $0.number(0)) }.first
    }
}
