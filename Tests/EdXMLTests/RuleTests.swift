import EdXML
import Testing

/// Every rule of the standard that a message can break: the part of a good message, what it becomes, what is found.
@Suite struct RuleTests {
    struct Break: CustomStringConvertible, Sendable {
        let part: String
        let other: String
        let faults: [String]
        var description: String { "\(part.prefix(60)) → \(other.prefix(80))" }

        init(_ part: String, _ other: String, _ faults: String...) {
            self.part = part
            self.other = other
            self.faults = faults
        }

        /// Holds the sample with the change to the faults; gives it.
        @discardableResult
        func check() throws -> String {
            let text = try Sample.document()
            let changed = Sample.replace(part, with: other, in: text)
            try #require(changed != text)
            #expect(Sample.faults(changed) == faults)
            return changed
        }
    }

    static func long(_ count: Int) -> String { String(repeating: "Đ", count: count) }

    static let structure = [
        Break("<edXML:Subject>", "<zz:Subject>", "error undeclared_prefix "),
        Break(
            "<edXML:Subject>Về việc thử nghiệm</edXML:Subject>", "<Subject xmlns=''>x</Subject>",
            "error wrong_namespace MessageHeader/Subject"),
        Break(
            "<edXML:Subject>Về việc thử nghiệm</edXML:Subject>", "<Subject>x</Subject>",
            "error missing_prefix MessageHeader/Subject"),
        Break(
            "<edXML:Subject>Về việc thử nghiệm</edXML:Subject>",
            "<e:Subject xmlns:e='http://www.mic.gov.vn/TBT/QCVN_102_2016'>x</e:Subject>",
            "error missing_prefix MessageHeader/Subject"),
        Break("Về việc thử nghiệm", " ", "error missing_element MessageHeader/Subject"),
        Break(
            "</edXML:edXMLHeader>", "</edXML:edXMLHeader><edXML:edXMLHeader/>",
            "error repeated_element edXMLEnvelope/edXMLHeader", "error missing_element edXMLHeader"),
        Break(
            "</edXML:edXMLBody>", "</edXML:edXMLBody><edXML:edXMLBody/>",
            "error repeated_element edXMLEnvelope/edXMLBody", "warning missing_element edXMLBody"),
        Break(
            "</edXML:edXMLManifest>", "</edXML:edXMLManifest><edXML:edXMLManifest version=\"1.0\"/>",
            "error repeated_element edXMLBody/edXMLManifest"),
        Break(
            "</edXML:MessageHeader>", "<edXML:edXMLEnvelope/></edXML:MessageHeader>",
            "error misplaced_element edXMLEnvelope"),
        Break("</edXML:edXMLEnvelope>", "<edXML:edXML/></edXML:edXMLEnvelope>", "error misplaced_element edXML"),
        Break("</edXML:Subject>", "<edXML:To/></edXML:Subject>", "error misplaced_element To"),
        Break(
            "</edXML:SignerInfo>", "<x><edXML:edXMLEnvelope/></x></edXML:SignerInfo>",
            "warning unknown_element SignerInfo/x", "error misplaced_element edXMLEnvelope"),
        Break(
            "</edXML>", "<edXML:edXMLEnvelope/></edXML>",
            "error two_envelopes edXML/edXMLEnvelope", "error missing_element edXMLEnvelope",
            "warning missing_element edXMLEnvelope"),
        Break(
            "<edXML:Bussiness>", "<edXML:Bussiness/><edXML:Bussiness>",
            "warning missing_element Bussiness", "error repeated_element TraceHeaderList/Bussiness"),
        Break(
            "<edXML:Bussiness>",
            "<edXML:Business><edXML:BusinessDocType>1</edXML:BusinessDocType></edXML:Business><edXML:Bussiness>",
            "error unknown_element TraceHeaderList/Business"),
        Break(
            "<edXML:OrganId>H10</edXML:OrganId>", "<edXML:OrganId>H10;G22</edXML:OrganId>",
            "warning invalid_value To/OrganId"),
        Break(
            "<edXML:Type>2</edXML:Type>", "<edXML:Type>1</edXML:Type><edXML:Type>2</edXML:Type>",
            "error repeated_element DocumentType/Type"),
        Break(
            "<edXML:PromulgationDate>2021/06/24",
            "<edXML:Place>a</edXML:Place><edXML:Place>b</edXML:Place>"
                + "<edXML:PromulgationDate>2021/06/24", "error repeated_element PromulgationInfo/Place"),
        Break(
            "<edXML:DigitalSignature>", "<edXML:DigitalSignature/><edXML:DigitalSignature>",
            "error repeated_element edXMLHeader/DigitalSignature"),
        Break("<edXML:Code>\n", "<edXML:Code>7/SM-ĐT\n", "error unexpected_text MessageHeader/Code"),
        Break(
            "</edXML:MessageHeader>", "<edXML:Priority>1</edXML:Priority></edXML:MessageHeader>",
            "warning misplaced_element MessageHeader/Priority"),
        Break(
            "<edXML:Paper>1", "<edXML:Business>1</edXML:Business><edXML:Paper>1",
            "warning unknown_element Bussiness/Business"),
        Break("<edXML:OrganName>Sở Mẫu &lt;A&amp;B&gt;</edXML:OrganName>", "", "warning missing_element From"),
        Break(
            "</edXML:edXMLBody>", "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/></edXML:edXMLBody>",
            "error misplaced_element Signature"),
        Break(
            "<edXML:DigitalSignature>",
            "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'><Object><edXML:edXMLEnvelope/></Object></Signature>"
                + "<edXML:DigitalSignature>", "error misplaced_element edXMLEnvelope"),
        Break(
            "</edXML>", "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'>x</Signature></edXML>",
            "warning misplaced_element edXML/Signature"),
        Break(
            "<edXML:DigitalSignature>", "<Signature/>\n<edXML:DigitalSignature>",
            "warning wrong_namespace edXMLHeader/Signature"),
        Break(
            "</edXML:MessageHeader>", "<edXML:Timestamp>2021/06/24 08:00:00</edXML:Timestamp></edXML:MessageHeader>",
            "error misplaced_element MessageHeader/Timestamp"),
    ]

    static let values = [
        Break("<edXML:Priority>3", "<edXML:Priority>5", "error invalid_value OtherInfo/Priority"),
        Break("<edXML:Paper>1", "<edXML:Paper>null", "error invalid_value Bussiness/Paper"),
        Break(
            "<edXML:BussinessDocType>0", "<edXML:BussinessDocType>-1",
            "error invalid_value Bussiness/BussinessDocType"),
        Break(
            "</edXML:Priority>", "</edXML:Priority><edXML:PageAmount>1000</edXML:PageAmount>",
            "warning invalid_value OtherInfo/PageAmount"),
        Break(
            "2021/06/24</edXML:PromulgationDate>", "2021/+6/24</edXML:PromulgationDate>",
            "error invalid_date PromulgationInfo/PromulgationDate"),
        Break(
            "2021/06/24</edXML:PromulgationDate>", "2021/02/29</edXML:PromulgationDate>",
            "error invalid_date PromulgationInfo/PromulgationDate"),
        Break(
            "2021/06/24</edXML:PromulgationDate>", "2021/06/25</edXML:PromulgationDate>",
            "error invalid_date PromulgationInfo/PromulgationDate"),
        Break(
            "<edXML:PromulgationDate>2021/06/01", "<edXML:PromulgationDate>01/06/2021",
            "error invalid_date ResponseFor/PromulgationDate"),
        Break(
            "<edXML:ToPlaces>", "<edXML:DueDate>2021-07-01</edXML:DueDate><edXML:ToPlaces>",
            "error invalid_date MessageHeader/DueDate"),
        Break("2021/06/24 08:00:00", "2021/06/24 24:00:00", "warning invalid_date TraceHeader/Timestamp"),
        Break("<edXML:OrganId>H10<", "<edXML:OrganId>G22<", "error receiver_repeated To/OrganId"),
        Break("<edXML:OrganId>H10<", "<edXML:OrganId>Н10<", "error suspicious_characters To/OrganId"),
        Break("<edXML:OrganId>H10<", "<edXML:OrganId>H10\u{202E}<", "error suspicious_characters To/OrganId"),
        Break("Về việc", "Về\u{202E} việc", "warning suspicious_characters MessageHeader/Subject"),
        Break(
            "a.pdf", "fdp\u{202E}a.exe", "error suspicious_characters Reference/AttachmentName",
            "error suspicious_characters Attachment/AttachmentName"),
        Break(
            "<edXML:BussinessDocType>0", "<edXML:BussinessDocType>2",
            "warning missing_element Bussiness"),
        Break(
            "<edXML:BussinessDocType>0", "<edXML:BussinessDocType>3",
            "warning missing_element Bussiness"),
    ]

    static let lengths = [
        Break(
            "<edXML:OrganId>H10<", "<edXML:OrganId>H10.\(String(repeating: "1", count: 32))<",
            "warning length_exceeded To/OrganId"),
        Break("<edXML:OrganId>H10<", "<edXML:OrganId>000.00.00.H101<", "warning length_exceeded To/OrganId"),
        Break("UBND", long(201), "warning length_exceeded To/OrganName"),
        Break(
            "<edXML:OrganName>UBND",
            "<edXML:OrganizationInCharge>\(long(501))</edXML:OrganizationInCharge>"
                + "<edXML:OrganAdd>\(long(501))</edXML:OrganAdd><edXML:Email>\(long(101))</edXML:Email>"
                + "<edXML:Telephone>\(long(21))</edXML:Telephone><edXML:Fax>\(long(21))</edXML:Fax>"
                + "<edXML:Website>\(long(21))</edXML:Website><edXML:OrganName>UBND",
            "warning length_exceeded To/OrganizationInCharge", "warning length_exceeded To/OrganAdd",
            "warning length_exceeded To/Email", "warning length_exceeded To/Telephone",
            "warning length_exceeded To/Fax", "warning length_exceeded To/Website"),
        Break("Về việc thử nghiệm", long(501), "warning length_exceeded MessageHeader/Subject"),
        Break("<edXML:CodeNumber>7", "<edXML:CodeNumber>123456789012", "warning length_exceeded Code/CodeNumber"),
        Break(
            "<edXML:CodeNotation>SM-ĐT", "<edXML:CodeNotation>" + long(31),
            "warning length_exceeded Code/CodeNotation"),
        Break("Công văn", long(101), "warning length_exceeded DocumentType/TypeName"),
        Break("Giám đốc", long(101), "warning length_exceeded SignerInfo/Position"),
        Break("Nguyễn Văn A", long(51), "warning length_exceeded SignerInfo/FullName"),
        Break("Lưu: VT", long(151), "warning length_exceeded ToPlaces/Place"),
        Break(
            "<edXML:BussinessDocReason>", "<edXML:BussinessDocReason>" + long(501),
            "warning length_exceeded Bussiness/BussinessDocReason"),
        Break(
            "a.pdf", long(501), "warning length_exceeded Reference/AttachmentName",
            "warning length_exceeded Attachment/AttachmentName"),
        Break(
            "</edXML:Priority>",
            "</edXML:Priority><edXML:SphereOfPromulgation>\(long(101))"
                + "</edXML:SphereOfPromulgation><edXML:TyperNotation>\(long(11))</edXML:TyperNotation>",
            "warning length_exceeded OtherInfo/SphereOfPromulgation", "warning length_exceeded OtherInfo/TyperNotation"),
        Break(
            "<edXML:PromulgationDate>2021/06/24",
            "<edXML:Place>\(long(51))</edXML:Place>"
                + "<edXML:PromulgationDate>2021/06/24", "warning length_exceeded PromulgationInfo/Place"),
        Break(
            "</edXML:Subject>", "</edXML:Subject><edXML:Content>\(long(501))</edXML:Content>",
            "warning length_exceeded MessageHeader/Content"),
        Break(
            "Về việc thử nghiệm", String(repeating: "a", count: 65_537), "error text_exceeded MessageHeader/Subject",
            "warning length_exceeded MessageHeader/Subject"),
    ]

    @Test(arguments: structure + values + lengths)
    func isFound(_ change: Break) throws {
        let text = try Sample.document()
        let broken = Sample.replace(change.part, with: change.other, in: text)
        try #require(broken != text)
        #expect(Sample.faults(broken) == change.faults)
    }

    /// What the field sends and is taken without a word.
    @Test(arguments: [
        ("<edXML:ResponseFor>", "<edXML:ResponseFor/><edXML:ResponseFor>"),
        (
            "<edXML:ContentTransferEncoded>",
            "<edXML:ContentTransferEncoded xmlns:edXML='http://www.mic.gov.vn/TBT/QCVN_102_2016'>"
        ),
        ("edXML:AttachmentEncoded>", "AttachmentEncoded>"),
        ("<edXML:DigitalSignature>\n</edXML:DigitalSignature>", ""),
        ("<edXML:Reference>", "<edXML:Reference xmlns:xlink='http://www.w3.org/1999/xlink' xlink:href='cid:1'>"),
        ("<edXML:TraceHeaderList>", "<edXML:TraceHeaderList id='a' version='1.0' mustUnderstand='1' actor='b'>"),
        ("<edXML:OrganId>H10<", "<edXML:OrganId>000.00.31.H53<"),
        ("<edXML:OrganId>H10<", "<edXML:OrganId>\n  H37.DN.001\n<"),
        ("<edXML:DocumentId>H10.13,2021/06/24,7/SM-ĐT<", "<edXML:DocumentId>0b5f8a52-6d0e-4a3e-9a5e-0f3b5c1d2e3f<"),
        ("<edXML:ContentId>cid:", "<edXML:ContentId>"),
        ("<edXML:Paper>1</edXML:Paper>", ""),
    ])
    func isTaken(_ part: String, _ other: String) throws {
        try Break(part, other).check()
    }

    /// Another shape that works in the field: the prefix declared on the envelope, another order, empty elements,
    /// attachments without prefix, their parts in another order.
    @Test func anotherOrderIsTaken() throws {
        let text = """
            <?xml version="1.0" encoding="utf-8"?>
            <edXML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">
              <edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
                <edXML:edXMLBody><edXML:edXMLManifest version="1.0"><edXML:Reference>
                  <edXML:Description/><edXML:AttachmentName>a.pdf</edXML:AttachmentName>
                  <edXML:ContentType>application/pdf</edXML:ContentType><edXML:ContentId>cid:x</edXML:ContentId>
                </edXML:Reference></edXML:edXMLManifest></edXML:edXMLBody>
                <edXML:edXMLHeader><edXML:DigitalSignature />
                <edXML:TraceHeaderList id="0a1b2c3d" version="1.0" mustUnderstand="1"><edXML:Bussiness>
                  <edXML:StaffInfo><edXML:Staff>A</edXML:Staff><edXML:Mobile></edXML:Mobile></edXML:StaffInfo>
                  <edXML:BussinessDocType>0</edXML:BussinessDocType><edXML:BussinessDocReason/></edXML:Bussiness>
                  <edXML:TraceHeader><edXML:Timestamp>2021/06/24 08:00:00</edXML:Timestamp>
                  <edXML:OrganId>H37.DN.001</edXML:OrganId></edXML:TraceHeader></edXML:TraceHeaderList>
                <edXML:MessageHeader>
                  <edXML:DocumentId>000.00.00.G22,2015/09/30,7816/VPCP-TTĐT</edXML:DocumentId>
                  <edXML:SteeringType>0</edXML:SteeringType><edXML:DueDate></edXML:DueDate><edXML:ResponseFor/>
                  <edXML:OtherInfo><edXML:Appendixes><edXML:Appendix></edXML:Appendix></edXML:Appendixes></edXML:OtherInfo>
                  <edXML:Subject>Công văn</edXML:Subject><edXML:Code><edXML:CodeNotation>VPCP-TTĐT</edXML:CodeNotation>
                  <edXML:CodeNumber>7816</edXML:CodeNumber></edXML:Code>
                  <edXML:DocumentType><edXML:TypeName>Công văn</edXML:TypeName><edXML:Type>18</edXML:Type></edXML:DocumentType>
                  <edXML:PromulgationInfo><edXML:PromulgationDate>2015/09/30</edXML:PromulgationDate></edXML:PromulgationInfo>
                  <edXML:To><edXML:OrganName>Sở</edXML:OrganName><edXML:OrganId>H37.02</edXML:OrganId></edXML:To>
                  <edXML:From><edXML:OrganName>DN</edXML:OrganName><edXML:Email /><edXML:OrganId>H37.DN.001</edXML:OrganId></edXML:From>
                </edXML:MessageHeader></edXML:edXMLHeader>
              </edXML:edXMLEnvelope>
              <AttachmentEncoded><Attachment><ContentType>application/pdf</ContentType><ContentId>x</ContentId>
                <ContentTransferEncoded>JVBERg==</ContentTransferEncoded><AttachmentName>a.pdf</AttachmentName>
              </Attachment></AttachmentEncoded>
            </edXML>
            """
        #expect(Sample.faults(text) == [])
        guard case .document(let document) = Sample.check(text).message else {
            Issue.record("not a document")
            return
        }
        #expect(document.from.id == "H37.DN.001" && document.to.map(\.id) == ["H37.02"])
        #expect(document.responseFor == [] && document.appendixes == [] && document.signatureLine == nil)
        #expect(document.attachments.map(\.contentID) == ["x"])
    }

    @Test func theGoodOnesAreClean() throws {
        #expect(Sample.check(try Sample.document()).faults == [])
        #expect(Sample.check(try Sample.status()).faults == [])
    }

    static let statuses = [
        Break("<edXML:StatusCode>03", "<edXML:StatusCode>3", "error invalid_value MessageHeader/StatusCode"),
        Break("<edXML:StatusCode>03", "<edXML:StatusCode>07", "error status_code_undefined MessageHeader/StatusCode"),
        Break("<edXML:StatusCode>03", "<edXML:StatusCode>02", "error reason_missing MessageHeader/StatusCode"),
        Break("<edXML:StatusCode>03</edXML:StatusCode>", "", "error missing_element MessageHeader"),
        Break(
            "<edXML:StatusCode>03", "<edXML:Description>\(long(1001))</edXML:Description><edXML:StatusCode>03",
            "error reason_too_long MessageHeader/Description"),
        Break("<edXML:OrganId>H10.13</edXML:OrganId>", "", "error missing_element ResponseFor"),
        Break(
            "</edXML:ResponseFor>", "</edXML:ResponseFor><edXML:ResponseFor/>",
            "error repeated_element MessageHeader/ResponseFor"),
        Break(
            "<edXML:DocumentId>H10.13,2021/06/24,7/SM-ĐT</edXML:DocumentId>", "",
            "warning missing_element ResponseFor"),
        Break(
            "<edXML:StatusCode>",
            "<edXML:To><edXML:OrganId>H1</edXML:OrganId><edXML:OrganName>x</edXML:OrganName>"
                + "</edXML:To><edXML:StatusCode>", "error misplaced_element MessageHeader/To"),
        Break(
            "</edXML:edXMLHeader>",
            "<edXML:TraceHeaderList><edXML:TraceHeader><edXML:OrganId>G22</edXML:OrganId>"
                + "<edXML:Timestamp>2021/06/24 09:00:00</edXML:Timestamp></edXML:TraceHeader></edXML:TraceHeaderList>"
                + "</edXML:edXMLHeader>", "error misplaced_element edXMLHeader/TraceHeaderList"),
        Break(
            "</edXML:edXMLEnvelope>",
            "<edXML:edXMLBody><edXML:edXMLManifest version=\"1.0\"/></edXML:edXMLBody>"
                + "</edXML:edXMLEnvelope>", "error misplaced_element edXMLEnvelope/edXMLBody"),
        Break("<edXML:Code>7/SM-ĐT", "<edXML:Code>7", "warning invalid_value ResponseFor/Code"),
        Break("2021/06/24 09:00:00", "9 giờ", "warning invalid_date MessageHeader/Timestamp"),
    ]

    @Test(arguments: statuses)
    func isFoundInAStatus(_ change: Break) throws {
        let text = try Sample.status()
        let broken = Sample.replace(change.part, with: change.other, in: text)
        try #require(broken != text)
        #expect(Sample.faults(broken) == change.faults)
    }

    @Test func aWithdrawalNamesADocument() throws {
        var document = ReaderTests.document()
        document.kind = 1
        let fault = #expect(throws: EdXMLFault.self) {
            try EdXMLWriter.write(document, files: [], timestamp: "2021/06/24 08:00:00")
        }
        #expect(fault?.code == "business_target_missing")
        for named in [EdXMLResponse(documentID: "x"), EdXMLResponse(code: "7/TT", promulgationDate: "2021/06/24")] {
            document.responseFor = [named]
            #expect(throws: Never.self) {
                try EdXMLWriter.write(document, files: [], timestamp: "2021/06/24 08:00:00")
            }
        }
    }

    @Test func allFaultsComeInOnePassInTheOrderOfTheirPlaces() throws {
        var text = try Sample.document()
        for (part, other) in [
            ("<edXML:Priority>3", "<edXML:Priority>9"), ("<edXML:Paper>1", "<edXML:Paper>7"),
            ("<edXML:OrganId>H10<", "<edXML:OrganId>G22<"), ("JVBERg==", "JVBE!Rg=="),
            ("<edXML:CodeNumber>7</edXML:CodeNumber>", "<CodeNumber>7</CodeNumber>"),
        ] { text = Sample.replace(part, with: other, in: text) }
        let report = Sample.check(text)
        #expect(report.message == nil)
        #expect(
            report.faults.map(\.code) == [
                "receiver_repeated", "missing_prefix", "invalid_value", "invalid_value", "broken_base64",
            ])
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for fault in report.faults {
            let line = lines[fault.line - 1]
            #expect(line.dropFirst(fault.column - 1).hasPrefix("<"))
            #expect(!fault.expected.isEmpty && !fault.hint().isEmpty && !fault.hint(vietnamese: true).isEmpty)
        }
        #expect(report.refusal?.code == "receiver_repeated")
    }

    @Test func manyFaultsAreCutAndStillRefuse() throws {
        let stray = String(repeating: "<edXML:Foo/>", count: 5_000)
        let report = Sample.check(
            Sample.replace("<edXML:Subject>", with: stray + "<edXML:Subject>", in: try Sample.document()))
        #expect(report.faults.count == EdXMLReport.limit)
        #expect(report.isCut)
        #expect(report.message != nil)
        let bad = Sample.check(
            Sample.replace(
                "</edXML:MessageHeader>", with: stray + "<To/></edXML:MessageHeader>", in: try Sample.document()))
        #expect(bad.message == nil)
        // The error is told, however many warnings there are.
        #expect(bad.refusal?.code == "missing_prefix" && bad.faults.count == EdXMLReport.limit)
        let name = Sample.check(
            Sample.replace(
                "<edXML:Subject>", with: stray + "<edXML:Subject>",
                in: Sample.replace("a.pdf", with: "a\u{202E}fdp.exe", in: try Sample.document())))
        #expect(name.refusal?.code == "suspicious_characters")
    }

    @Test(arguments: EdXMLCode.allCases)
    func everyCodeHasItsWordsInBothLanguages(_ code: EdXMLCode) {
        #expect(
            code.rawValue.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x5F || ($0 >= 0x30 && $0 <= 0x39) })
        #expect(code.title() != code.title(vietnamese: true) && code.title().hasSuffix("."))
        #expect(code.hint() != code.hint(vietnamese: true) && !code.hint().isEmpty)
    }
}
