import EdXML
import Testing
import XML

/// Shapes meant to cost much: each is refused by its code, and in time that grows no faster than its size.
@Suite struct HostileTests {
    static let root = "<edXML xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\""

    struct Shape: CustomTestStringConvertible, Sendable {
        let name: String
        let code: String
        let text: @Sendable (Int) -> String
        var testDescription: String { name }
    }

    static let shapes = [
        Shape(name: "attributes", code: "attributes_exceeded") { count in
            root + (0..<count).map { " a\($0)=\"\"" }.joined() + "/>"
        },
        Shape(name: "combining marks in an attribute", code: "attributes_exceeded") { count in
            root + " a='a" + String(repeating: "&#x301;&#x323;", count: count) + "'/>"
        },
        Shape(name: "namespace declarations", code: "namespaces_exceeded") { count in
            root + (0..<count).map { " xmlns:a\($0)='b'" }.joined() + "/>"
        },
        Shape(name: "declarations on every level", code: "namespaces_exceeded") { count in
            root + ">"
                + (0..<60).map { level in "<a" + (0..<60).map { " xmlns:a\(level)_\($0)='b'" }.joined() + ">" }.joined()
                + String(repeating: "<a0_0:b/>", count: count)
        },
        Shape(name: "levels", code: "depth_exceeded") { count in
            root + ">" + String(repeating: "<edXML:a>", count: count)
        },
        Shape(name: "one long name", code: "name_exceeded") { count in
            root + "><\(String(repeating: "a", count: count * 10))/></edXML>"
        },
        Shape(name: "one long attribute's name", code: "name_exceeded") { count in
            root + "><a \(String(repeating: "a", count: count * 10))=''/></edXML>"
        },
        Shape(name: "elements", code: "nodes_exceeded") { count in
            root + ">" + String(repeating: "<a/>", count: count * 100) + "</edXML>"
        },
        Shape(name: "a document type", code: "dtd_forbidden") { count in
            "<!DOCTYPE edXML [" + (0..<count).map { "<!ENTITY e\($0) '&e\($0 + 1);&e\($0 + 1);'>" }.joined() + "]>"
                + root + ">&e0;</edXML>"
        },
        Shape(name: "undeclared entities", code: "entity_forbidden") { count in
            root + ">" + String(repeating: "&e;", count: count * 100) + "</edXML>"
        },
        Shape(name: "entities in attributes", code: "entity_forbidden") { count in
            root + ">" + String(repeating: "<a b='&e;'/>", count: count * 10) + "</edXML>"
        },
        Shape(name: "attributes without quotes", code: "not_well_formed") { count in
            root + ">" + String(repeating: "<a b=1/>", count: count * 10) + "</edXML>"
        },
        Shape(name: "broken comments", code: "not_well_formed") { count in
            root + ">" + String(repeating: "<!-- -- -->", count: count * 100) + "</edXML>"
        },
        Shape(name: "undeclared prefixes", code: "undeclared_prefix") { count in
            root + ">" + String(repeating: "<a:b/>", count: count * 10) + "</edXML>"
        },
        Shape(name: "end tags", code: "not_well_formed") { count in
            root + ">" + String(repeating: "</a>", count: count * 100)
        },
        Shape(name: "an open comment", code: "not_well_formed") { count in
            root + "><!--" + String(repeating: "-- ", count: count * 100).replacing("--", with: "- ")
        },
        Shape(name: "an open attribute", code: "not_well_formed") { count in
            root + " a='" + String(repeating: "x ", count: count * 100)
        },
        Shape(name: "control characters", code: "not_well_formed") { count in
            root + ">" + String(repeating: "\u{1}", count: count * 100) + "</edXML>"
        },
        Shape(name: "a NUL", code: "not_well_formed") { _ in root + ">\0</edXML>" },
        Shape(name: "different names of attributes", code: "nodes_exceeded") { count in
            let tags = (0..<count / 5).map { tag in "<a" + (0..<60).map { " n\(tag)_\($0)=''" }.joined() + "/>" }
            return root + ">" + tags.joined() + "</edXML>"
        },
        Shape(name: "different instructions", code: "nodes_exceeded") { count in
            root + ">" + (0..<count * 10).map { "<?p\($0)?>" }.joined() + "</edXML>"
        },
        Shape(name: "a long namespace", code: "name_exceeded") { count in
            root + "><a xmlns:b='u:\(String(repeating: "x", count: count))'/></edXML>"
        },
        Shape(name: "a long instruction", code: "name_exceeded") { count in
            root + "><?\(String(repeating: "x", count: count))?></edXML>"
        },
        Shape(name: "contents in one attachment", code: "repeated_element") { count in
            let content = "<edXML:ContentTransferEncoded>QUFB</edXML:ContentTransferEncoded>"
            return root + " xmlns:edXML=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\"><edXML:edXMLEnvelope>"
                + "<edXML:edXMLHeader><edXML:MessageHeader/></edXML:edXMLHeader></edXML:edXMLEnvelope>"
                + "<AttachmentEncoded><Attachment>" + String(repeating: content, count: count * 2)
                + "</Attachment></AttachmentEncoded></edXML>"
        },
    ]

    @Test(arguments: shapes)
    func isRefusedInLinearTime(_ shape: Shape) {
        let clock = ContinuousClock()
        let text = shape.text(10_000)
        let bytes = Array(text.utf8)
        var fault: EdXMLFault?
        let time = clock.measure {
            fault = EdXMLReader.check(bytes, today: Sample.today).faults.last
        }
        #expect(fault?.code == shape.code)
        // Far above what a linear pass of a debug build takes, far below what a quadratic one does.
        #expect(time < .milliseconds(500 + bytes.count / 500))
    }

    @Test func whatIsAtTheLimitPasses() throws {
        let attributes = (0..<60).map { " a\($0)=\"\"" }.joined()
        let text = Sample.replace("<edXML:Subject>", with: "<edXML:Subject\(attributes)>", in: try Sample.document())
        #expect(Sample.check(text).faults == [])
        let quoted = Sample.replace(
            "<edXML:Subject>", with: "<edXML:Subject a='x > \" y' b=\"'>'\">", in: try Sample.document())
        #expect(Sample.check(quoted).faults == [])
        let spare = Sample.replace(
            "<edXML:Subject>", with: "<!-- <a b=' --><?p <a b=\" ?><edXML:Subject><![CDATA[<a b=']]>",
            in: try Sample.document())
        #expect(Sample.check(spare).faults == [])
    }

    @Test func receiversAndAttachmentsAreCounted() throws {
        let receivers = (0...12_000).map {
            "<edXML:To><edXML:OrganId>Q\($0)</edXML:OrganId><edXML:OrganName>x</edXML:OrganName></edXML:To>"
        }
        let text = Sample.replace(
            "<edXML:DocumentId>H10.13,", with: receivers.joined() + "<edXML:DocumentId>H10.13,",
            in: try Sample.document())
        #expect(Sample.faults(text) == ["error receivers_exceeded MessageHeader/To"])
        let parts = (0..<1_000).map {
            "<Attachment><ContentId>a\($0)</ContentId><ContentType>a/b</ContentType><AttachmentName>x</AttachmentName>"
                + "<ContentTransferEncoded>AAAA</ContentTransferEncoded></Attachment>"
        }
        let report = Sample.check(
            Sample.replace(
                "</edXML:AttachmentEncoded>", with: parts.joined() + "</edXML:AttachmentEncoded>",
                in: try Sample.document()))
        #expect(report.faults.contains { $0.code == "attachments_exceeded" })
        #expect(report.isCut && report.message == nil)
    }

    /// Whatever libxml2 accepts, the scan before it took for the same elements: limits set to the very number pass,
    /// one less does not.
    @Test func theScanCountsWhatTheParserReads() throws {
        var random = SeededRandom(seed: 7)
        let original = Array(try Sample.document().utf8)
        let marks = [
            "<", ">", "\"", "'", "/", "<!--", "-->", "<![CDATA[", "]]>", "<?a ", "?>", " x='>'", "<b/>", "&lt;",
        ]
        var accepted = 0
        for _ in 0..<1_500 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                let place = Int.random(in: 60..<bytes.count, using: &random)
                bytes.insert(contentsOf: (marks.randomElement(using: &random) ?? "<").utf8, at: place)
            }
            let counter = Counter()
            guard (try? XMLParser.parse(bytes, consumer: counter)) != nil else { continue }
            accepted += 1
            var limits = XMLLimits()
            limits.nodes = counter.elements
            limits.depth = counter.deepest
            #expect(throws: Never.self) { try XMLParser.parse(bytes, limits: limits, consumer: Counter()) }
            limits.nodes -= 1
            #expect(throws: XMLFault.self) { try XMLParser.parse(bytes, limits: limits, consumer: Counter()) }
            limits.nodes += 1
            limits.depth -= 1
            #expect(throws: XMLFault.self) { try XMLParser.parse(bytes, limits: limits, consumer: Counter()) }
        }
        #expect(accepted > 100)
    }

    /// Contexts of the parser go from thread to thread, and from bad messages to good ones: no state goes with them.
    @Test func manyThreadsReadAtOnce() async throws {
        let good = Array(try Sample.document().utf8)
        let status = Array(try Sample.status().utf8)
        let bad = HostileTests.shapes.map { Array($0.text(20).utf8) }
        let names = (0..<3_000).map { "<!-- --><n\($0)/>" }.joined()
        let wide = Array(
            Sample.replace("<edXML:Subject>", with: names + "<edXML:Subject>", in: try Sample.document()).utf8)
        let expected = EdXMLReader.check(good, today: Sample.today)
        let wanted = bad.map { EdXMLReader.check($0, today: Sample.today) }
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<8 {
                group.addTask {
                    var isSame = true
                    for round in 0..<60 {
                        let place = (task + round) % bad.count
                        isSame = isSame && EdXMLReader.check(bad[place], today: Sample.today) == wanted[place]
                        isSame = isSame && EdXMLReader.check(good, today: Sample.today) == expected
                        isSame = isSame && EdXMLReader.check(status, today: Sample.today).faults.isEmpty
                        if round % 20 == 0 {
                            isSame = isSame && EdXMLReader.check(wide, today: Sample.today).message != nil
                        }
                    }
                    return isSame
                }
            }
            for await isSame in group { #expect(isSame) }
        }
    }

    /// Surrogates, overlong forms, lone and missing continuations (RFC 3629), at every place of a block of 64.
    @Test(
        arguments: [
            [0xFF], [0xC0, 0x80], [0xC1, 0x81], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0x80], [0xC4], [0xE1, 0xBB], [0xF0, 0x9F, 0x98],
        ] as [[UInt8]])
    func invalidUTF8IsFoundWhereverItStands(_ bad: [UInt8]) throws {
        let text = Array(try Sample.document().utf8)
        for place in stride(from: 200, to: text.count - 200, by: 61) where text[place] < 0x80 && text[place - 1] < 0x80
        {
            let bytes = Array(text[..<place]) + bad + Array(text[place...])
            let fault = EdXMLReader.check(bytes, today: Sample.today).refusal
            #expect(fault?.code == "invalid_utf8")
            #expect(fault?.line == text[..<place].count { $0 == 0x0A } + 1)
        }
    }

    /// Random damage: never a trap, and a message is given exactly where there is no error.
    @Test func damageIsDataNotATrap() throws {
        var random = SeededRandom(seed: 102)
        let originals = [Array(try Sample.document().utf8), Array(try Sample.status().utf8)]
        for round in 0..<2_000 {
            var bytes = originals[round % 2]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &random)))
                case 2:
                    let end = min(bytes.count, place + Int.random(in: 1...200, using: &random))
                    bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
                default: bytes.removeSubrange(place...)
                }
                if bytes.isEmpty { bytes = [0x3C] }
            }
            let report = EdXMLReader.check(bytes, today: Sample.today)
            #expect((report.message == nil) == report.faults.contains { $0.severity == .error })
            #expect(report.faults.allSatisfy { $0.line > 0 && $0.column > 0 && EdXMLCode(rawValue: $0.code) != nil })
        }
    }

    private final class Counter: XMLConsumer {
        let vocabulary = XMLVocabulary(names: [], namespaces: [])
        var elements = 0
        var deepest = 0
        private var depth = 0
        func start(_ element: borrowing XMLElementStart) {
            elements += 1
            depth += 1
            deepest = max(deepest, depth)
        }
        func text(_ bytes: Span<UInt8>) {}
        func end() { depth -= 1 }
    }
}
