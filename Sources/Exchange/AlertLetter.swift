/// What a mail about alerts says, in English or Vietnamese.
public struct AlertLetter: Sendable {
    /// The subject: one line for people, of any characters that names hold.
    public let subject: String
    /// The text, lines that end with a line feed.
    public let text: String

    /// So many conditions are told one by one, the rest is counted.
    public static let limit = 100

    /// The letter that `mail` makes, to an agency of this name, or to those who run the bus where it is empty.
    public init(_ mail: AlertMail, to name: String, vietnamese: Bool, at now: Instant) {
        let words = AlertWords(vietnamese: vietnamese, isOwner: !name.isEmpty)
        func word(_ english: String, _ other: String) -> String { vietnamese ? other : english }
        let news = mail.items.filter { $0.change != .stands }
        let told = news.isEmpty ? mail.items.filter { $0.severity == .critical } : news
        let worst = told.map(\.severity).max()
        let count = news.count + mail.over.count
        var subject = "[LGSP] "
        if news.isEmpty, !mail.over.isEmpty {
            subject += word("Over", "Đã qua")
        } else {
            subject += worst == .critical ? word("Critical", "Nghiêm trọng") : word("Warning", "Cảnh báo")
        }
        if !name.isEmpty { subject += ": \(name.prefix(150))" }
        if told.count == 1, let item = told.first, mail.over.isEmpty {
            subject += ": " + words.what(item)
        } else {
            subject +=
                news.isEmpty && mail.over.isEmpty
                ? word(": \(told.count) still critical", ": còn \(told.count) việc nghiêm trọng")
                : word(": \(count) changes", ": \(count) thay đổi")
        }
        self.subject = subject

        var text = "LGSP Bus, \(now.text)\n"
        var room = Self.limit
        func section(_ title: String, _ lines: [String]) {
            guard !lines.isEmpty else { return }
            text += "\n\(title) (\(lines.count))\n" + lines.prefix(room).joined()
            if lines.count > room {
                text += word("… and \(lines.count - room) more\n", "… và \(lines.count - room) việc khác\n")
            }
            room = max(0, room - lines.count)
        }
        func lines(_ change: AlertMail.Change) -> [String] {
            mail.items.filter { $0.change == change }.map { item in
                let severity =
                    item.severity == .critical ? word("critical", "nghiêm trọng") : word("warning", "cảnh báo")
                return "- [\(severity)] \(words.what(item))\n  \(words.action(item))\n"
            }
        }
        section(word("NEW", "MỚI"), lines(.opened))
        section(word("WORSE", "NẶNG HƠN"), lines(.worsened))
        section(word("OVER", "ĐÃ QUA"), mail.over.map { "- \(words.title($0.kind)): \($0.subject)\n" })
        section(word("STILL OPEN", "VẪN CÒN"), lines(.stands))
        text += word(
            "\nThis mail was made by a program; nobody reads answers to it. All alerts: lgsp check --format text\n",
            "\nThư do chương trình gửi, xin đừng trả lời. Xem mọi cảnh báo: lgsp check --format text --language vi\n")
        self.text = text
    }
}

extension AlertWords {
    fileprivate func what(_ item: AlertMail.Item) -> String {
        what(item.finding.kind, item.severity, item.finding.subject, item.finding.value)
    }

    fileprivate func action(_ item: AlertMail.Item) -> String {
        action(item.finding.kind, item.severity, item.finding.subject, item.finding.value)
    }
}
