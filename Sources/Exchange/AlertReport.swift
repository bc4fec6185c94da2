/// What was measured at one moment, judged: every kind is in it, the worst of each first.
public struct AlertReport: Sendable {
    /// What there is of one kind.
    public struct Summary: Sendable {
        /// The kind.
        public let kind: Alert.Kind
        /// The worst value; nil where nothing was measured.
        public let worst: Double?
        /// How many conditions are warnings.
        public let warnings: Int
        /// How many are critical.
        public let criticals: Int
    }

    /// So many conditions of a kind are told one by one.
    public static let limitOfKind = 20

    /// When it was made.
    public let at: Instant
    /// The conditions, kind by kind, the worst of each first and at most `limitOfKind`; one `ok` where there is none.
    public let alerts: [Alert]
    /// The kinds in order.
    public let summaries: [Summary]

    /// The worst there is.
    public var severity: Alert.Severity { alerts.map(\.severity).max() ?? .ok }

    /// Judges `findings` by `limits`; what stood in `before` began when it says.
    public init(_ findings: [AlertFinding], limits: AlertLimits, before: AlertReport?, at now: Instant) {
        at = now
        var alerts: [Alert] = []
        var summaries: [Summary] = []
        var began: [String: Instant] = [:]
        for alert in before?.alerts ?? [] where alert.severity > .ok {
            began["\(alert.kind.rawValue) \(alert.subject)"] = alert.since
        }
        for kind in Alert.Kind.allCases {
            let limit = limits.limit(kind)
            let sorted = findings.filter { $0.kind == kind }.sorted { left, right in
                left.value == right.value
                    ? left.subject < right.subject
                    : limit.isFloor ? left.value < right.value : left.value > right.value
            }
            let bad = sorted.filter { limit.severity(of: $0.value) > .ok }
            let criticals = bad.count { limit.severity(of: $0.value) == .critical }
            let empty: Double? = limit.isFloor ? nil : 0
            let worst = sorted.first?.value ?? empty
            summaries.append(
                Summary(kind: kind, worst: worst, warnings: bad.count - criticals, criticals: criticals))
            if bad.isEmpty {
                alerts.append(Alert(kind: kind, severity: .ok, subject: "", value: worst, since: nil))
            }
            for finding in bad.prefix(Self.limitOfKind) {
                alerts.append(
                    Alert(
                        kind: kind, severity: limit.severity(of: finding.value), subject: finding.subject,
                        value: finding.value,
                        since: finding.since ?? began["\(kind.rawValue) \(finding.subject)"] ?? now))
            }
        }
        self.alerts = alerts
        self.summaries = summaries
    }
}
