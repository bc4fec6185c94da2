internal import Exchange

/// What withdrawals, replacements and updates change in the read models.
extension Fold {
    func apply(_ withdrawn: Withdrawn, number: Int64, at: Instant) throws(LedgerError) {
        if withdrawn.cause == .withdrawal {
            try act(withdrawn.document, withdrawn.by, number, at)
            try mark(withdrawn.document, withdrawn.by, table("UPDATE %documents SET withdrawal = ? WHERE serial = ?"))
        }
        let isTest = try isTest(withdrawn.document)
        for entry in withdrawn.entries {
            let isOpen = entry.state == .initial || entry.state == .processing
            if isOpen { countState(from: entry.state, to: .withdrawn, isTest: isTest) }
            let statement = try table(
                """
                UPDATE %deliveries SET taken = ?, state = ? WHERE serial = ?
                RETURNING agency, delivered, urgency, channel
                """)
            statement.bind(1, at.milliseconds)
            statement.bind(2, Int64((isOpen ? .withdrawn : entry.state).rawValue))
            statement.bind(3, entry.delivery.value)
            while try statement.step() { if isOpen { measure([.withdrawn], of: statement) } }
        }
    }

    /// Notes that one document acted on another.
    func act(_ target: Serial, _ by: Serial, _ number: Int64, _ at: Instant) throws(LedgerError) {
        let statement = try table("INSERT INTO %acts VALUES(?,?,?,?)")
        statement.bind(1, target.value)
        statement.bind(2, by.value)
        statement.bind(3, at.milliseconds)
        statement.bind(4, number)
        try statement.run()
        let touched = try table("UPDATE %documents SET touched = 1 WHERE serial = ?")
        touched.bind(1, target.value)
        try touched.run()
    }

    /// Runs `statement`, which names `by` in the row of `target`.
    func mark(_ target: Serial, _ by: Serial, _ statement: Statement) throws(LedgerError) {
        statement.bind(1, by.value)
        statement.bind(2, target.value)
        try statement.run()
    }
}
