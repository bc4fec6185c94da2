import Platform
import Exchange
import Inspection
import Testing

@testable import Gateway

@Suite struct ExplanationsTests {
    private static func explanation(_ number: UInt64, of agency: UInt32?, found: Int = 0) -> Explanation {
        var inspection = Inspection()
        let objection = Objection("missing_element", found: String(repeating: "x", count: found))
        inspection.stages = [Stage(.structure, .failed(objection))]
        let caller = Caller(isAdmin: agency == nil, agencies: agency.map { [AgencyNumber($0)] } ?? [])
        return Explanation(
            Identifier(high: 0, low: number), at: Instant(milliseconds: Int64(number)), caller: caller, traceID: "",
            inspection)
    }

    private static func id(_ number: UInt64) -> Identifier { Identifier(high: 0, low: number) }
    private static let admin = Caller(isAdmin: true, agencies: [])

    @Test func oneAgencyPushesOutItsOwnAndTheOldestGoFirst() {
        let kept = Explanations(limit: 16, byteLimit: 1 << 20)
        kept.keep(Self.explanation(1, of: 1))
        for number in 2..<100 { kept.keep(Self.explanation(UInt64(number), of: 2)) }
        #expect(kept.count == 3)
        #expect(kept.find(Self.id(1), for: Self.admin) != nil)
        #expect(kept.find(Self.id(97), for: Self.admin) == nil)
        #expect(kept.find(Self.id(98), for: Self.admin) != nil && kept.find(Self.id(99), for: Self.admin) != nil)
        for number in 100..<200 { kept.keep(Self.explanation(UInt64(number), of: UInt32(number))) }
        #expect(kept.count == 16)
        #expect(kept.find(Self.id(1), for: Self.admin) == nil)
        #expect((184..<200).allSatisfy { kept.find(Self.id($0), for: Self.admin) != nil })
    }

    @Test func bytesAreBoundedToo() {
        let kept = Explanations(limit: 1_000, byteLimit: 80_000)
        for number in 0..<300 { kept.keep(Self.explanation(UInt64(number), of: UInt32(number % 3), found: 4_000)) }
        #expect((3...6).contains(kept.count), "\(kept.count)")
        #expect(kept.find(Self.id(299), for: Self.admin) != nil)
    }

    @Test func othersDoNotSeeIt() {
        let kept = Explanations()
        kept.keep(Self.explanation(1, of: 1))
        kept.keep(Self.explanation(2, of: nil))
        let (own, other) = ([1, 2] as [UInt32]).map { Caller(isAdmin: false, agencies: [AgencyNumber($0)]) }.pair
        #expect(kept.find(Self.id(1), for: own) != nil && kept.find(Self.id(1), for: other) == nil)
        #expect(kept.find(Self.id(2), for: own) == nil && kept.find(Self.id(2), for: Self.admin) != nil)
    }

    @Test func pagesAreEscapedAndAcceptIsRead() {
        #expect(HTMLText.escape(#"<a b="c">'&"#) == "&lt;a b=&quot;c&quot;&gt;&#39;&amp;")
        #expect(HTMLText.escape("a\n\tb\r\u{7}\u{202E}c") == "a\n\tb\u{FFFD}\u{FFFD}\u{FFFD}c")
        for accept in ["text/html", "application/json, text/html;q=0.5", "TEXT/HTML ; q=1"] {
            #expect(ErrorPage.wantsHTML(accept), "\(accept)")
        }
        for accept in [nil, "", "*/*", "application/json", "text/html;q=0", "text/html+x"] {
            #expect(!ErrorPage.wantsHTML(accept), "\(accept ?? "none")")
        }
    }
}

extension Array {
    fileprivate var pair: (Element, Element) { (self[0], self[1]) }
}
