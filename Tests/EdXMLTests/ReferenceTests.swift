import EdXML
import Platform
import Testing

/// `Documentation/reference/edxml.md` against the reader: every row of its tables by messages that break it.
@Suite struct ReferenceTests {
    /// A row of a table: what it says, and the faults that it promises.
    struct Row {
        let section: String
        let rule: String
        let faults: Set<String>
    }

    /// What breaks a row: parts of the document, or of the status, that become others, or whole messages.
    struct Breaks {
        var document: [(String, String)] = []
        var status: [(String, String)] = []
        var bytes: [[UInt8]] = []
    }

    static let path =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        + "/Documentation/reference/edxml.md"

    static func rows() throws -> [Row] {
        var section = ""
        var rows: [Row] = []
        for line in String(decoding: try Files.read(path), as: UTF8.self).split(separator: "\n") {
            if line.hasPrefix("## ") { section = String(line.dropFirst(3)) }
            let cells = line.split(separator: "|").map { FieldText.trimmed(String($0)) }
            guard line.hasPrefix("| "), cells.count == 3, cells[0] != "rule" else { continue }
            let codes = cells[1].split(separator: "`").filter { $0.allSatisfy { $0 != "," && $0 != " " } }
            rows.append(Row(section: section, rule: cells[0], faults: Set(codes.map { "\(cells[2]) \($0)" })))
        }
        return rows
    }

    static func long(_ count: Int) -> String { String(repeating: "Đ", count: count) }
    static func element(_ name: String, _ text: String) -> String { "<edXML:\(name)>\(text)</edXML:\(name)>" }

    static let organ = "<edXML:OrganId>H10</edXML:OrganId>"
    static let subject = "<edXML:Subject>"
    static let business = "<edXML:BussinessDocType>0"

    /// By the section and the beginning of a rule.
    static func breaks() throws -> [(String, String, Breaks)] {
        let before = "Before and around the markup"
        let good = try Sample.document()
        return [
            (before, "XML at all", Breaks(bytes: [[], Array("%PDF-1.4".utf8), [0x50, 0x4B, 3, 4], Array("{}".utf8)])),
            (before, "nothing before", Breaks(document: [("<?xml", " <?xml")])),
            (
                before, "UTF-8",
                Breaks(
                    document: [("encoding=\"UTF-8\"", "encoding=\"windows-1258\"")],
                    bytes: [
                        Array(good.utf8).map { $0 == UInt8(ascii: "7") ? 0xFF : $0 },
                        [0xFF, 0xFE] + good.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
                    ])
            ),
            (
                before, "well-formed",
                Breaks(document: [("</edXML:Subject>", "</edXML:Sub>"), (subject, "<zz:Subject>")])
            ),
            (
                before, "no document type",
                Breaks(document: [("<edXML xmlns", "<!DOCTYPE a><edXML xmlns"), ("Về việc", "&nbsp;")])
            ),
            (
                before, "100 MB",
                Breaks(
                    document: [
                        (subject, String(repeating: "<x>", count: 61) + String(repeating: "</x>", count: 61) + subject)
                    ],
                    bytes: [[UInt8](repeating: 0x20, count: 100_000_001)])
            ),
            (
                before, "200,000",
                Breaks(document: [
                    (subject, "<x>" + String(repeating: "<x/>", count: 200_000) + "</x>" + subject),
                    (subject, "<x>" + (0..<20_001).map { "<n\($0)/>" }.joined() + "</x>" + subject),
                ])
            ),
            (
                before, "of one element",
                Breaks(document: [
                    (subject, "<edXML:Subject" + (0..<65).map { " a\($0)='1'" }.joined() + ">"),
                    (subject, "<edXML:Subject" + (0..<63).map { " xmlns:a\($0)='u'" }.joined() + ">"),
                ])
            ),
            (
                before, "names of",
                Breaks(document: [
                    (subject, "<x><\(String(repeating: "a", count: 257))/></x>" + subject),
                    (subject, "<edXML:Subject xmlns:q='\(String(repeating: "u", count: 2_049))'>"),
                    (subject, "<edXML:Subject \(String(repeating: "a", count: 257))='1'>"),
                ])
            ),
            (
                before, "64 KiB",
                Breaks(document: [
                    ("<edXML:Competence>TM.", "<edXML:Competence>" + String(repeating: "x", count: 65_537)),
                    (
                        "<edXML:To>\n\(organ)",
                        (0..<12_001).map {
                            "<edXML:To><edXML:OrganId>Q\($0)</edXML:OrganId><edXML:OrganName>a</edXML:OrganName></edXML:To>"
                        }.joined()
                            + "<edXML:To>\n\(organ)"
                    ),
                    (
                        "<edXML:AttachmentEncoded>",
                        "<edXML:AttachmentEncoded>"
                            + String(
                                repeating:
                                    "<edXML:Attachment><edXML:ContentId>1</edXML:ContentId><edXML:ContentType>text/plain"
                                    + "</edXML:ContentType><edXML:AttachmentName>a</edXML:AttachmentName>"
                                    + "<edXML:ContentTransferEncoded>YQ==</edXML:ContentTransferEncoded></edXML:Attachment>",
                                count: 1_001)
                    ),
                ])
            ),
        ] + structure + values + attachments + statuses
    }

    static let structure: [(String, String, Breaks)] = [
        (
            "Structure", "root",
            Breaks(bytes: [
                Array("<a/>".utf8), Array("<edXML xmlns='http://www.e-doc.vn/Schema/'/>".utf8), Array("<edXML/>".utf8),
            ])
        ),
        (
            "Structure", "exactly one",
            Breaks(
                document: [("</edXML>", "<edXML:edXMLEnvelope/></edXML>")],
                bytes: [Array("<edXML xmlns='http://www.mic.gov.vn/TBT/QCVN_102_2016'/>".utf8)])
        ),
        ("Structure", "the prefix", Breaks(document: [("edXML:Subject>", "Subject>")])),
        (
            "Structure", "the standard's",
            Breaks(document: [("<edXML:Place>Lưu: VT</edXML:Place>", "<Place xmlns='urn:x'/>")])
        ),
        ("Structure", "a Signature", Breaks(document: [(FieldRuleTests.place, FieldRuleTests.placeholder())])),
        (
            "Structure", "required",
            Breaks(
                document: [
                    (organ, ""), (organ, "<edXML:OrganId/>"), ("<edXML:Subject>Về việc thử nghiệm</edXML:Subject>", ""),
                    ("<edXML:CodeNumber>7</edXML:CodeNumber>", ""),
                    ("<edXML:CodeNotation>SM-ĐT</edXML:CodeNotation>", ""),
                    ("<edXML:PromulgationDate>2021/06/24</edXML:PromulgationDate>", ""),
                    ("<edXML:TypeName>Công văn</edXML:TypeName>", ""), ("<edXML:ContentId>cid:1</edXML:ContentId>", ""),
                    ("<edXML:DocumentId>H10.13,2021/06/24,7/SM-ĐT</edXML:DocumentId>", ""),
                    ("<edXML:ContentTransferEncoded>JVBERg==</edXML:ContentTransferEncoded>", ""),
                    (
                        "</edXML:Bussiness>",
                        "<edXML:ReplacementInfoList><edXML:ReplacementInfo/></edXML:ReplacementInfoList></edXML:Bussiness>"
                    ),
                    (
                        "</edXML:Bussiness>",
                        "<edXML:BussinessDocumentInfo><edXML:ReceiverList><edXML:Receiver/></edXML:ReceiverList>"
                            + "</edXML:BussinessDocumentInfo></edXML:Bussiness>"
                    ),
                ])
        ),
        (
            "Structure", "expected",
            Breaks(document: [
                ("<edXML:OrganName>UBND</edXML:OrganName>", ""), ("<edXML:Type>2</edXML:Type>", ""),
                ("<edXML:BussinessDocType>0</edXML:BussinessDocType>", ""), (business, "<edXML:BussinessDocType>2"),
                (business, "<edXML:BussinessDocType>3"), ("<edXML:ContentType>application/pdf</edXML:ContentType>", ""),
                ("<edXML:AttachmentName>a.pdf</edXML:AttachmentName>", ""),
                ("<edXML:TraceHeaderList>", "<edXML:TraceHeaderList><edXML:TraceHeader/>"),
            ])
        ),
        (
            "Structure", "one of everything",
            Breaks(document: [
                (subject, "<edXML:Subject>a</edXML:Subject>" + subject), (organ, organ + organ),
                (business, "<edXML:BussinessDocType>0</edXML:BussinessDocType>" + business),
            ])
        ),
        (
            "Structure", "only in its place",
            Breaks(
                document: [
                    "edXML", "edXMLEnvelope", "edXMLHeader", "edXMLBody", "edXMLManifest", "MessageHeader", "From",
                    "To",
                    "TraceHeaderList", "Bussiness", "Reference", "AttachmentEncoded", "Attachment",
                    "ContentTransferEncoded",
                    "DigitalSignature",
                ].map { ("</edXML:SignerInfo>", "<edXML:\($0)/></edXML:SignerInfo>") } + [
                    (
                        "</edXML:SignerInfo>",
                        "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/></edXML:SignerInfo>"
                    ),
                    ("</edXML:SignerInfo>", "<x><edXML:To/></x></edXML:SignerInfo>"),
                ])
        ),
        (
            "Structure", "another element",
            Breaks(document: [
                ("</edXML:SignerInfo>", "<edXML:Priority>1</edXML:Priority></edXML:SignerInfo>"),
                ("</edXML>", "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/></edXML>"),
            ])
        ),
        (
            "Structure", "an element that",
            Breaks(document: [("</edXML:SignerInfo>", "<edXML:Note/></edXML:SignerInfo>")])
        ),
        ("Structure", "right in TraceHeaderList", Breaks(document: [("edXML:Bussiness>", "edXML:Business>")])),
        (
            "Structure", "no text",
            Breaks(document: [("<edXML:Code>\n", "<edXML:Code>7\n"), ("Về việc", "Về <b/> việc")])
        ),
        ("Structure", "`version", Breaks(document: [(" version=\"1.0\">", ">")])),
    ]

    static let values: [(String, String, Breaks)] = [
        ("Values", "OrganId of visible", Breaks(document: [(">H10<", ">Н10<"), (">H10<", ">H 10<")])),
        (
            "Values", "of A–Z",
            Breaks(document: [
                (">H10<", ">h10<"), (">H10<", ">H10.\(String(repeating: "1", count: 32))<"),
                (">H10<", ">000.00.00.H101<"),
            ])
        ),
        ("Values", "each OrganId", Breaks(document: [(">H10<", ">G22<")])),
        (
            "Values", "days",
            Breaks(document: [
                ("2021/06/24</edXML:PromulgationDate>", "2021/02/29</edXML:PromulgationDate>"),
                ("2021/06/24</edXML:PromulgationDate>", "2021/06/25</edXML:PromulgationDate>"),
                ("<edXML:ToPlaces>", "<edXML:DueDate>1/7/2021</edXML:DueDate><edXML:ToPlaces>"),
            ])
        ),
        ("Values", "timestamps", Breaks(document: [("2021/06/24 08:00:00", "2021-06-24T08:00:00")])),
        (
            "Values", "Priority",
            Breaks(document: [
                ("<edXML:Priority>3", "<edXML:Priority>5"), (business, "<edXML:BussinessDocType>4"),
                ("<edXML:Paper>1", "<edXML:Paper>2"), (business, "<edXML:BussinessDocType>N/A"),
            ])
        ),
        (
            "Values", "`N/A`",
            Breaks(document: [
                ("<edXML:Priority>3", "<edXML:Priority>N/A"), ("<edXML:Paper>1", "<edXML:Paper>N/A"),
                ("<edXML:PromulgationDate>2021/06/01", "<edXML:PromulgationDate>N/A"),
            ])
        ),
        (
            "Values", "PromulgationAmount",
            Breaks(document: [
                ("</edXML:Priority>", "</edXML:Priority><edXML:PageAmount>1000</edXML:PageAmount>"),
                ("</edXML:Priority>", "</edXML:Priority><edXML:PromulgationAmount>-1</edXML:PromulgationAmount>"),
            ])
        ),
        (
            "Values", "OrganName 200",
            Breaks(
                document: [
                    ("UBND", long(201)), ("Về việc thử nghiệm", long(501)), ("Công văn", long(101)),
                    ("Giám đốc", long(101)),
                    ("Nguyễn Văn A", long(51)), ("Lưu: VT", long(151)), ("a.pdf", long(501)),
                    ("<edXML:CodeNumber>7", "<edXML:CodeNumber>123456789012"),
                    ("<edXML:CodeNotation>SM-ĐT", "<edXML:CodeNotation>" + long(31)),
                    ("<edXML:BussinessDocReason>", "<edXML:BussinessDocReason>" + long(501)),
                ]
                    + [
                        ("OrganizationInCharge", 500), ("OrganAdd", 500), ("Email", 100), ("Telephone", 20),
                        ("Fax", 20),
                        ("Website", 20),
                    ].map { (organ, organ + element($0.0, long($0.1 + 1))) }
                    + [("SphereOfPromulgation", 100), ("TyperNotation", 10)].map {
                        ("<edXML:Priority>", element($0.0, long($0.1 + 1)) + "<edXML:Priority>")
                    } + [
                        (subject, element("Content", long(501)) + subject),
                        (
                            "<edXML:PromulgationDate>2021/06/24",
                            element("Place", long(51)) + "<edXML:PromulgationDate>2021/06/24"
                        ),
                        (
                            "</edXML:Bussiness>",
                            "<edXML:StaffInfo>\(element("Mobile", long(21)))</edXML:StaffInfo></edXML:Bussiness>"
                        ),
                        (
                            "</edXML:TraceHeaderList>",
                            "<edXML:TraceHeader>\(element("OrganId", long(36)))\(element("Timestamp", "2021/06/24 08:00:00"))</edXML:TraceHeader></edXML:TraceHeaderList>"
                        ),
                    ])
        ),
        (
            "Values", "no characters",
            Breaks(document: [("Về việc", "Về\u{AD}việc"), ("Về việc", "Về \u{D0}việc"), ("a.pdf", "\u{F0}.pdf")])
        ),
        ("Values", "none of the first", Breaks(document: [("a.pdf", "a\u{34F}.pdf")])),
        (
            "Values", "at most 30 combining",
            Breaks(document: [("Về việc", "Về việc" + String(repeating: "\u{301}", count: 31))])
        ),
    ]

    static let zipEnd = "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=="

    static let attachments: [(String, String, Breaks)] = [
        (
            "Attachments", "every Reference",
            Breaks(document: [
                ("<edXML:Attachment>\n<edXML:ContentId>cid:1<", "<edXML:Attachment>\n<edXML:ContentId>cid:9<")
            ])
        ),
        (
            "Attachments", "a ContentId",
            Breaks(document: [("<edXML:ContentId>cid:2<", "<edXML:ContentId>cid:1<")])
        ),
        (
            "Attachments", "the same AttachmentName",
            Breaks(document: [
                (
                    "<edXML:Attachment>\n<edXML:ContentId>cid:1</edXML:ContentId>\n<edXML:ContentType>application/pdf",
                    "<edXML:Attachment>\n<edXML:ContentId>cid:1</edXML:ContentId>\n<edXML:ContentType>text/plain"
                )
            ])
        ),
        (
            "Attachments", "two ContentTypes",
            Breaks(document: [
                (
                    "<edXML:Attachment>\n<edXML:ContentId>cid:1</edXML:ContentId>\n<edXML:ContentType>application/pdf",
                    "<edXML:Attachment>\n<edXML:ContentId>cid:1</edXML:ContentId>\n<edXML:ContentType>application/zip"
                )
            ])
        ),
        (
            "Attachments", "content",
            Breaks(document: [("JVBERg==", "JVBE!Rg=="), ("JVBERg==", "JVBERg"), ("JVBERg==", "JVBERh==")])
        ),
        ("Attachments", "the first bytes", Breaks(document: [("JVBERg==", zipEnd), ("text/plain", "image/png")])),
        (
            "Attachments", "a file's name",
            Breaks(document: [("a.pdf", "../a.pdf"), ("a.pdf", "C:a.pdf"), ("a.pdf", "/a.pdf")])
        ),
        ("Attachments", "no slash", Breaks(document: [("a.pdf", "a/b.pdf"), ("a.pdf", "a\\b.pdf")])),
        ("Attachments", "the same where", Breaks(document: [("JVBERg==", "UEsDBAAA")])),
    ]

    static let statuses: [(String, String, Breaks)] = [
        ("Statuses", "StatusCode", Breaks(status: [("<edXML:StatusCode>03</edXML:StatusCode>", "")])),
        (
            "Statuses", "one ResponseFor",
            Breaks(status: [
                ("<edXML:OrganId>H10.13</edXML:OrganId>", ""),
                ("</edXML:ResponseFor>", "</edXML:ResponseFor><edXML:ResponseFor/>"),
            ])
        ),
        (
            "Statuses", "the rest",
            Breaks(status: [
                ("<edXML:DocumentId>H10.13,2021/06/24,7/SM-ĐT</edXML:DocumentId>", ""),
                ("<edXML:PromulgationDate>2021/06/24</edXML:PromulgationDate>", ""),
                ("<edXML:OrganName>Văn phòng</edXML:OrganName>", ""),
                ("<edXML:Timestamp>2021/06/24 09:00:00</edXML:Timestamp>", ""),
            ])
        ),
        ("Statuses", "Code as", Breaks(status: [("<edXML:Code>7/SM-ĐT", "<edXML:Code>7")])),
        (
            "Statuses", "StatusCode of",
            Breaks(status: [
                ("<edXML:StatusCode>03", "<edXML:StatusCode>3"), ("<edXML:StatusCode>03", "<edXML:StatusCode>14"),
            ])
        ),
        (
            "Statuses", "a reason",
            Breaks(status: [
                ("<edXML:StatusCode>03", "<edXML:StatusCode>02"),
                ("<edXML:StatusCode>", element("Description", long(1_001)) + "<edXML:StatusCode>"),
            ])
        ),
        (
            "Statuses", "no To",
            Breaks(
                document: [
                    ("</edXML:MessageHeader>", element("Timestamp", "2021/06/24 08:00:00") + "</edXML:MessageHeader>")
                ],
                status: [
                    (
                        "<edXML:StatusCode>",
                        "<edXML:To>\(element("OrganId", "H1"))\(element("OrganName", "x"))</edXML:To><edXML:StatusCode>"
                    ),
                    (
                        "</edXML:edXMLEnvelope>",
                        "<edXML:edXMLBody><edXML:edXMLManifest version=\"1.0\"/></edXML:edXMLBody></edXML:edXMLEnvelope>"
                    ),
                ])
        ),
    ]

    /// Rows that take more than one change, or an archive, or a directory of agencies: who tries them.
    static let elsewhere = [
        "each agency of To": "InspectorTests", "DocumentId begins": "InspectorTests", "a withdrawal": "here, below",
        "a zip has": "here, below",
        "at most 1,000 entries": "ZipTests, and the gallery",
    ]

    @Test func everyRowIsWhatTheReaderDoes() throws {
        let rows = try Self.rows()
        #expect(rows.count > 45)
        let breaks = try Self.breaks()
        for row in rows where !Self.elsewhere.keys.contains(where: { row.rule.hasPrefix($0) }) {
            let found = breaks.filter { $0.0 == row.section && row.rule.hasPrefix($0.1) }
            guard let tried = found.max(by: { $0.1.count < $1.1.count })?.2 else {
                Issue.record("no message breaks: \(row.rule)")
                continue
            }
            var seen: Set<String> = []
            func look(_ bytes: [UInt8], _ what: String) {
                let report = EdXMLReader.check(bytes, today: Sample.today)
                let faults = Set(report.faults.map { "\($0.severity.rawValue) \($0.code)" })
                #expect(!faults.isDisjoint(with: row.faults), "\(row.rule.prefix(40)): \(what) gives \(faults)")
                seen.formUnion(faults.intersection(row.faults))
            }
            for (sample, changes) in [(try Sample.document(), tried.document), (try Sample.status(), tried.status)] {
                for (part, other) in changes {
                    let text = Sample.replace(part, with: other, in: sample)
                    #expect(text != sample, "\(part)")
                    look(Array(text.utf8), other.prefix(100).description)
                }
            }
            for bytes in tried.bytes { look(bytes, "\(bytes.count) bytes") }
            #expect(seen == row.faults, "\(row.rule.prefix(60))")
        }
        // Every list of samples is of a row.
        for (section, rule, _) in breaks {
            #expect(rows.contains { $0.section == section && $0.rule.hasPrefix(rule) }, "\(section): \(rule)")
        }
    }

    @Test func rowsThatTakeMoreAreTrueToo() throws {
        let document = try Sample.document()
        let unnamed = document.split(separator: "<edXML:ResponseFor>", maxSplits: 1)
        let behind = try #require(unnamed.last).split(separator: "</edXML:ResponseFor>", maxSplits: 1)
        let bare = String(try #require(unnamed.first)) + (try #require(behind.last))
        for kind in 1...3 {
            let faults = Sample.faults(Sample.replace(Self.business, with: "<edXML:BussinessDocType>\(kind)", in: bare))
            #expect(faults.contains("error business_target_missing Bussiness/BussinessDocType"))
        }
        let zip = Sample.replace(
            "JVBERg==", with: "UEsDBAAA", in: Sample.replace("application/pdf", with: "application/zip", in: document))
        #expect(Sample.faults(zip) == ["error zip_damaged Attachment/ContentTransferEncoded"])
    }

    /// A code is in the reference with each severity that it has anywhere here, and no code is left out.
    @Test func everyCodeIsDocumented() throws {
        let documented = try Self.rows().reduce(into: Set<String>()) { $0.formUnion($1.faults) }
        let codes = Set(documented.compactMap { $0.split(separator: " ").last.map(String.init) })
        for code in EdXMLCode.allCases { #expect(codes.contains(code.rawValue), "\(code)") }
        for code in codes { #expect(EdXMLCode(rawValue: code) != nil, "\(code)") }
        var seen: Set<String> = []
        for (sample, changes) in [
            (try Sample.document(), RuleTests.structure + RuleTests.values + RuleTests.lengths + FieldRuleTests.traces),
            (try Sample.status(), RuleTests.statuses),
        ] {
            for change in changes {
                let text = Sample.replace(change.part, with: change.other, in: sample)
                seen.formUnion(Sample.check(text).faults.map { "\($0.severity.rawValue) \($0.code)" })
            }
        }
        #expect(seen.subtracting(documented).isEmpty)
        #expect(seen.count > 20)
    }

    /// Limits are what the reference says they are, neither less nor more.
    @Test func limitsAreExact() throws {
        let document = try Sample.document()
        func faults(_ other: String, _ part: String = Self.subject) -> Set<String> {
            Set(Sample.check(Sample.replace(part, with: other, in: document)).faults.map(\.code))
        }
        func names(_ count: Int) -> String { String(repeating: "a", count: count) }
        #expect(faults("<x><\(names(256))/></x>\(Self.subject)") == ["unknown_element"])
        #expect(faults("<x><\(names(256))></\(names(256))></x>\(Self.subject)") == ["unknown_element"])
        #expect(faults("<edXML:Subject \(names(256))='1'>").isEmpty)
        #expect(faults("<edXML:Subject xmlns:q='\(names(2_048))'>").isEmpty)
        #expect(faults("<edXML:Subject" + (0..<64).map { " a\($0)='1'" }.joined() + ">").isEmpty)
        #expect(faults("<edXML:Subject" + (0..<62).map { " xmlns:a\($0)='u'" }.joined() + ">").isEmpty)
        let deep = String(repeating: "<x>", count: 60) + String(repeating: "</x>", count: 60)
        #expect(faults(deep + Self.subject) == ["unknown_element"])
        #expect(faults("<edXML:Competence>" + String(repeating: "x", count: 65_536), "<edXML:Competence>TM.").isEmpty)
        #expect(faults(Self.long(500), "Về việc thử nghiệm").isEmpty && faults(Self.long(200), "UBND").isEmpty)
    }
}
