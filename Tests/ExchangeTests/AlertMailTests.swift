import Exchange
import Testing

/// What is mailed about alerts: the moments of a story, and what is due at each.
@Suite struct AlertMailTests {
    /// What is measured, at a minute after the start.
    struct Moment: Sendable, CustomTestStringConvertible {
        let minute: Int64
        let findings: [AlertFinding]
        let due: [String]

        init(_ minute: Int64, _ findings: [AlertFinding], _ due: [String]) {
            self.minute = minute
            self.findings = findings
            self.due = due
        }

        var testDescription: String { "\(minute)" }
    }

    private static let operators = EmailAddress("ops@bus.vn")
    private static func days(_ number: Double, _ subject: String = "X") -> AlertFinding {
        AlertFinding(.certificateExpiry, subject, number * 86_400, of: AgencyNumber(0))
    }
    private static func backlog(_ count: Double, of agency: UInt32 = 0) -> AlertFinding {
        AlertFinding(.backlog, agency == 0 ? "X" : "Y", count, of: AgencyNumber(agency))
    }
    private static let disk = AlertFinding(.diskSpace, "data", 0.01)
    private static let day: Int64 = 1_440

    static let stories: [[Moment]] = [
        // A certificate: told at 60, 30 and 7 days and when it expired, then daily; renewed, told once.
        [
            Moment(0, [days(61)], []), Moment(1, [days(60)], ["x@a.vn +certificate_expiry"]),
            Moment(2, [days(59)], []), Moment(20, [days(40)], []),
            Moment(40, [days(30)], ["x@a.vn !certificate_expiry"]),
            Moment(60, [days(8)], []), Moment(80, [days(7)], ["x@a.vn !certificate_expiry"]),
            Moment(100, [days(1)], []), Moment(120, [days(0)], ["x@a.vn !certificate_expiry"]),
            Moment(121 + day, [days(-1)], ["x@a.vn =certificate_expiry"]), Moment(122 + day, [days(-1)], []),
            Moment(130 + day, [days(700)], []), Moment(144 + day, [days(700)], []),
            Moment(146 + day, [days(700)], ["x@a.vn -certificate_expiry"]), Moment(200 + day, [days(700)], []),
        ],
        // Of two things that open in one pause one mail tells, with what stands; what opens and closes in it is none.
        [
            Moment(0, [backlog(1_000)], ["x@a.vn +backlog"]), Moment(1, [backlog(1_000), days(20)], []),
            Moment(14, [backlog(20_000)], []),
            Moment(15, [backlog(1_000), days(20)], ["x@a.vn +certificate_expiry =backlog"]),
        ],
        // It comes and goes: no mail but the first, as long as it is never gone for a pause; better is no news.
        [
            Moment(0, [backlog(10_000)], ["x@a.vn +backlog"]), Moment(16, [], []), Moment(20, [backlog(1_000)], []),
            Moment(30, [], []), Moment(40, [backlog(10_000)], []), Moment(50, [], []), Moment(64, [], []),
            Moment(65, [], ["x@a.vn -backlog"]), Moment(80, [backlog(1_000)], ["x@a.vn +backlog"]),
        ],
        // Whose it is: the agency's, where it has a mailbox; else the operators', who get what is the whole bus's.
        [
            Moment(
                0, [backlog(1_000), backlog(1_000, of: 1), disk],
                ["ops@bus.vn +disk_space +backlog", "x@a.vn +backlog"]),
            Moment(day + 1, [disk], ["ops@bus.vn =disk_space"]),
        ],
        // A warning is told once; one of what is critical each day.
        [
            Moment(0, [backlog(1_000)], ["x@a.vn +backlog"]), Moment(2 * day, [backlog(1_000)], []),
            Moment(3 * day, [disk, backlog(1_000)], ["ops@bus.vn +disk_space"]),
            Moment(4 * day, [disk, backlog(1_000)], ["ops@bus.vn =disk_space"]),
        ],
        // Whether a webhook fails is not known for a while after a start.
        [
            Moment(0, [AlertFinding(.failingWebhook, "w", 5, of: AgencyNumber(0))], ["x@a.vn +failing_webhooks"]),
            Moment(20, [], []), Moment(130, [], []), Moment(141, [], ["x@a.vn -failing_webhooks"]),
        ],
        // That no mail gets through cannot be mailed; that one mailbox refuses it can, to the others.
        [
            Moment(
                0,
                [
                    AlertFinding(.failingMail, "smtp://mail:587", 9), AlertFinding(.failingMail, "ops@bus.vn", 9),
                    AlertFinding(.failingMail, "x@a.vn", 9),
                ], ["ops@bus.vn +failing_mail"])
        ],
        // The clock is set back.
        [
            Moment(1_000, [backlog(1_000)], ["x@a.vn +backlog"]), Moment(0, [backlog(1_000)], []),
            Moment(1, [backlog(10_000)], ["x@a.vn !backlog"]),
        ],
    ]

    private static func directory(_ emails: [String?] = ["x@a.vn", nil]) -> Directory {
        var directory = Directory()
        for (index, email) in emails.enumerated() {
            let agency = AgencyNumber(UInt32(index))
            directory.apply(.emailNamed(AgencyEmail(agency: agency, address: email.flatMap(EmailAddress.init))))
        }
        return directory
    }

    private static func minute(_ number: Int64) -> Instant {
        Instant(milliseconds: 1_624_500_000_000 + number * 60_000)
    }

    private static func text(_ due: (mailbox: EmailAddress, mail: AlertMail)) -> String {
        let items = due.mail.items.map { item in
            let mark = [AlertMail.Change.opened: "+", .worsened: "!", .stands: "="][item.change] ?? ""
            return mark + item.finding.kind.rawValue
        }
        return ([due.mailbox.description] + items + due.mail.over.map { "-" + $0.kind.rawValue }).joined(separator: " ")
    }

    /// Where each mail arrives; `restarts` before every moment lose nothing but what is not kept.
    @Test(arguments: stories) func storyOf(moments: [Moment]) {
        var desk = AlertMailDesk(
            rules: AlertMailRules(operators: Self.operators), limits: AlertLimits(), mailboxes: [:])
        for moment in moments {
            let now = Self.minute(moment.minute)
            _ = desk.look(moment.findings, directory: Self.directory(), at: now)
            let due = desk.due(at: now)
            #expect(due.map(Self.text).sorted() == moment.due, "minute \(moment.minute)")
            for (mailbox, mail) in due { desk.sent(mail, to: mailbox, at: now) }
            #expect(desk.due(at: now).isEmpty)
        }
    }

    /// As long as no mail gets through the same is due, however often it is looked at, and no more is kept.
    @Test func whatDidNotArriveStaysDue() {
        var desk = AlertMailDesk(
            rules: AlertMailRules(operators: Self.operators), limits: AlertLimits(), mailboxes: [:])
        for minute in 0..<1_000 as Range<Int64> {
            _ = desk.look([Self.disk, Self.backlog(1_000)], directory: Self.directory(), at: Self.minute(minute))
            #expect(
                desk.due(at: Self.minute(minute)).map(Self.text).sorted() == [
                    "ops@bus.vn +disk_space", "x@a.vn +backlog",
                ])
        }
        #expect(desk.mailboxes.count == 2)
        #expect(desk.mailboxes.values.allSatisfy { $0.told.isEmpty && $0.mails == 0 })
    }

    @Test func aRestartRepeatsNothing() {
        let rules = AlertMailRules(operators: Self.operators)
        var desk = AlertMailDesk(rules: rules, limits: AlertLimits(), mailboxes: [:])
        let findings = [Self.disk, Self.backlog(1_000)]
        _ = desk.look(findings, directory: Self.directory(), at: Self.minute(0))
        for (mailbox, mail) in desk.due(at: Self.minute(0)) { desk.sent(mail, to: mailbox, at: Self.minute(0)) }
        var other = AlertMailDesk(rules: rules, limits: AlertLimits(), mailboxes: desk.mailboxes)
        _ = other.look(findings, directory: Self.directory(), at: Self.minute(30))
        #expect(other.due(at: Self.minute(30)).isEmpty)
        _ = other.look([], directory: Self.directory(), at: Self.minute(31))
        #expect(
            other.due(at: Self.minute(46)).map(Self.text).sorted() == ["ops@bus.vn -disk_space", "x@a.vn -backlog"])
    }

    /// What moves to another mailbox is told there, and no lie is told to the old one.
    @Test func mailboxesChange() {
        var desk = AlertMailDesk(
            rules: AlertMailRules(operators: Self.operators), limits: AlertLimits(), mailboxes: [:])
        func look(_ minute: Int64, _ emails: [String?]) -> [String] {
            let changed = desk.look([Self.backlog(1_000)], directory: Self.directory(emails), at: Self.minute(minute))
            let due = desk.due(at: Self.minute(minute))
            for (mailbox, mail) in due { desk.sent(mail, to: mailbox, at: Self.minute(minute)) }
            return changed.map(\.description) + due.map(Self.text)
        }
        #expect(look(0, [nil, nil]) == ["ops@bus.vn +backlog"])
        #expect(look(20, ["x@a.vn", nil]) == ["ops@bus.vn", "x@a.vn +backlog"])
        #expect(look(60, ["y@a.vn", nil]) == ["x@a.vn", "y@a.vn +backlog"])
        #expect(look(120, ["y@a.vn", nil]) == [])
        #expect(desk.mailboxes.keys.map(\.description).sorted() == ["ops@bus.vn", "y@a.vn"])
    }

    static let letters: [(Bool, String, Int, String)] = [
        (true, "Sở Nội vụ", 1, "[LGSP] Cảnh báo: Sở Nội vụ: Hộp thư của X còn ít nhất 1000 lượt gửi."),
        (false, "Sở Nội vụ", 1, "[LGSP] Warning: Sở Nội vụ: In the mailbox of X lie at least 1000 deliveries."),
        (true, "", 2, "[LGSP] Nghiêm trọng: 2 thay đổi"), (false, "", 2, "[LGSP] Critical: 2 changes"),
        (false, "", 300, "[LGSP] Critical: 300 changes"),
    ]

    @Test(arguments: letters)
    func lettersSayWhatItIs(vietnamese: Bool, name: String, count: Int, subject: String) throws {
        var findings = [Self.backlog(1_000)]
        if count > 1 { findings.append(Self.disk) }
        if count > 2 { findings += (2..<count).map { AlertFinding(.backlog, "H\($0)", 1_000) } }
        var desk = AlertMailDesk(
            rules: AlertMailRules(operators: Self.operators), limits: AlertLimits(), mailboxes: [:])
        _ = desk.look(findings, directory: Directory(), at: Self.minute(0))
        let mail = try #require(desk.due(at: Self.minute(0)).first?.mail)
        let letter = AlertLetter(mail, to: name, vietnamese: vietnamese, at: Self.minute(0))
        #expect(letter.subject == subject)
        #expect(letter.text.contains(vietnamese ? "MỚI (\(count))" : "NEW (\(count))"))
        #expect(letter.text.contains(name.isEmpty ? (vietnamese ? "Hỏi " : "Ask ") : vietnamese ? "Kiểm tra" : "See"))
        #expect(letter.text.contains("… and 200 more\n") == (count == 300))
        #expect(letter.text.utf8.count < 64 << 10)
        #expect(!letter.subject.contains("\n"))
    }

    /// Every kind, at every limit, has words of its own in both languages.
    @Test(arguments: Alert.Kind.allCases) func everyKindHasWordsInBothLanguages(kind: Alert.Kind) throws {
        let limit = AlertLimits().limit(kind)
        for value in [limit.warning, limit.critical] {
            let report = AlertReport(
                [AlertFinding(kind, "S", value)], limits: AlertLimits(), before: nil, at: Self.minute(0))
            let alert = try #require(report.alerts.first { $0.kind == kind })
            #expect(alert.severity > .ok)
            #expect(alert.what() != alert.what(vietnamese: true))
            #expect(alert.action() != alert.action(vietnamese: true))
        }
        let well = AlertReport([], limits: AlertLimits(), before: nil, at: Self.minute(0)).alerts.first {
            $0.kind == kind
        }
        #expect(well?.what() != well?.what(vietnamese: true))
        #expect(well?.action(vietnamese: true) == "")
    }
}
