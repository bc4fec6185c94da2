internal import Exchange
internal import Gateway
internal import Glibc
internal import Outbound
internal import Platform

/// The options of `serve` that say how alerts are mailed.
extension ServeCommand {
    static let mailOptions = [
        Option("mail-server", "URL", "Mails alerts through smtp://HOST:PORT or smtps://HOST:PORT (LGSP_MAIL_SERVER)."),
        Option("mail-from", "ADDRESS", "Whom these mails come from (LGSP_MAIL_FROM)."),
        Option("mail-to", "ADDRESS", "Who is told of what is no agency's with a mailbox (LGSP_MAIL_TO)."),
        Option(
            "mail-credentials", "FILE", "User and password, a line each, mode 0600 (LGSP_MAIL_CREDENTIALS)."),
        Option("mail-tls", "yes|no", "Whether smtp wants STARTTLS; default yes, on loopback no (LGSP_MAIL_TLS)."),
        Option("mail-roots", "FILE", "The roots that the server is checked against; default the system's."),
        Option("mail-language", "vi|en", "The language of the mails; default vi (LGSP_MAIL_LANGUAGE)."),
        Option("mail-pause", "TIME", "The least time between two mails to one mailbox; default 15m."),
        Option("mail-retry", "TIME", "The first pause after a failure; doubled up to an hour; default 30s."),
        Option("mail-timeout", "TIME", "How long handing over one mail may take; default 30s."),
    ]

    /// How alerts are mailed; nil where no server is named.
    static func parseMail(_ arguments: Arguments) throws -> AlertMailConfiguration? {
        func wrong(_ sentence: String) -> Failure { .usage(sentence, command: "serve") }
        func address(_ name: String) throws -> EmailAddress? {
            guard let text = arguments[name] else { return nil }
            guard let address = EmailAddress(text) else {
                throw wrong("--\(name) wants an address such as vanthu@example.gov.vn, not \(text).")
            }
            return address
        }
        guard let text = arguments["mail-server"] else { return nil }
        guard var server = MailServer(text) else {
            throw wrong("--mail-server wants smtp://HOST:PORT or smtps://HOST:PORT, not \(text).")
        }
        guard let from = try address("mail-from") else { throw wrong("--mail-server wants --mail-from too.") }
        switch arguments["mail-tls"] {
        case nil: break
        case "yes": if server.security == .none { server.security = .startTLS }
        case "no": if server.security == .startTLS { server.security = .none }
        case let other?: throw wrong("--mail-tls wants yes or no, not \(other).")
        }
        var mail = AlertMailConfiguration(
            server: server, from: from, rules: AlertMailRules(operators: try address("mail-to")))
        mail.credentials = try credentials(arguments)
        guard mail.credentials == nil || server.security != .none || server.isLoopback else {
            throw wrong("A password is sent to another machine under TLS only: leave --mail-tls no out.")
        }
        mail.roots = arguments.given("mail-roots")
        switch arguments["mail-language"] {
        case nil, "vi": break
        case "en": mail.isVietnamese = false
        case let other?: throw wrong("--mail-language wants vi or en, not \(other).")
        }
        if let pause = try arguments.milliseconds("mail-pause") { mail.rules.pause = pause }
        if let first = try arguments.milliseconds("mail-retry") {
            mail.backOff = BackOff(first: first, longest: max(first, mail.backOff.longest), attempts: .max)
        }
        if let timeout = try arguments.milliseconds("mail-timeout") { mail.timeout = Int(timeout) }
        return mail
    }

    /// What the file that was named holds, or else what systemd hands over as the credential `lgsp_mail`.
    private static func credentials(_ arguments: Arguments) throws -> MailCredentials? {
        let folder = unsafe getenv("CREDENTIALS_DIRECTORY").map { unsafe String(cString: $0) }
        let handed = folder.map { "\($0)/lgsp_mail" }.flatMap { Files.exists($0) ? $0 : nil }
        guard let path = arguments["mail-credentials"] ?? handed else { return nil }
        do { return try MailCredentials.read(path) } catch let fault as MailCredentials.Fault {
            let code = fault == .open ? "mail_credentials_open" : "mail_credentials_malformed"
            let entry = Catalogue.entry(code)
            throw Failure(.badConfiguration, code, "\(path): \(entry.title)", hint: entry.hint)
        }
    }
}
