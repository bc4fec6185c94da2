import Testing

@testable import Gateway

/// Bodies of the native API: read once, strictly, with the place of what is wrong.
@Suite struct JSONBodyTests {
    private struct Body: Decodable {
        let agencies: [String]
        let seconds: UInt32?
    }

    private static let members = [
        APIBody.Member(name: "agencies", kind: .texts, isRequired: true),
        APIBody.Member(name: "seconds", kind: .number(0...10)),
    ]

    private static func problem(_ bytes: [UInt8]) -> Problem? {
        do {
            _ = try JSONBody(bytes, members: members).read(Body.self)
            return nil
        } catch { return error as? Problem }
    }

    @Test(arguments: [
        ("{", "bad_request", 1, 2), ("{\"agencies\":[],}", "bad_request", 1, 16),
        ("{\"agencies\":[],\"agencies\":[]}", "bad_request", 1, 26),
        ("{\"agencies\":[],\n\"seconds\":1e999}", "bad_request", 2, 16),
        ("{\n  \"agencys\": []}", "member_unknown", 2, 3),
        ("{\"agencies\":[],\"a\\u0301\":1}", "member_unknown", 1, 16),
        ("{\"agencies\":[],\n \"seconds\":\"1\"}", "bad_request", 2, 2),
        ("{\"agencies\":[],\n \"seconds\":-1}", "bad_request", 2, 2),
        ("{\"agencies\":[],\n \"seconds\":4294967296}", "bad_request", 2, 2),
        ("{\"agencies\":[],\n \"seconds\":null}", "bad_request", 2, 2),
        ("{\"agencies\":\"H10\"}", "bad_request", 1, 2), ("{\"agencies\":[\"a\",\n1]}", "bad_request", 2, nil),
        ("{}", "bad_request", nil, nil), ("[]", "bad_request", 1, nil), ("null", "bad_request", 1, nil),
    ])
    func whatIsWrongHasAPlace(text: String, code: String, line: Int?, column: Int?) throws {
        let problem = try #require(Self.problem(Array(text.utf8)))
        #expect(problem.status == 400 && problem.code == code)
        #expect([problem.line, problem.column] == [line, column])
    }

    @Test func otherEncodingsAreRefused() {
        let text = "{\"agencies\":[]}"
        #expect(Self.problem(Array(text.utf8)) == nil)
        #expect(Self.problem(text.utf16.flatMap { [UInt8($0 & 0xFF), 0] })?.code == "bad_request")
        #expect(Self.problem([0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), 0] })?.code == "bad_request")
        #expect(Self.problem(Array("{\"agencies\":[\"".utf8) + [0xE9] + Array("\"]}".utf8))?.code == "bad_request")
        let deep = String(repeating: "[", count: 70) + String(repeating: "]", count: 70)
        #expect(Self.problem(Array("{\"agencies\":\(deep)}".utf8))?.found == "nested deeper than 64")
    }

    @Test func anUnknownMemberIsToldWithWhatIsKnown() throws {
        let problem = try #require(Self.problem(Array("{\"agencys\":[\"H10\"]}".utf8)))
        #expect(problem.detail.hasSuffix("; did you mean agencies?"))
        #expect(problem.found == "agencys")
        #expect(problem.expected == "of these members: agencies, seconds")
        let far = try #require(Self.problem(Array("{\"\(String(repeating: "x", count: 100_000))\":1}".utf8)))
        #expect(far.found?.count == 64 && !far.detail.contains("mean"))
    }
}
