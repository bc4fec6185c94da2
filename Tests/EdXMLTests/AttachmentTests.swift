import EdXML
import Platform
import Testing

@Suite struct AttachmentTests {
    static let parts = [
        RuleTests.Break("JVBERg==", "JVBERg=", "error broken_base64 Attachment/ContentTransferEncoded"),
        RuleTests.Break("JVBERg==", "JVBERh==", "error broken_base64 Attachment/ContentTransferEncoded"),
        RuleTests.Break("JVBERg==", "JVBERg==AAAA", "error broken_base64 Attachment/ContentTransferEncoded"),
        RuleTests.Break("JVBERg==", "", "error broken_base64 Attachment/ContentTransferEncoded"),
        RuleTests.Break("JVBERg==", "JVBERg==<x/>", "error broken_base64 Attachment/ContentTransferEncoded"),
        RuleTests.Break(
            "JVBERg==", "JVBERg==<x>a</x>!!", "error broken_base64 Attachment/ContentTransferEncoded",
            "error broken_base64 Attachment/ContentTransferEncoded"),
        RuleTests.Break(
            "JVBERg==</edXML:ContentTransferEncoded>",
            "JVBERg==</edXML:ContentTransferEncoded>"
                + "<edXML:ContentTransferEncoded>JVBERg==</edXML:ContentTransferEncoded>",
            "error repeated_element Attachment/ContentTransferEncoded"),
        RuleTests.Break(
            "cid:2", "cid:1", "error content_id_repeated edXMLManifest/Reference",
            "error content_id_repeated AttachmentEncoded/Attachment"),
        RuleTests.Break(
            "<edXML:AttachmentName>b.txt</edXML:AttachmentName>\n<edXML:ContentTransferEncoded>",
            "<edXML:AttachmentName>c.txt</edXML:AttachmentName>\n<edXML:ContentTransferEncoded>",
            "error manifest_disagrees Attachment/AttachmentName"),
        RuleTests.Break(
            "text/plain</edXML:ContentType>\n<edXML:AttachmentName>b.txt</edXML:AttachmentName>\n<edXML:Co",
            "text/html</edXML:ContentType>\n<edXML:AttachmentName>b.txt</edXML:AttachmentName>\n<edXML:Co",
            "error manifest_disagrees Attachment/ContentType"),
        RuleTests.Break("JVBERg==", "iVBORw0KGgo=", "warning content_type_mismatch Attachment/ContentTransferEncoded"),
        RuleTests.Break(
            "a.pdf", "../../etc/passwd", "error unsafe_name Reference/AttachmentName",
            "error unsafe_name Attachment/AttachmentName"),
        RuleTests.Break(
            "a.pdf", "C:\\a.pdf", "error unsafe_name Reference/AttachmentName",
            "error unsafe_name Attachment/AttachmentName"),
        RuleTests.Break(
            "a.pdf", "7/a.pdf", "warning unsafe_name Reference/AttachmentName",
            "warning unsafe_name Attachment/AttachmentName"),
        RuleTests.Break(
            "</edXML:edXMLManifest>",
            "<edXML:Reference><edXML:ContentId>9</edXML:ContentId>"
                + "<edXML:ContentType>a/b</edXML:ContentType><edXML:AttachmentName>x</edXML:AttachmentName>"
                + "</edXML:Reference></edXML:edXMLManifest>",
            "error manifest_without_attachment edXMLManifest/Reference"),
        RuleTests.Break(
            "</edXML:AttachmentEncoded>",
            "<Attachment><ContentId>9</ContentId><ContentType>a/b"
                + "</ContentType><AttachmentName>x</AttachmentName><ContentTransferEncoded>AAAA</ContentTransferEncoded>"
                + "</Attachment></edXML:AttachmentEncoded>",
            "error attachment_without_manifest AttachmentEncoded/Attachment"),
        RuleTests.Break("</edXML>", "<AttachmentEncoded/></edXML>", "error repeated_element edXML/AttachmentEncoded"),
    ]

    @Test(arguments: parts)
    func isFound(_ change: RuleTests.Break) throws {
        let text = try Sample.document()
        let broken = Sample.replace(change.part, with: change.other, in: text)
        try #require(broken != text)
        #expect(Sample.faults(broken) == change.faults)
    }

    /// Base64 in lines, in parts, as CDATA: the same content.
    @Test(arguments: ["JVBE\r\n Rg==", "<![CDATA[JVBE]]>Rg==", "JVBE<!-- x -->Rg==", "&#74;VBERg=="])
    func contentInPartsIsOneContent(_ text: String) throws {
        let changed = Sample.replace("JVBERg==", with: text, in: try Sample.document())
        guard case .document(let document) = Sample.check(changed).message else {
            Issue.record("refused: \(Sample.faults(changed))")
            return
        }
        #expect(document.attachments.map(\.size) == [4, 5])
        #expect(document.warnings == [])
    }

    /// All lengths, all line lengths, and one wrong byte anywhere: the same verdict as a whole decoder.
    @Test func base64IsCheckedAsStrictlyAsItIsDecoded() throws {
        var random = SeededRandom(seed: 20_210_624)
        let template = try Sample.document()
        for round in 0..<300 {
            let bytes = (0..<Int.random(in: 1...200, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            var text = Array(Base64.encode(bytes).utf8)
            if round % 3 == 1 {
                for place in stride(from: 76, to: text.count, by: 78) { text.insert(0x0A, at: place) }
            }
            if round % 3 == 2 {
                let place = Int.random(in: 0..<text.count, using: &random)
                text[place] = Array("!-_=Aa9 \u{7F}".utf8).randomElement(using: &random) ?? 0x21
            }
            let coded = String(decoding: text, as: UTF8.self)
            let changed = Sample.replace("AQIDBAU=", with: coded, in: template)
            let size = Base64.decode(coded)?.count
            let report = Sample.check(changed)
            if let size, size > 0 {
                guard case .document(let document) = report.message else {
                    Issue.record("refused: \(coded) \(report.faults)")
                    continue
                }
                #expect(document.attachments.last?.size == size)
            } else {
                #expect(report.refusal?.code == "broken_base64", "\(coded)")
            }
        }
    }
}
