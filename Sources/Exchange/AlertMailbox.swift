/// What one mailbox was told about alerts.
public struct AlertMailbox: Sendable {
    /// A condition, however bad it is.
    public struct Condition: Hashable, Comparable, Sendable {
        /// What is looked at.
        public let kind: Alert.Kind
        /// What it is about.
        public let subject: String

        /// `kind` of `subject`.
        public init(_ kind: Alert.Kind, _ subject: String) {
            self.kind = kind
            self.subject = subject
        }

        /// By kind, then by subject.
        public static func < (left: Condition, right: Condition) -> Bool {
            (left.kind.rawValue, left.subject) < (right.kind.rawValue, right.subject)
        }
    }

    /// When it was first written to: part of what its mails are known by.
    public let began: Instant
    /// How many mails it got.
    public internal(set) var mails: Int64
    /// When it got the last one; nil for none.
    public internal(set) var last: Instant?
    /// What it was told of and not yet told to be over, with the worst step that it was told.
    public internal(set) var told: [Condition: Int]
    /// Since when told conditions are gone.
    private var gone: [Condition: Instant] = [:]

    /// A mailbox that was told this.
    public init(began: Instant, mails: Int64 = 0, last: Instant? = nil, told: [Condition: Int] = [:]) {
        self.began = began
        self.mails = mails
        self.last = last
        self.told = told
    }

    /// Notes which told conditions are there, and forgets those that concern another mailbox now; gives whether it
    /// forgot any.
    mutating func look(_ open: Set<Condition>, elsewhere: Set<Condition>, at now: Instant) -> Bool {
        let moved = told.keys.filter { !open.contains($0) && elsewhere.contains($0) }
        for condition in moved { told[condition] = nil }
        gone = gone.filter { told[$0.key] != nil && !open.contains($0.key) && $0.value <= now }
        for condition in told.keys where !open.contains(condition) && gone[condition] == nil { gone[condition] = now }
        return !moved.isEmpty
    }

    /// What is to be mailed now about what is `open`; nil for nothing.
    func due(_ open: [AlertMail.Item], rules: AlertMailRules, at now: Instant) -> AlertMail? {
        func isPast(_ span: Int64) -> Bool {
            // Where the clock was set back nobody waits until it has made that up.
            guard let last, last <= now else { return true }
            return now.milliseconds - last.milliseconds >= span
        }
        guard isPast(rules.pause) else { return nil }
        let over = gone.filter { now.milliseconds - $0.value.milliseconds >= rules.settling($0.key.kind) }.keys.sorted()
        let items = open.map { item in
            let before = told[item.condition]
            return item.changed(before.map { $0 < item.step ? .worsened : .stands } ?? .opened)
        }
        let isNews = !over.isEmpty || items.contains { $0.change != .stands }
        let isReminder = isPast(rules.reminder) && items.contains { $0.severity == .critical }
        guard isNews || isReminder else { return nil }
        return AlertMail(items: items.sorted(), over: over)
    }

    /// A mail arrived.
    mutating func got(_ mail: AlertMail, at now: Instant) {
        for item in mail.items { told[item.condition] = max(item.step, told[item.condition] ?? 0) }
        for condition in mail.over {
            told[condition] = nil
            gone[condition] = nil
        }
        mails += 1
        last = now
    }
}
