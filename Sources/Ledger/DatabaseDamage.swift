internal import Platform

/// What is found in the database that this program did not write.
enum DatabaseDamage {
    /// Has `damage` in the bus's condition, and on its log the first time.
    static func note(_ damage: LedgerError, in condition: Monitor<LedgerCondition>) {
        if condition.withLock({ $0.note(database: "\(damage)") }) {
            StandardError.write("lgsp: ledger_damaged: \(damage)")
        }
    }
}
