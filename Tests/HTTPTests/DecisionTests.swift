import Testing

@testable import HTTP

/// What is decided about connections and requests before anything is done about them.
@Suite struct DecisionTests {
    private static let head: [(String, String)] = [("Host", "x")]

    @Test(
        arguments: [
            ([], "HTTP/1.1", nil),
            ([("Content-Length", "5")], "HTTP/1.1", nil),
            ([("Transfer-Encoding", "Chunked")], "HTTP/1.1", nil),
            ([("X-Long", "a\tb")], "HTTP/1.1", nil),
            ([("Content-Length", "5"), ("Content-Length", "5")], "HTTP/1.1", "more than one Content-Length"),
            ([("Content-Length", "+5")], "HTTP/1.1", "a Content-Length that is no number"),
            ([("Content-Length", "0x5")], "HTTP/1.1", "a Content-Length that is no number"),
            ([("Content-Length", "5, 5")], "HTTP/1.1", "a Content-Length that is no number"),
            ([("Content-Length", "")], "HTTP/1.1", "a Content-Length that is no number"),
            ([("Content-Length", "99999999999999999999")], "HTTP/1.1", "a Content-Length that is no number"),
            (
                [("Content-Length", "5"), ("Transfer-Encoding", "chunked")], "HTTP/1.1",
                "both Content-Length and Transfer-Encoding"
            ),
            ([("Transfer-Encoding", "xchunked")], "HTTP/1.1", "a Transfer-Encoding other than chunked"),
            ([("Transfer-Encoding", "gzip, chunked")], "HTTP/1.1", "a Transfer-Encoding other than chunked"),
            ([("Transfer-Encoding", "chunked ")], "HTTP/1.1", "a Transfer-Encoding other than chunked"),
            (
                [("Transfer-Encoding", "chunked"), ("Transfer-Encoding", "chunked")], "HTTP/1.1",
                "more than one Transfer-Encoding"
            ),
            ([("Transfer-Encoding", "chunked")], "HTTP/1.0", "Transfer-Encoding in HTTP/1.0"),
            ([("Transfer-Encoding ", "chunked")], "HTTP/1.1", "a field name that is no token"),
            ([(" X", "1")], "HTTP/1.1", "a field name that is no token"),
            ([("", "1")], "HTTP/1.1", "a field name that is no token"),
            (
                [("X", "1\rContent-Length: 5")], "HTTP/1.1",
                "a control character in a header field"
            ),
            ([("X", "1\u{7F}")], "HTTP/1.1", "a control character in a header field"),
            ([("host", "y")], "HTTP/1.1", "more than one Host"),
            ([("Transfer-Encodingchunked", "")], "HTTP/1.1", "a folded field"),
            ([("Content-Length5", "")], "HTTP/1.1", "a folded field"),
            ([("Host-Of-Mine", "1")], "HTTP/1.1", nil),
        ] as [([(String, String)], String, String?)])
    func aHeadThatCanBeReadInTwoWaysIsRefused(_ fields: [(String, String)], _ version: String, _ fault: String?) {
        #expect(Self.judge(Self.head + fields, version) == fault)
    }

    @Test func onlyHTTP11NeedsAHost() {
        #expect(Self.judge([], "HTTP/1.1") == "no Host")
        #expect(Self.judge([], "HTTP/1.0") == nil)
    }

    /// What stands between the parts of a head, as libmicrohttpd leaves it: ends of lines that are NUL.
    @Test(
        arguments: [
            (["\0\0", "\0\0"], "\0\0\0\0", true), (["\0", "\0"], "\0\0", true),
            ([" \t\0\0", "\0\0"], "\0\0\0\0", true), ([], "\0\0\0\0", true), ([], "\0\0", true),
            (["\0\0", "\0"], "\0\0\0\0", false), (["\0junk\0\0"], "\0\0\0\0", false),
            (["\0\0\0"], "\0\0\0\0", false), (["\0\0", "\0 \0\0"], "\0\0\0\0", false),
            (["\0\0"], "\0\0\0junk\0\0", false), (["\0\0"], "\0\0", false), (["\0\0"], "\0\0\0", false),
        ] as [([String], String, Bool)])
    func whatANULCutsOffIsSeen(_ gaps: [String], _ end: String, _ isWell: Bool) {
        var framing = RequestFraming()
        for (index, gap) in (gaps + [end]).enumerated() {
            unsafe Array(gap.utf8).withUnsafeBufferPointer {
                unsafe framing.look(between: $0, lines: index == gaps.count ? 2 : 1)
            }
        }
        #expect((framing.verdict(version: "HTTP/1.0") == nil) == isWell)
    }

    private static func judge(_ fields: [(String, String)], _ version: String) -> String? {
        var framing = RequestFraming()
        for (name, value) in fields {
            unsafe Array(name.utf8).withUnsafeBufferPointer { name in
                unsafe Array(value.utf8).withUnsafeBufferPointer { unsafe framing.look(at: name, $0) }
            }
        }
        return framing.verdict(version: version)
    }

    @Test(
        arguments: [
            ([], .more), ([22], .more), ([22, 3, 1, 0, 2, 1], .more), ([22, 3, 1, 0, 2, 1, 0], .welcome),
            ([22, 3, 1, 0, 2, 1, 0, 9], .welcome), ([22, 2, 1, 0, 2, 1, 0], .foreign), ([22, 3, 1, 0, 0], .foreign),
            ([22, 3, 1, 0xFF, 0xFF, 1], .foreign), ([0, 1, 2], .foreign), (Array("GET".utf8), .more),
            (Array("GET / HT".utf8), .plain), (Array("SSH-2.0-x".utf8), .foreign),
        ] as [([UInt8], FirstBytes)])
    func theFirstBytesOfTLSAreJudged(_ bytes: [UInt8], _ verdict: FirstBytes) {
        let found = unsafe bytes.withUnsafeBufferPointer { unsafe FirstBytes($0, isTLS: true) }
        #expect(found == verdict)
    }

    @Test(
        arguments: [([], .more), (Array("G".utf8), .welcome), ([22], .foreign), ([0], .foreign)]
            as [([UInt8], FirstBytes)])
    func theFirstBytesOfPlainHTTPAreJudged(_ bytes: [UInt8], _ verdict: FirstBytes) {
        let found = unsafe bytes.withUnsafeBufferPointer { unsafe FirstBytes($0, isTLS: false) }
        #expect(found == verdict)
    }

    @Test func whatWaitsForAClientHasItsTimeAndWhatWaitsForUsHasNone() {
        let limits = HTTPLimits()
        #expect(limits.allowance(in: .greeting, isKnown: false) == 10_000)
        #expect(limits.allowance(in: .idle, isKnown: true) == 30_000)
        #expect(limits.allowance(in: .idle, isKnown: false) == 5_000)
        #expect(limits.allowance(in: .receiving, isKnown: true) == nil)
        #expect(limits.allowance(in: .handling, isKnown: true) == nil)
        #expect(limits.isTooSlow(0, in: 19_999) == nil)
        #expect(limits.isTooSlow(163_839, in: 20_000) == true)
        #expect(limits.isTooSlow(163_840, in: 20_000) == false)
        let small = limits.fitting(files: 1_024)
        #expect(small.connections == 512 && small.strangers == 128 && small.lobby == 256)
        #expect(small.connectionsOfParty == 64)
    }
}
