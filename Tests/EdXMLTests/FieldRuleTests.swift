import EdXML
import Testing

/// What programs of the field write besides the standard, and what may not hide behind it.
@Suite struct FieldRuleTests {
    typealias Break = RuleTests.Break

    /// A signature as the vendor's builder writes it: no prefix, and so in the standard's namespace.
    static func placeholder(_ p: String = "", reference: String? = nil) -> String {
        let inside =
            reference
                ?? """
                <\(p)Reference URI=""><\(p)Transforms><\(p)Transform Algorithm="x"/></\(p)Transforms>\
                <\(p)DigestMethod Algorithm="y"/><\(p)DigestValue>mau</\(p)DigestValue></\(p)Reference>
                """
        return """
            <\(p)Signature><\(p)SignedInfo><\(p)CanonicalizationMethod Algorithm="z"/><\(p)SignatureMethod Algorithm="s"/>\
            \(inside)</\(p)SignedInfo><\(p)SignatureValue>mau</\(p)SignatureValue><\(p)KeyInfo><\(p)X509Data>\
            <\(p)X509SubjectName>CN=A</\(p)X509SubjectName><\(p)X509Certificate>mau</\(p)X509Certificate></\(p)X509Data>\
            </\(p)KeyInfo></\(p)Signature>
            """
    }

    static let place = "<edXML:DigitalSignature>\n</edXML:DigitalSignature>"
    static let other = "warning wrong_namespace edXMLHeader/Signature"

    @Test(arguments: [
        (placeholder(), [other]), (placeholder("edXML:"), [other]),
        ("<s:Signature xmlns:s='urn:x'>\(placeholder())</s:Signature>", [other]),
        ("<edXML:DigitalSignature>\(placeholder())</edXML:DigitalSignature>", []),
        ("<edXML:DigitalSignature>\(placeholder("edXML:"))</edXML:DigitalSignature>", []),
        ("<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'><SignedInfo><Reference/></SignedInfo></Signature>", []),
        ("<Signature xmlns=''><Object><Manifest><Reference/></Manifest></Object></Signature>", [other]),
    ])
    func aPlaceholderIsPassedOverAndSeen(_ signature: String, _ faults: [String]) throws {
        let text = Sample.replace(Self.place, with: signature, in: try Sample.document())
        #expect(Sample.faults(text) == faults)
        #expect(Sample.check(text).message?.signatureLine != nil)
    }

    /// Whoever looks for a message's parts by their names alone finds none but those that were read.
    @Test(arguments: [
        (placeholder(reference: "<Reference><ContentId>cid:1</ContentId></Reference>"), "ContentId"),
        (
            placeholder(
                reference: "<Reference><Transforms><x><AttachmentName>a</AttachmentName></x></Transforms></Reference>"),
            "AttachmentName"
        ),
        (placeholder(reference: "<Reference><Reference/></Reference>"), "Reference"),
        (placeholder(reference: "<x><Reference/></x>"), "Reference"),
        ("<Signature><Reference/></Signature>", "Reference"),
        ("<Signature><Object><edXML:To/></Object></Signature>", "To"),
        (placeholder(reference: "<edXML:From/>"), "From"),
        (placeholder(reference: "<Reference><DigestValue><edXML:Bussiness/></DigestValue></Reference>"), "Bussiness"),
        (placeholder(reference: "<Reference><SignedInfo><Reference/></SignedInfo></Reference>"), "Reference"),
        (
            "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'><SignedInfo><edXML:Reference/></SignedInfo></Signature>",
            "Reference"
        ),
        ("<Signature><SignedInfo/><edXML:edXMLManifest/></Signature>", "edXMLManifest"),
        ("<Signature><SignedInfo><Attachment/></SignedInfo></Signature>", "Attachment"),
    ])
    func nothingHidesInASignature(_ signature: String, _ name: String) throws {
        let text = Sample.replace(Self.place, with: signature, in: try Sample.document())
        let errors = Sample.check(text).faults.filter { $0.severity == .error }
        #expect(errors.map { "\($0.code) \($0.element)" } == ["misplaced_element \(name)"])
    }

    /// A placeholder in a wrong place is one all the same.
    @Test func aPlaceholderElsewhereIsNoManifest() throws {
        let document = try Sample.document()
        for (before, fault) in [
            ("</edXML:MessageHeader>", "warning misplaced_element MessageHeader/Signature"),
            ("</edXML:edXMLBody>", "warning misplaced_element edXMLBody/Signature"),
            ("</edXML>", "warning wrong_namespace edXML/Signature"),
        ] {
            let text = Sample.replace(before, with: Self.placeholder() + before, in: document)
            #expect(Sample.faults(text) == [fault])
        }
    }

    static let hop = "<edXML:TraceHeader><edXML:Timestamp>2021/06/24 08:01:00</edXML:Timestamp></edXML:TraceHeader>"
    static let traces = [
        Break("</edXML:TraceHeaderList>", hop + "</edXML:TraceHeaderList>"),
        Break(
            "</edXML:TraceHeaderList>",
            "<edXML:TraceHeader><edXML:OrganId/>" + hop.dropFirst(19) + "</edXML:TraceHeaderList>"),
        Break("<edXML:TraceHeaderList>", "<edXML:TraceHeaderList>" + hop, "warning missing_element TraceHeader"),
        Break(
            "</edXML:TraceHeaderList>", "<edXML:TraceHeader/></edXML:TraceHeaderList>",
            "warning missing_element TraceHeader"),
        Break(
            "2021/06/24 08:00:00</edXML:Timestamp>",
            "2021/06/24 08:00:00</edXML:Timestamp><edXML:Business><edXML:BusinessName>a</edXML:BusinessName><edXML:BusinessCode>1</edXML:BusinessCode></edXML:Business>",
            "warning unknown_element TraceHeader/Business"),
        Break(
            "</edXML:Bussiness>", "</edXML:Bussiness><edXML:Timestamp>2021/06/24 08:00:00</edXML:Timestamp>",
            "warning misplaced_element TraceHeaderList/Timestamp"),
        Break("edXML:Bussiness>", "edXML:Business>", "error unknown_element TraceHeaderList/Business"),
        Break("edXML:Bussiness>", "edXML:Busines>", "error unknown_element TraceHeaderList/Busines"),
        Break("<edXML:BussinessDocType>0</edXML:BussinessDocType>", "", "warning missing_element Bussiness"),
        Break(
            "<edXML:BussinessDocType>0</edXML:BussinessDocType>", "<edXML:BussinessDocType/>",
            "warning missing_element Bussiness/BussinessDocType"),
    ]

    @Test(arguments: traces)
    func tracesAreTakenAsTheyCome(_ change: Break) throws {
        try change.check()
    }

    @Test(arguments: [("Bussiness", "TraceHeaderList"), ("TraceHeaderList", "edXMLHeader")])
    func aMissingBussinessIsSaidOnce(_ missing: String, _ element: String) throws {
        let text = try Sample.document()
        let before = text.split(separator: "<edXML:\(missing)>", maxSplits: 1).map(String.init)
        let behind = text.split(separator: "</edXML:\(missing)>", maxSplits: 1).map(String.init)
        let report = Sample.check(try #require(before.first) + (try #require(behind.last)))
        #expect(
            report.faults.map { "\($0.severity) \($0.code) \($0.element)" } == ["warning missing_element \(element)"])
        #expect(report.faults.first?.found == "none: BussinessDocType 0 and Paper 0 are assumed")
        guard case .document(let document) = report.message else {
            Issue.record("refused")
            return
        }
        #expect(document.kind == 0 && !document.hasPaper)
    }

    /// `N/A` is no value: a warning, and as if the element were not there; but never for what the message does.
    @Test(arguments: [
        Break("<edXML:Priority>3", "<edXML:Priority>N/A", "warning invalid_value OtherInfo/Priority"),
        Break("<edXML:Paper>1", "<edXML:Paper>N/A", "warning invalid_value Bussiness/Paper"),
        Break(
            "<edXML:ToPlaces>", "<edXML:DueDate>N/A</edXML:DueDate><edXML:ToPlaces>",
            "warning invalid_date MessageHeader/DueDate"),
        Break(
            "<edXML:PromulgationDate>2021/06/01", "<edXML:PromulgationDate>n/a",
            "warning invalid_date ResponseFor/PromulgationDate"),
        Break("<edXML:CodeNumber>7", "<edXML:CodeNumber>N/A"), Break("H10.13,2021/06/24,7/SM-ĐT", "N/A"),
        Break(
            "2021/06/24</edXML:PromulgationDate>", "N/A</edXML:PromulgationDate>",
            "error invalid_date PromulgationInfo/PromulgationDate"),
        Break(
            "<edXML:BussinessDocType>0", "<edXML:BussinessDocType>N/A",
            "error invalid_value Bussiness/BussinessDocType"),
    ])
    func whatIsNotKnownIsNotThere(_ change: Break) throws {
        let changed = try change.check()
        guard case .document(let document) = Sample.check(changed).message else { return }
        #expect(document.dueDate.isEmpty && document.responseFor.allSatisfy { $0.promulgationDate != "n/a" })
    }

    /// A withdrawal that names its document by a day that is not known names none.
    @Test func anUnknownDayNamesNoDocument() throws {
        var text = try Sample.document()
        for (part, other) in [
            ("<edXML:BussinessDocType>0", "<edXML:BussinessDocType>1"),
            ("<edXML:PromulgationDate>2021/06/01", "<edXML:PromulgationDate>N/A"),
            ("<edXML:DocumentId>G22,2021/06/01,1/VP</edXML:DocumentId>", ""),
        ] { text = Sample.replace(part, with: other, in: text) }
        #expect(Sample.check(text).refusal?.code == "business_target_missing")
    }

    /// U+00AD and all others of Default_Ignorable_Code_Point: a warning in a field, an error in the name of a file.
    @Test(arguments: [
        "\u{AD}", "\u{34F}", "\u{61C}", "\u{115F}", "\u{1160}", "\u{17B4}", "\u{180B}", "\u{180E}", "\u{200B}",
        "\u{2028}\u{200D}",
        "\u{202E}", "\u{2060}", "\u{206F}", "\u{3164}", "\u{FE0F}", "\u{FEFF}", "\u{FFA0}", "\u{FFF0}", "\u{1BCA0}",
        "\u{1D173}", "\u{E0020}", "\u{E01EF}",
    ])
    func charactersThatAreNotShownAreFlagged(_ hidden: String) throws {
        let text = try Sample.document()
        #expect(
            Sample.faults(Sample.replace("<edXML:CodeNotation>SM", with: "<edXML:CodeNotation>S\(hidden)M", in: text))
                == ["warning suspicious_characters Code/CodeNotation"])
        #expect(
            Sample.faults(Sample.replace("a.pdf", with: "a\(hidden).pdf", in: text)) == [
                "error suspicious_characters Reference/AttachmentName",
                "error suspicious_characters Attachment/AttachmentName",
            ])
        #expect(
            Sample.faults(Sample.replace("<edXML:OrganId>H10<", with: "<edXML:OrganId>H10\(hidden)<", in: text)) == [
                "error suspicious_characters To/OrganId"
            ])
        // At either end of a field too: it is no white space.
        #expect(
            Sample.faults(Sample.replace("Về việc thử nghiệm", with: "\(hidden)Về việc", in: text)) == [
                "warning suspicious_characters MessageHeader/Subject"
            ])
    }

    @Test(arguments: ["\u{D0}", "\u{F0}", "\u{189}", "\u{256}"])
    func lettersLikeDAreWarnedOf(_ letter: String) throws {
        let text = try Sample.document()
        let notation = Sample.replace("SM-ĐT<", with: "SM-\(letter)T<", in: text)
        let report = Sample.check(notation)
        #expect(report.message != nil)
        #expect(Set(report.faults.map(\.code)) == ["suspicious_characters"])
        #expect(report.faults.contains { $0.element == "Code/CodeNotation" })
        let code = letter.unicodeScalars.map { String($0.value, radix: 16, uppercase: true) }.joined()
        #expect(report.faults.allSatisfy { $0.found == "U+" + String(repeating: "0", count: 4 - code.count) + code })
        #expect(
            Sample.faults(Sample.replace("a.pdf", with: "\(letter)a.pdf", in: text)) == [
                "warning suspicious_characters Reference/AttachmentName",
                "warning suspicious_characters Attachment/AttachmentName",
            ])
    }

    /// Letters of Vietnamese, in either form, and what else texts hold, are no cause for a word.
    @Test func ordinaryTextIsNotFlagged() throws {
        let text = try Sample.document()
        for letters in [
            "ĂÂĐÊÔƠƯăâđêôơư ẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ", "“a” – … • ½ № ™ €", "e\u{323}\u{302}",
            "Ngày 01\u{A0}tháng 02", "日本語", "ﬁ ﾊﾝｶｸ", "\u{1F600}",
        ] {
            #expect(Sample.faults(Sample.replace("Về việc thử nghiệm", with: letters, in: text)) == [])
        }
    }

    @Test func fieldsAreTrimmedOfAllWhiteSpace() throws {
        let text = Sample.replace(
            "<edXML:CodeNotation>SM-ĐT<", with: "<edXML:CodeNotation>\u{A0}\tSM-ĐT\u{3000}\n<",
            in: try Sample.document())
        guard case .document(let document) = Sample.check(text).message else {
            Issue.record("refused")
            return
        }
        #expect(document.notation == "SM-ĐT")
        #expect(
            Sample.faults(Sample.replace("Về việc thử nghiệm", with: "\u{A0}", in: try Sample.document())) == [
                "error missing_element MessageHeader/Subject"
            ])
    }

    static let zip: [UInt8] = [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18)

    /// Bytes against declared types; types that are not known, or take any bytes, are not judged.
    @Test(arguments: [
        ("text/plain", "zip", true), ("text/plain; charset=utf-8", "zip", true), ("application/pdf", "zip", true),
        ("txt", "zip", true), ("image/png", "zip", true), ("text/xml", "zip", true), ("text/x-unknown", "zip", true),
        ("application/json", "zip", true), ("application/rtf", "zip", true),
        ("application/zip", "zip", false), ("application/x-zip-compressed", "zip", false),
        ("application/docx", "zip", false),
        ("application/xslx", "zip", false), ("application/doc", "zip", false),
        ("application/octet-stream", "zip", false),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "zip", false),
        ("application/vnd.oasis.opendocument.text", "zip", false), ("application/epub+zip", "zip", false),
        ("application/vnd.etsi.asic-e+zip", "zip", false), ("application/x-never-heard-of", "zip", false),
        ("text/plain", "pdf", true), ("application/zip", "pdf", true), ("application/pdf", "pdf", false),
        ("application/x-pdf", "pdf", false), ("pdf", "pdf", false), ("application/msword", "pdf", true),
        ("text/plain", "text", false), ("application/pdf", "text", true), ("application/octet-stream", "text", false),
        ("text/plain", "program", true), ("application/octet-stream", "program", true),
    ])
    func theFirstBytesAreOfTheDeclaredType(_ type: String, _ bytes: String, _ isFound: Bool) throws {
        let content: [String: [UInt8]] = [
            "zip": Self.zip, "pdf": Array("%PDF-1.4\n".utf8), "text": Array("Ghi chú".utf8),
            "program": Array("MZ\u{0}\u{0}".utf8),
        ]
        var document = ReaderTests.document()
        document.attachments = []
        let file = EdXMLWriter.File(name: "a.bin", contentType: type, bytes: content[bytes] ?? [])
        let message = try EdXMLWriter.write(document, files: [file], timestamp: "2021/06/24 08:00:00")
        let faults = EdXMLReader.check(message, today: Sample.today).faults
        #expect(faults.filter { $0.code == "content_type_mismatch" }.map(\.severity) == (isFound ? [.warning] : []))
        #expect(faults.allSatisfy { $0.severity == .warning })
    }

    /// A file of another kind is named before anything is said of XML.
    @Test(arguments: [
        ("", "an empty file"), ("%PDF-1.4", "a PDF file"), ("PK\u{3}\u{4}", "a zip archive"),
        ("GIF89a", "a GIF picture"),
        ("{\"a\": 1}\n", "JSON text"), ("<!DOCTYPE html><html></html>", "an HTML page"),
        ("-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n", "PEM text"),
    ])
    func anotherKindOfFileIsNamed(_ text: String, _ found: String) {
        let report = Sample.check(text)
        #expect(report.faults.map(\.code) == ["not_xml"] && report.faults.first?.found == found)
        #expect(report.refusal?.code == "not_xml")
    }

    @Test(arguments: ["plain text", "\u{FEFF} <edXML/>", "x<edXML/>", "-<edXML>-----BEGIN </edXML>", "{<edXML/>"])
    func brokenXMLIsNotAnotherKind(_ text: String) {
        #expect(!Sample.check(text).faults.contains { $0.code == "not_xml" })
    }
}

extension FieldRuleTests {
    /// A withdrawal whose `Bussiness` is misspelt is refused, however many warnings come first.
    @Test func warningsDoNotHideAMisspeltBussiness() throws {
        let many = String(repeating: "<edXML:Foo/>", count: EdXMLReport.limit + 1)
        var text = Sample.replace("<edXML:ToPlaces>", with: many + "<edXML:ToPlaces>", in: try Sample.document())
        text = Sample.replace("edXML:Bussiness>", with: "edXML:Busines>", in: text)
        let report = Sample.check(text)
        #expect(report.message == nil && report.isCut)
        #expect(report.refusal?.element == "TraceHeaderList/Busines")
    }

    /// A look at characters goes through the message once, however many fields have one.
    @Test(.timeLimit(.minutes(1))) func manyOddFieldsTakeNoLongerThanTheirNumber() throws {
        let place = "<edXML:Place>a\u{AD}</edXML:Place>"
        let many = Sample.replace(
            "<edXML:Place>Lưu: VT</edXML:Place>", with: String(repeating: place, count: 60_000),
            in: try Sample.document())
        let report = Sample.check(many)
        #expect(report.message != nil && report.isCut)
        #expect(Set(report.faults.map(\.code)) == ["suspicious_characters"])
    }
}
