import Glibc
import Testing

/// Alerts by e-mail through the front door: a real SMTP server, and one that does what servers should not.
@Suite struct MailTests {
    private static let package =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

    // Exim, which is unpacked and not installed, wants to begin as root.
    @Test(.enabled(if: getuid() == 0), arguments: ["through_a_real_server", "settings_are_judged"])
    func withExim(check: String) throws { try Self.run(check) }

    @Test func unwillingServers() throws { try Self.run("unwilling_servers") }

    private static func run(_ check: String) throws {
        let folder = try TemporaryFolder()
        let result = try Program.run(
            "/usr/bin/python3", [package + "/Tests/Dialects/mail_checks.py", check, folder.path, try Program.lgsp])
        #expect(result.status == 0, "\(check): \(result.errors)")
    }
}
