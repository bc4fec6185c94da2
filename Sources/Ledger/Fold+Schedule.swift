internal import Exchange

/// What is still to be carried out, in lanes by urgency.
///
/// What waits at a hub that stands still is in the lane that lies `Overtaking.lanes.count` further on, where nobody looks
/// for work.
extension Fold {
    /// What follows is no message: `kind` then lies beyond those of messages.
    private enum Item: Int64 {
        case watch = 16
        case endOfStop = 17
    }

    private static let held = Int64(Overtaking.lanes.count)

    /// A message is due at a hub.
    func schedule(_ fact: Int64, _ due: Instant, _ message: Message, at hub: Int) throws(LedgerError) {
        let lane = Int64(Overtaking.lane(urgency: try urgency(of: message.document)))
        let isHeld = directory.stops[hub] != nil
        tally.hubs[hub, default: TrafficTally.Hub()].waiting += 1
        try insert(
            fact, due, Int64(message.kind.rawValue), message.serial.value, lane: isHeld ? lane + Self.held : lane,
            hub: Int64(hub))
    }

    /// A watch is due.
    func schedule(_ fact: Int64, _ watch: Watch) throws(LedgerError) {
        try insert(fact, watch.due, Item.watch.rawValue, watch.document.value, lane: 0, hub: -1)
    }

    /// A hub goes on by itself.
    func schedule(_ fact: Int64, _ due: Instant, end hub: Int) throws(LedgerError) {
        try insert(fact, due, Item.endOfStop.rawValue, 0, lane: Self.held - 1, hub: Int64(hub))
    }

    /// Messages on their way go on at once, and what was to be looked at later keeps its distance.
    func reschedule(after step: ClockSetBack) throws(LedgerError) {
        for lane in 0..<2 * Self.held {
            let messages = try table("UPDATE %schedule SET due = ? WHERE lane = ? AND due > ? AND kind < 16")
            messages.bind(1, step.to.milliseconds)
            messages.bind(2, lane)
            messages.bind(3, step.to.milliseconds)
            try messages.run()
            let others = try table("UPDATE %schedule SET due = due - ? WHERE lane = ? AND due > ? AND kind >= 16")
            others.bind(1, step.from.milliseconds - step.to.milliseconds)
            others.bind(2, lane)
            others.bind(3, step.from.milliseconds)
            try others.run()
        }
    }

    /// A scheduled fact that was carried out is scheduled no more.
    func finish(scheduled fact: Int64) throws(LedgerError) {
        let statement = try table("DELETE FROM %schedule WHERE fact = ?")
        statement.bind(1, fact)
        try statement.run()
    }

    /// Has what is due at a hub wait there.
    func hold(at hub: Int) throws(LedgerError) {
        try endStop(of: hub)
        try move(at: hub, from: Overtaking.lanes.map(Int64.init), by: Self.held)
    }

    /// Lets what waits at a hub go on.
    func release(at hub: Int) throws(LedgerError) {
        try endStop(of: hub)
        try move(at: hub, from: Overtaking.lanes.map { Int64($0) + Self.held }, by: -Self.held)
    }

    /// A hub that is stopped again, or started, does not go on by itself any more.
    private func endStop(of hub: Int) throws(LedgerError) {
        let statement = try table("DELETE FROM %schedule WHERE lane = ? AND hub = ? AND kind = ?")
        statement.bind(1, Self.held - 1)
        statement.bind(2, Int64(hub))
        statement.bind(3, Item.endOfStop.rawValue)
        try statement.run()
    }

    private func move(at hub: Int, from lanes: [Int64], by distance: Int64) throws(LedgerError) {
        for lane in lanes {
            let statement = try table("UPDATE %schedule SET lane = lane + ? WHERE lane = ? AND hub = ?")
            statement.bind(1, distance)
            statement.bind(2, lane)
            statement.bind(3, Int64(hub))
            try statement.run()
        }
    }

    private func insert(
        _ fact: Int64, _ due: Instant, _ kind: Int64, _ message: Int64, lane: Int64, hub: Int64
    ) throws(LedgerError) {
        let statement = try table("INSERT INTO %schedule VALUES(?,?,?,?,?,?)")
        statement.bind(1, fact)
        statement.bind(2, due.milliseconds)
        statement.bind(3, kind)
        statement.bind(4, message)
        statement.bind(5, lane)
        statement.bind(6, hub)
        try statement.run()
    }

    private func urgency(of document: Serial) throws(LedgerError) -> UInt8 {
        if let latest = latest?.state, latest.serial == document { return latest.urgency }
        let statement = try table("SELECT urgency FROM %documents WHERE serial = ?")
        statement.bind(1, document.value)
        defer { statement.reset() }
        return try statement.step() ? UInt8(truncatingIfNeeded: statement.number(0)) : 0
    }
}
