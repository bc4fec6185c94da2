import Exchange
import Foundation
import Platform
import Testing
import Trust

@testable import Gateway

/// Bearer tokens of the provincial interface, accounts, and the timestamps of clients that live for weeks.
@Suite struct LoginTokenTests {
    private let now = Instant(milliseconds: 1_790_000_000_000)

    private func folder() throws -> String {
        let path = "/tmp/lgsp-login-\(UInt64.random(in: 0 ... .max))"
        try Files.makeFolder(path, isSecret: true)
        return path
    }

    /// What was noted while the clock was ahead by years ends nothing and lasts no longer once it is right again.
    @Test func aClockThatWasAheadLeavesNoOldSecretAndNoOldTimestamp() throws {
        let ahead = Instant(milliseconds: now.milliseconds + 10 * 365 * 86_400_000)
        var secret = SystemSecret(current: "first", since: now)
        secret.rotate(
            to: "second", keepingOldUntil: Instant(milliseconds: ahead.milliseconds + 86_400_000), at: ahead)
        #expect(secret.valid(at: ahead) == ["second", "first"])
        #expect(secret.valid(at: now) == ["second"])
        secret.rotate(to: "third", keepingOldUntil: Instant(milliseconds: now.milliseconds + 86_400_000), at: now)
        #expect(secret.valid(at: Instant(milliseconds: now.milliseconds - 1_000)) == ["third", "second"])
        // 2026-09-21, and ten years later.
        #expect(try #require(VXPTimestamp("21092026T190000+000")).isPast(at: now))
        #expect(try !#require(VXPTimestamp("21092036T190000+000")).isPast(at: now))
    }

    @Test func aTokenOutlivesAStartAndEndsWithItsSecret() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let random = { [UInt8](repeating: 7, count: 32) }
        let token = try LoginTokens(folder: folder, random: random).issue(to: .system("a.one"), proof: [1], at: now)
        #expect(token.split(separator: ".").count == 3)
        let again = try LoginTokens(folder: folder) { [UInt8](repeating: 9, count: 32) }
        func login(_ text: String, after minutes: Int64 = 0, proofs: [[UInt8]] = [[1]]) -> LoginTokens.Login? {
            again.login(of: text, at: Instant(milliseconds: now.milliseconds + minutes * 60_000)) { _ in proofs }
        }
        #expect(login(token) == .system("a.one"))
        #expect(login(token, after: 29) == .system("a.one"))
        #expect(login(token, after: 30) == nil)
        #expect(login(token, proofs: [[2], [1]]) == .system("a.one"))
        #expect(login(token, proofs: [[2]]) == nil)
        #expect(login(token, proofs: []) == nil)
        // Made while the clock was ahead.
        let early = again.issue(
            to: .system("a.one"), proof: [1], at: Instant(milliseconds: now.milliseconds + 86_400_000))
        #expect(login(early) == nil)
        let other = again.issue(to: .account("a.one"), proof: [1], at: now)
        #expect(login(other) == .account("a.one"))
        // The head of one with the code of another, and every single character changed.
        let (parts, others) = (token.split(separator: "."), other.split(separator: "."))
        #expect(login("\(parts[0]).\(others[1]).\(parts[2])") == nil)
        for index in token.indices where token[index] != "." {
            var changed = token
            changed.replaceSubrange(index...index, with: token[index] == "A" ? "B" : "A")
            // The last digit of the code holds four bits that say nothing: any other text of it is refused too.
            #expect(login(changed) == nil, "\(changed)")
        }
        for text in ["", ".", "..", "a.b.c", token + "=", token + ".x", "eyJhbGciOiJub25lIn0.\(parts[1])."] {
            #expect(login(text) == nil, "\(text)")
        }
    }

    @Test func aBrokenKeyStopsTheStart() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for text in ["", "xyz", "00ff"] {
            try Files.write(Array(text.utf8), to: "\(folder)/login-key")
            #expect(throws: SystemError.self) {
                try LoginTokens(folder: folder) { [UInt8](repeating: 7, count: 32) }
            }
        }
        let key = String(repeating: "0f", count: 32)
        try Files.write(Array((key + "\n").utf8), to: "\(folder)/login-key")
        _ = try LoginTokens(folder: folder) { [] }
    }

    /// `hashlib.pbkdf2_hmac("sha256", b"password", bytes(range(16)), 10000)` of Python.
    @Test func passwordsAreDerivedAsElsewhere() throws {
        let salt = (0..<16).map { UInt8($0) }
        let hash = try PasswordHash(of: "password", salt: salt)
        #expect(Hex.encode(hash.hash) == Self.expected)
        #expect(hash.matches("password"))
        #expect(!hash.matches("Password") && !hash.matches(""))
    }
    private static let expected = "eb6c81535592203c092b158f8d3909672362a6f5dbd00d9828044cbaa8b252e9"

    @Test func accountsAreKept() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let accounts = try LoginAccounts(folder: folder)
        let hash = try PasswordHash(of: "a password", salt: [UInt8](1...16))
        #expect(try accounts.set("admin", password: hash, at: now) && !accounts.set("admin", password: hash, at: now))
        let again = try LoginAccounts(folder: folder)
        #expect(again.all.map(\.name) == ["admin"])
        #expect(again["admin"]?.password.matches("a password") == true)
        #expect(try again.remove("admin") && !again.remove("admin"))
        #expect(try LoginAccounts(folder: folder).all.isEmpty)
    }

    @Test func timestampsOfLongLivesAreKept() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let known = LongLivedTimestamps(folder: folder)
        for number in 0..<70 { known.insert("t\(number)", of: "a.one") }
        known.insert("t69", of: "a.one")
        let again = LongLivedTimestamps(folder: folder)
        #expect(again.contains("t69", of: "a.one") && again.contains("t6", of: "a.one"))
        #expect(!again.contains("t5", of: "a.one") && !again.contains("t69", of: "a.two"))
        // One that is used stays, however many come.
        for number in 100..<200 {
            #expect(again.contains("t6", of: "a.one"))
            again.insert("t\(number)", of: "a.one")
        }
        #expect(LongLivedTimestamps(folder: folder).contains("t6", of: "a.one"))
    }

    @Test(arguments: [
        ("29112026T041113+0072", "2026-11-29T04:11:13", 72), ("29112026T111113+0072", "2026-11-29T04:11:13", 72),
        ("29112026T041113+072", "2026-11-29T05:11:13", 3_600_000 - 72),
    ])
    func timestampsAreReadInBothZones(text: String, now: String, distance: Int64) throws {
        let time = try #require(VXPTimestamp(text))
        let hour = Int64(now.dropFirst(11).prefix(2)) ?? 0
        let day = try #require(Day("2026-11-29"))
        let moment = Instant(milliseconds: Int64(day.number) * 86_400_000 + hour * 3_600_000 + 11 * 60_000 + 13_000)
        #expect(time.distance(from: moment) == distance)
    }
}
