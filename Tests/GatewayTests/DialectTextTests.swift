import Exchange
import HTTP
import Platform
import Testing
import Trust

@testable import Gateway

/// What dialects make of bodies and texts.
@Suite struct DialectTextTests {
    /// `openssl dgst -sha256` of `abc`, and of the empty file.
    private static let digestOfABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    private static let digestOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    @Test(arguments: [
        ("abc", "abc"), ("abc\r\n", "abc"), ("abc\n", nil), ("abc\r\n\r\n", nil), ("abc\r", nil), ("ab", nil),
    ])
    func theFileIsWhatTheDigestSays(body: String, file: String?) {
        #expect(SentFile.file(in: Array(body.utf8), hash: Self.digestOfABC) == file.map { Array($0.utf8) })
        #expect(SentFile.file(in: Array(body.utf8), hash: Self.digestOfABC.uppercased()) == file.map { Array($0.utf8) })
    }

    @Test func digestsMayLackTheZerosThatLeadABytes() {
        // The byte 0x01 of the digest of `abc` prints as 1: ba78 16bf 8f 1 cfea …
        let unpadded = "ba7816bf8f1cfea414140de5dae2223b0361a396177a9cb410ff61f2015ad"
        #expect(SentFile.file(in: Array("abc\r\n".utf8), hash: unpadded) == Array("abc".utf8))
        #expect(SentFile.file(in: [13, 10], hash: Self.digestOfNothing) == [])
        #expect(SentFile.file(in: [], hash: "") == nil)
    }

    @Test func oneLineBreakIsTheClients() {
        #expect(SentFile.withoutLineBreak(Array("a\r\n\r\n".utf8)) == Array("a\r\n".utf8))
        #expect(SentFile.withoutLineBreak(Array("a\n".utf8)) == Array("a\n".utf8))
        #expect(SentFile.withoutLineBreak([13, 10]) == [])
    }

    @Test(arguments: [
        ("Đã gửi: “Ủy ban” – thử…", "Da gui: \"Uy ban\" - thu..."), ("plain", "plain"), ("a\u{0301}b", "ab"),
        ("ƯƠNG ưởng", "UONG uong"), ("\u{00D0}\u{0111}", "Dd"), ("日", "?"),
    ])
    func sentencesBecomeASCII(text: String, plain: String) { #expect(ASCIIText.fold(text) == plain) }

    @Test func nullsAreAbsentAndNumbersAreText() throws {
        let body = try DialectBody(Array(#"{"a":null,"b":12,"C":"x","d":"null","e":"","f":[0,1],"g":true}"#.utf8))
        #expect(body["a"] == nil)
        #expect(body["b"] == "12")
        #expect(body["c"] == "x")
        #expect(body["d"] == nil)
        #expect(body["e"] == nil)
        #expect(body["f"] == nil)
        #expect(body["g"] == "true")
        #expect(try DialectBody([])["a"] == nil)
        #expect(try DialectBody(Array("null".utf8))["a"] == nil)
        for text in ["[]", "1", "{", "{\"a\":1,\"a\":2}"] {
            #expect(throws: Problem.self) { try DialectBody(Array(text.utf8)) }
        }
    }

    /// Short lists are one body, long ones come in pieces; both are the same JSON.
    @Test(arguments: [0, 1, 499, 500, 501, 1_000, 1_001, 2_777])
    func longListsComeInPieces(count: Int) throws {
        let envelope = HTTPResponse.vxp { json in
            json.key("data")
            json.array { _ in }
        }
        // Two thirds are passed over, and all of one whole piece.
        let response = ListAnswer.fill(envelope, count: count) { index, json in
            guard index % 3 == 0, !(500..<1_000).contains(index) else { return }
            json.object { $0.member("id", index) }
        }
        #expect((response.stream == nil) == (count <= ListAnswer.piece))
        guard response.stream == nil else { return }
        let root = try JSONReader.read(response.body)
        #expect(root["ErrorCode"]?.string == "0")
        #expect(root["data"]?.elements.compactMap { $0["id"]?.int } == (0..<count).filter { $0 % 3 == 0 })
    }

    /// An item of 06:30 in Vietnam is of the day before in UTC; both days find it.
    @Test func aWindowHoldsDaysOfUTCAndOfVietnam() throws {
        let day = try #require(Day("2026-11-29"))
        let before = Day(number: day.number - 1)
        let morning = Instant(milliseconds: day.start.milliseconds + 6 * 3_600_000 + 1_800_000)
        let noon = Instant(milliseconds: day.start.milliseconds + 12 * 3_600_000)
        for (first, last, holdsMorning, holdsNoon) in [(day, day, true, true), (before, before, true, false)] {
            let period = try #require(LGSPDocuments.period(from: first, to: last))
            #expect(period.contains(morning) == holdsMorning)
            #expect(period.contains(noon) == holdsNoon)
        }
        #expect(LGSPDocuments.period(from: nil, to: nil) == nil)
    }
}
