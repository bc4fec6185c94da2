/// What one mail says about alerts: all that stands open for a mailbox, and what is over.
public struct AlertMail: Sendable {
    /// What became of a condition since the last mail, the most urgent first.
    public enum Change: UInt8, Sendable {
        /// It was not told yet.
        case opened = 0
        /// It is worse than what was told.
        case worsened = 1
        /// It is as it was told, or better.
        case stands = 2
    }

    /// One condition.
    public struct Item: Comparable, Sendable {
        /// What was measured.
        public let finding: AlertFinding
        /// How far it has gone (`AlertLimits.step`).
        public let step: Int
        /// How bad it is.
        public let severity: Alert.Severity
        /// What became of it.
        public let change: Change

        init(_ finding: AlertFinding, limits: AlertLimits) {
            self.init(
                finding: finding, step: limits.step(finding.kind, finding.value),
                severity: limits.limit(finding.kind).severity(of: finding.value), change: .opened)
        }

        private init(finding: AlertFinding, step: Int, severity: Alert.Severity, change: Change) {
            self.finding = finding
            self.step = step
            self.severity = severity
            self.change = change
        }

        func changed(_ change: Change) -> Item {
            Item(finding: finding, step: step, severity: severity, change: change)
        }

        var condition: AlertMailbox.Condition { .init(finding.kind, finding.subject) }

        /// What changed comes first, then the worst.
        public static func < (left: Item, right: Item) -> Bool {
            if left.change != right.change { return left.change.rawValue < right.change.rawValue }
            if left.severity != right.severity { return left.severity > right.severity }
            return left.condition < right.condition
        }

        /// Whether they are the same condition in the same state.
        public static func == (left: Item, right: Item) -> Bool {
            left.condition == right.condition && left.change == right.change && left.step == right.step
        }
    }

    /// What stands open.
    public let items: [Item]
    /// What is over.
    public let over: [AlertMailbox.Condition]
}
