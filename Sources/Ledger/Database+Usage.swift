internal import Exchange

extension Database {
    /// What a system sent on a day; nothing where its row is another day's.
    func usage(ofSystem index: Int, on day: Day) throws(LedgerError) -> SystemUsage {
        let statement = try statement(
            of: "SELECT documents, bytes FROM system_usage WHERE system = ? AND day = ?")
        statement.bind(1, Int64(index))
        statement.bind(2, Int64(day.number))
        defer { statement.reset() }
        guard try statement.step() else { return SystemUsage() }
        return SystemUsage(
            documents: UInt64(clamping: statement.number(0)), bytes: UInt64(clamping: statement.number(1)))
    }
}
