import Platform
import Testing

@testable import Scenario

@Suite struct ReportPartsTests {
    @Test(arguments: [
        (9602, 10_000, "96.02"), (1, 3, "33.33"), (2, 3, "66.67"), (1, 1, "100.00"), (0, 5, "0.00"), (0, 0, "–"),
        (96_005, 100_000, "96.01"), (1, 100_000, "0.00"), (5, 100_000, "0.01"),
    ])
    func percentages(part: Int, whole: Int, text: String) {
        #expect(Format.percent(part, of: whole) == text)
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")])
    func counts(number: Int, text: String) {
        #expect(Format.count(number) == text)
    }

    @Test func tablesAlign() {
        #expect(Format.table([["tier", "E"], ["xã", "1,000"]], indent: "") == "tier      E\nxã    1,000\n")
    }

    @Test(arguments: [
        ("1970-01-01T07:00:00+07:00", 0), ("1970-01-01T00:00:00.123Z", 123),
        ("2021-06-15T08:00:00.5+07:00", 1_623_718_800_500),
        ("2021-06-15T08:00:00", nil), ("2021-13-15T08:00:00Z", nil), ("", nil),
        ("1970-01-01T00:00:00-01:30", 5_400_000),
    ])
    func times(text: String, milliseconds: Int64?) {
        #expect(Timestamp.milliseconds(text) == milliseconds)
    }

    @Test func multipartComesBack() throws {
        let pairs: [(document: [UInt8], signature: [UInt8])] = [
            (Array("one\r\n--b".utf8), [0, 13, 10, 45]), ([], [1]),
        ]
        let body = Multipart.submission(pairs, boundary: "bound")
        let parts = try #require(Multipart.parts(of: body, contentType: "multipart/mixed; boundary=bound", limit: 9))
        #expect(parts.map(\.body) == pairs.flatMap { [$0.document, $0.signature] })
        #expect(parts[0].header("content-type") == "application/edxml+xml")
    }
}
