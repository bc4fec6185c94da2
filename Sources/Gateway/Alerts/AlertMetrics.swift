internal import Exchange

/// What alerts are made of, for Prometheus.
enum AlertMetrics {
    /// The gauge of each kind; hubs that stand still have one among the others.
    private static let gauges: [(kind: Alert.Kind, name: String, help: String)] = [
        (.certificateExpiry, "certificate_expiry_seconds", "Until the first certificate of all expires."),
        (.deadLetters, "dead_letters", "The most dead letters of a webhook, or of receivers within a day."),
        (.unfetched, "oldest_unfetched_seconds", "The age of the oldest delivery that nobody fetched."),
        (.unconfirmed, "oldest_unconfirmed_seconds", "The age of the oldest delivery that nobody confirmed."),
        (.backlog, "backlog_deliveries", "What lies in the fullest mailbox, counted to ten times its limit."),
        (.late, "late_open_deliveries", "The most deliveries beyond their deadline in a mailbox, to a hundred."),
        (.stoppedHub, "hub_stopped_seconds", "For how long a hub has stood still."),
        (.diskSpace, "disk_free_ratio", "The part of the data folder's disk that is free."),
        (.clockSkew, "clock_skew_seconds", "By how much the clock jumped within an hour, or is behind the ledger."),
        (.failingWebhook, "webhook_failing_seconds", "For how long the calls of a webhook have failed."),
        (.failingMail, "mail_failing_seconds", "For how long no alert could be mailed to a mailbox, or to any."),
        (.damage, "ledger_damaged", "Documents and files of the ledger that are damaged."),
        (.storageFull, "storage_full_seconds", "For how long nothing could be written for want of room."),
        (.revocationLists, "revocation_lists_failing_seconds", "For how long crl.pem could not be taken."),
    ]

    /// What was mailed, where mails are set up.
    static func text(_ mail: AlertMailStatus.Figures) -> String {
        """
        # HELP lgsp_alert_mails_total Mails about alerts since the start, by what came of them.
        # TYPE lgsp_alert_mails_total counter
        lgsp_alert_mails_total{outcome="sent"} \(mail.sent)
        lgsp_alert_mails_total{outcome="failed"} \(mail.failed)
        # HELP lgsp_alert_mails_waiting Mailboxes that a mail is due for.
        # TYPE lgsp_alert_mails_waiting gauge
        lgsp_alert_mails_waiting \(mail.waiting)

        """
    }

    static func text(_ report: AlertReport?) -> String {
        guard let report else { return "" }
        var text = ""
        for (kind, name, help) in gauges {
            guard let worst = report.summaries.first(where: { $0.kind == kind })?.worst else { continue }
            text += "# HELP lgsp_\(name) \(help)\n# TYPE lgsp_\(name) gauge\nlgsp_\(name) \(worst)\n"
        }
        text += "# HELP lgsp_alerts Conditions that an administrator may have to do something about.\n"
        text += "# TYPE lgsp_alerts gauge\n"
        for summary in report.summaries {
            let type = summary.kind.rawValue
            text += "lgsp_alerts{type=\"\(type)\",severity=\"warning\"} \(summary.warnings)\n"
            text += "lgsp_alerts{type=\"\(type)\",severity=\"critical\"} \(summary.criticals)\n"
        }
        text += "# HELP lgsp_alerts_seconds When the conditions were last looked at, seconds since 1970.\n"
        text += "# TYPE lgsp_alerts_seconds gauge\nlgsp_alerts_seconds \(Double(report.at.milliseconds) / 1_000)\n"
        return text
    }
}
