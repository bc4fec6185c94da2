public import Exchange

extension Reader {
    /// Since when the copy that is due longest at each hub has been due, of those that are due before `now`.
    ///
    /// Of each lane the first `reach` are looked at: a hub whose copies all came later is not told of.
    public func oldestWaiting(before now: Instant, reach: Int = 512) throws -> [Int: Instant] {
        var oldest: [Int: Instant] = [:]
        // What waits at hubs that stand still is in lanes of its own, behind the others.
        for lane in 0..<2 * Overtaking.lanes.count {
            let statement = try database.statement(
                """
                SELECT hub, min(due) FROM (
                    SELECT hub, due, kind FROM schedule WHERE lane = ? AND due <= ? ORDER BY due, fact LIMIT ?)
                WHERE kind < 16 GROUP BY hub
                """)
            statement.bind(1, Int64(lane))
            statement.bind(2, now.milliseconds)
            statement.bind(3, Int64(reach))
            for (hub, due) in try rows(statement, { (Int($0.number(0)), Instant(milliseconds: $0.number(1))) }) {
                oldest[hub] = min(oldest[hub] ?? due, due)
            }
        }
        return oldest
    }
}
