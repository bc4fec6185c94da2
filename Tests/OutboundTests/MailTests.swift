import Glibc
import Outbound
import Platform
import Testing

/// The bytes of mails, and what servers and passwords are taken for.
@Suite struct MailTests {
    private static func message(_ subject: String, _ text: String = "Chào\n", at date: Int64 = 0) -> [String] {
        let message = MailMessage(
            from: "lgsp@bus.vn", to: "vanthu@so.vn", subject: subject, text: text, id: "alerts.1.2.ab", date: date)
        return String(decoding: message.bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
            .map(String.init)
    }

    @Test func everyByteOfAMessage() {
        #expect(
            Self.message("[LGSP] A test", "Dòng một\n.\nhai\n", at: 1_624_500_000_000) == [
                "Date: Thu, 24 Jun 2021 02:00:00 +0000", "From: LGSP Bus <lgsp@bus.vn>", "To: <vanthu@so.vn>",
                "Subject: [LGSP] A test", "Message-ID: <alerts.1.2.ab@bus.vn>", "Auto-Submitted: auto-generated",
                "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "",
                Base64.encode(Array("Dòng một\r\n.\r\nhai\r\n".utf8)), "",
            ])
    }

    /// A text of others is coded as a whole: no line of it is one of the message, nor turns another.
    @Test func aHostileTextStaysInTheBody() throws {
        let lines = Self.message("\u{202E}x", "\r\n\r\nBcc: x@y.vn\n--b--\u{0}\u{1B}[2J\u{2028}\u{202E}<b>\n.\n")
        let body = lines.drop { !$0.isEmpty }.joined()
        #expect(lines.count { $0.isEmpty } == 2 && !lines.contains { $0.hasPrefix("Bcc") })
        let text = String(decoding: try #require(Base64.decode(body)), as: UTF8.self)
        #expect(text == " \r\n \r\nBcc: x@y.vn\r\n--b--  [2J \u{FFFD}<b>\r\n.\r\n")
        #expect(lines.contains("Subject: =?UTF-8?B?\(Base64.encode(Array("\u{FFFD}x".utf8)))?="))
    }

    static let dates: [(Int64, String)] = [
        (0, "Thu, 1 Jan 1970 00:00:00 +0000"), (951_782_399_000, "Mon, 28 Feb 2000 23:59:59 +0000"),
        (951_782_400_000, "Tue, 29 Feb 2000 00:00:00 +0000"), (951_868_800_999, "Wed, 1 Mar 2000 00:00:00 +0000"),
        (1_735_689_599_000, "Tue, 31 Dec 2024 23:59:59 +0000"), (4_102_444_800_000, "Fri, 1 Jan 2100 00:00:00 +0000"),
        (4_107_542_400_000, "Mon, 1 Mar 2100 00:00:00 +0000"), (-1, "Thu, 1 Jan 1970 00:00:00 +0000"),
    ]

    @Test(arguments: dates) func datesAreThoseOfTheStandard(date: Int64, text: String) {
        #expect(Self.message("x", at: date).first == "Date: \(text)")
    }

    @Test(arguments: [
        "Sở Nội vụ tỉnh Bình Phước", String(repeating: "Uỷ ban nhân dân xã ", count: 30), "", "=?UTF-8?Q?forged?=",
        String(repeating: "x", count: 200), "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 👩‍👩‍👧 e\u{301}", "a\r\nBcc: x@y.vn", "a\nb\rc\u{0}d\u{85}e\u{2028}f",
        "\r\n\r\nbody",
    ])
    func subjectsAreOneFieldAndReadBack(subject: String) throws {
        let lines = Self.message(subject)
        let start = try #require(lines.firstIndex { $0.hasPrefix("Subject: ") })
        let end = try #require(lines.firstIndex { $0.hasPrefix("Message-ID: ") })
        #expect(lines.firstIndex(of: "").map { $0 > end } == true)
        #expect(lines.allSatisfy { $0.utf8.count <= 76 && $0.utf8.allSatisfy { (0x20..<0x7F).contains($0) } })
        var words = Array(lines[start..<end])
        words[0].removeFirst("Subject: ".count)
        #expect(words.dropFirst().allSatisfy { $0.hasPrefix(" =?") })
        let read = try words.enumerated().map { index, word in
            let word = word.dropFirst(min(index, 1))
            guard word.hasPrefix("=?UTF-8?B?") else { return String(word) }
            let bytes = try #require(Base64.decode(String(word.dropFirst(10).dropLast(2))))
            return try #require(String(validating: bytes, as: UTF8.self))
        }.joined()
        let wanted = subject.unicodeScalars.map { scalar in
            scalar.value < 0x20 || [0x85, 0x2028].contains(scalar.value) ? " " : String(scalar)
        }.joined()
        #expect(read.unicodeScalars.elementsEqual(wanted.unicodeScalars))
    }

    @Test func longTextIsCutIntoLines() {
        let lines = Self.message("x", String(repeating: "Một dòng dài. ", count: 10_000))
        #expect(lines.allSatisfy { $0.utf8.count <= 78 })
    }

    static let servers: [(String, String?, MailServer.Security)] = [
        ("smtp://mail.gov.vn", "smtp://mail.gov.vn:587", .startTLS),
        ("smtp://mail.gov.vn:25", "smtp://mail.gov.vn:25", .startTLS),
        ("smtps://mail.gov.vn", "smtps://mail.gov.vn:465", .tls), ("smtp://localhost:25", "smtp://localhost:25", .none),
        ("smtp://127.0.0.1", "smtp://127.0.0.1:587", .none), ("smtp://[::1]:2525", "smtp://[::1]:2525", .none),
        ("smtps://localhost", "smtps://localhost:465", .tls), ("smtp://10.1.2.3", "smtp://10.1.2.3:587", .startTLS),
        ("http://mail", nil, .none), ("mail", nil, .none), ("smtp://", nil, .none), ("smtp://a:0", nil, .none),
        ("smtp://a:65536", nil, .none), ("smtp://a:x", nil, .none), ("smtp://u:p@a", nil, .none),
        ("smtp://u@a:25", nil, .none),
        ("smtp://a/b", nil, .none), ("smtp://a?b", nil, .none), ("smtp://a\r\n", nil, .none),
        ("smtp://a#b", nil, .none),
    ]

    @Test(arguments: servers) func serversAndTheirWays(text: String, url: String?, security: MailServer.Security) {
        let server = MailServer(text)
        #expect(server?.description == url)
        if url != nil { #expect(server?.security == security) }
    }

    static let files: [(String, mode_t, String)] = [
        ("user\nsecret\n", 0o600, "some"), ("user\r\nsecret\r\n", 0o400, "some"), ("", 0o600, "none"),
        ("user\nsecret\n", 0o644, "open"), ("user\nsecret\n", 0o620, "open"), ("user\n", 0o600, "malformed"),
        ("user\nsecret\nmore\n", 0o600, "malformed"), ("us\ter\nsecret\n", 0o600, "malformed"),
    ]

    @Test(arguments: files) func passwordsComeFromFilesOfTheirOwner(text: String, mode: mode_t, outcome: String) throws
    {
        let path = "/tmp/lgsp-mail-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
        defer { unsafe unlink(path) }
        try Files.write(Array(text.utf8), to: path, isSecret: true)
        unsafe chmod(path, mode)
        let found: String
        do { found = try MailCredentials.read(path) == nil ? "none" : "some" } catch let fault as MailCredentials.Fault
        {
            found = "\(fault)"
        }
        #expect(found == outcome)
    }
}
