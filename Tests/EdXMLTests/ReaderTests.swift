import EdXML
import Testing
import XML

@Suite struct ReaderTests {
    static let today = "2021/06/24"

    static func document() -> EdXMLDocument {
        var document = EdXMLDocument(
            from: EdXMLOrgan(id: "H10.13", name: "Sở Mẫu <A&B>"),
            to: [EdXMLOrgan(id: "G22", name: "Văn phòng"), EdXMLOrgan(id: "H10", name: "UBND")],
            documentID: "H10.13,2021/06/24,7/SM-ĐT", number: "7", notation: "SM-ĐT", promulgationDate: "2021/06/24",
            typeName: "Công văn", subject: "Về việc thử nghiệm")
        document.priority = 3
        document.hasPaper = true
        return document
    }

    static func text() throws -> String {
        String(
            decoding: try EdXMLWriter.write(
                document(), files: [.init(name: "a.pdf", contentType: "application/pdf", bytes: Array("%PDF".utf8))],
                timestamp: "2021/06/24 08:00:00"), as: UTF8.self)
    }

    @Test func readsWhatItWrote() throws {
        guard case .document(let read) = try EdXMLReader.read(Array(try Self.text().utf8), today: Self.today) else {
            Issue.record("not a document")
            return
        }
        var expected = Self.document()
        expected.type = "2"
        expected.trace = [EdXMLTrace(organID: "H10.13", timestamp: "2021/06/24 08:00:00")]
        expected.attachments = read.attachments
        #expect(read == expected)
        #expect(read.attachments.map(\.contentID) == ["1"])
        #expect(read.attachments.map(\.name) == ["a.pdf"])
        #expect(read.attachments.first?.size == 4)
    }

    @Test(arguments: [
        (
            "<edXML:Subject>Về việc thử nghiệm</edXML:Subject>",
            "<edXML:Subject><!-- x -->Về việc <![CDATA[thử]]> nghi&#x1EC7;m</edXML:Subject>"
        ),
        ("<?xml", "\u{FEFF}<?xml"), ("><", ">\r\n  <"),
        ("<edXML:DigitalSignature></edXML:DigitalSignature>", "<edXML:DigitalSignature/>"),
        ("<edXML:ContentId>cid:1</edXML:ContentId>", "<edXML:ContentId>1</edXML:ContentId>"),
        ("<edXML:Reference>", #"<edXML:Reference xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="cid:1">"#),
        ("<edXML:TraceHeaderList>", #"<edXML:TraceHeaderList edXML:mustUnderstand="1">"#),
    ])
    func acceptsVariants(of part: String, with variant: String) throws {
        let text = try Self.text().split(separator: part, omittingEmptySubsequences: false).joined(separator: variant)
        guard case .document(let read) = try EdXMLReader.read(Array(text.utf8), today: Self.today) else {
            Issue.record("not a document")
            return
        }
        #expect(read.subject == "Về việc thử nghiệm")
        #expect(read.signatureLine == nil)
    }

    @Test(arguments: [
        ("encoding=\"UTF-8\"", "encoding='ISO-8859-1'", "encoding_refused"),
        (" encoding=\"UTF-8\"", String(repeating: " ", count: 300) + "encoding='latin1'", "encoding_refused"),
        (
            " encoding=\"UTF-8\"", String(repeating: " ", count: 3_000) + "encoding='latin1'", "not_well_formed"
        ),
        ("version=\"1.0\"", "version=\"1.1\"", "not_well_formed"),
        (
            "<edXML:OtherInfo>", "<edXML:Content>a</edXML:Content><edXML:Content>MẬT</edXML:Content><edXML:OtherInfo>",
            "repeated_element"
        ),
        ("<edXML:Subject>", "<edXML:Subject><edXML:b>MẬT</edXML:b>", "invalid_value"),
        ("<?xml", " <?xml", "bytes_before_declaration"), ("<?xml", "x<?xml", "bytes_before_declaration"),
        ("<edXML:Subject>Về việc thử nghiệm</edXML:Subject>", "<Subject>Về</Subject>", "missing_prefix"),
        ("<edXML:Subject>Về việc thử nghiệm</edXML:Subject>", "", "missing_element"),
        ("<edXML:OrganId>H10<", "<edXML:OrganId>G22<", "receiver_repeated"),
        ("2021/06/24</edXML:PromulgationDate>", "2021/06/25</edXML:PromulgationDate>", "invalid_date"),
        ("2021/06/24</edXML:PromulgationDate>", "24/06/2021</edXML:PromulgationDate>", "invalid_date"),
        ("<edXML:Priority>3", "<edXML:Priority>5", "invalid_value"),
        ("<edXML:Paper>1", "<edXML:Paper>-1", "invalid_value"),
        ("JVBERg==", "JVBERg=", "broken_base64"), ("JVBERg==", "JV!ERg==", "broken_base64"),
        ("QCVN_102_2016\" xmlns", "QCVN_X\" xmlns", "unknown_root"),
        ("http://www.mic.gov.vn/TBT/QCVN_102_2016", "http://www.e-doc.vn/Schema/", "obsolete_namespace"),
        ("<edXML ", "<!DOCTYPE edXML [<!ENTITY a \"b\">]><edXML ", "dtd_forbidden"),
        ("</edXML>", "<edXML:edXMLEnvelope/></edXML>", "two_envelopes"), ("</edXML>", "", "not_well_formed"),
        ("</edXML>", "</edXML><edXML/>", "not_well_formed"),
        ("<edXML:AttachmentEncoded>", "<edXML:Lost>", "not_well_formed"),
    ])
    func refusesWithItsOwnCode(part: String, variant: String, code: String) throws {
        let text = try Self.text().split(separator: part, omittingEmptySubsequences: false).joined(separator: variant)
        let fault = #expect(throws: EdXMLFault.self) {
            try EdXMLReader.read(Array(text.utf8), today: Self.today)
        }
        #expect(fault?.code == code)
        #expect((fault?.line ?? 0) >= 1)
    }

    @Test func depthAndBytesAreLimited() throws {
        let deep = String(repeating: "<edXML:a>", count: 10_000)
        let fault = #expect(throws: EdXMLFault.self) {
            try EdXMLReader.read(
                Array(try Self.text().split(separator: "<edXML:Subject>").joined(separator: deep).utf8),
                today: Self.today)
        }
        #expect(fault?.code == "depth_exceeded")
        let broken = #expect(throws: EdXMLFault.self) {
            try EdXMLReader.read(Array("<?xml version=\"1.0\"?>\n<edXML>".utf8) + [0xFF, 0xFE], today: Self.today)
        }
        #expect(broken?.code == "invalid_utf8")
        #expect(broken?.line == 2)
    }

    @Test(arguments: [[0xFF, 0xFE, 0x3C, 0], [0xFE, 0xFF, 0, 0x3C], [0x3C, 0, 0x3F, 0], [0, 0x3C, 0, 0x3F]])
    func sixteenBitsAreNamed(start: [UInt8]) {
        let fault = #expect(throws: EdXMLFault.self) { try EdXMLReader.read(start, today: Self.today) }
        #expect(fault?.code == "encoding_refused")
        #expect(fault?.found == "UTF-16")
    }

    /// Markup that is broken is told where it breaks, not where that is noticed.
    @Test(arguments: [
        ("Về việc thử nghiệm", "Về < việc", 4, "< that begins no tag"),
        ("Về việc thử nghiệm", "Về & việc", 5, "& that begins no reference"),
    ])
    func brokenMarkupIsToldWhereItStands(part: String, other: String, column: Int, found: String) throws {
        let text = Sample.replace("<edXML:Subject>", with: "<edXML:Subject>\n", in: try Self.text())
        let fault = Sample.check(Sample.replace(part, with: other, in: text)).faults.last
        #expect(fault?.code == "not_well_formed")
        #expect(fault?.line == 3)
        #expect(fault?.column == column)
        #expect(fault?.found == found)
    }

    /// Wherever it stands, and however far back; but an empty one is none.
    @Test func everySignatureIsRead() throws {
        let signature = "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo/></Signature>"
        let wrapped = "<x><!-- \(String(repeating: "x", count: 70_000)) -->\(signature)</x>"
        let hidden = Sample.replace("xmldsig#", with: "xmldsig&#35;", in: signature)
        let empty = "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/>"
        for (element, isSigned) in [(signature, true), (wrapped, true), (hidden, true), (empty, false)] {
            let text = Sample.replace(
                "</edXML:edXMLHeader>", with: "\(element)</edXML:edXMLHeader>", in: try Self.text())
            let read = try EdXMLReader.read(Array(text.utf8), today: Self.today) { bytes in
                XMLSignaturePass(over: bytes) { _ in nil }
            }
            #expect((read.signature?.count == 1) == isSigned, "\(element.suffix(120))")
        }
    }

    @Test(arguments: [
        ("data:a/b;base64,JVBERg==", "':' behind 4 digits"),
        ("JVBERg", "an end without its padding, or with too much (6 digits, 0 pads)"),
        ("JVBERi_=", "'_' behind 6 digits"), ("", "nothing"), ("JVBE\u{A0}", "the byte 0xC2 behind 4 digits"),
    ])
    func whatBreaksBase64IsTold(content: String, found: String) throws {
        let fault = Sample.check(Sample.replace("JVBERg==", with: content, in: try Self.text())).faults.last
        #expect(fault?.code == "broken_base64")
        #expect(fault?.found == found)
    }

    @Test func aSignatureWithSomethingInItIsSeen() throws {
        let text = try Self.text().split(separator: "<edXML:DigitalSignature></edXML:DigitalSignature>")
            .joined(
                separator: "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><Subject>no</Subject></Signature>")
        guard case .document(let read) = try EdXMLReader.read(Array(text.utf8), today: Self.today) else { return }
        #expect(read.signatureLine == 2)
        #expect(read.subject == "Về việc thử nghiệm")
    }

    /// UTF-16, with and without its mark, of both orders: named for what it is, not for its first byte.
    @Test(arguments: [true, false], [true, false])
    func anotherEncodingIsNamed(isLittle: Bool, hasMark: Bool) throws {
        let units = (hasMark ? [0xFEFF] : []) + Array(try Sample.document().utf16)
        let bytes = units.flatMap { unit in
            let pair = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
            return isLittle ? pair : pair.reversed()
        }
        let refusal = EdXMLReader.check(bytes, today: Sample.today).refusal
        #expect(refusal?.code == "encoding_refused" && refusal?.found == "UTF-16" && refusal?.line == 1)
    }
}
