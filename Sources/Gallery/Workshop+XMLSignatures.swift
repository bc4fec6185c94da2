internal import Platform
internal import Trust
internal import XML

/// XML signatures in the header that are broken in one way; what is not the broken thing is signed by the sender's key.
extension Workshop {
    private static let more = "http://www.w3.org/2001/04/xmldsig-more#"
    private static let wrongExclusive = "http://www.w3.org/TR/xml-exc-c14n#"

    func addXMLSignatures() throws {
        try addTampering()
        try addReferences()
        try addTransforms()
        try addAlgorithms()
        try addKeyInfos()
        try addShapes()
        try addPlaceholders()
        try addPairs()
    }

    private func addTampering() throws {
        try changed(
            "xmldsig_content_changed", .signatureDigestMismatch, "One letter of the subject was changed after signing.",
            "Một chữ trong trích yếu bị đổi sau khi ký."
        ) { try $0.replaceFirst("Về việc thử", "Về việc thứ") }
        try changed(
            "xmldsig_receiver_changed", .signatureDigestMismatch, "The name of the receiver was changed after signing.",
            "Tên bên nhận bị đổi sau khi ký."
        ) { try $0.replaceFirst("Cơ quan nhận", "Cơ quan khác") }
        try changed(
            "xmldsig_attachment_changed", .signatureDigestMismatch,
            "An attachment, which stands outside the envelope, was changed after signing.",
            "Tệp đính kèm, nằm ngoài envelope, bị đổi sau khi ký."
        ) { message in
            try message.replaceFirst(
                Base64.encode(Array("%PDF-1.4\n%%EOF\n".utf8)), Base64.encode(Array("%PDF-1.5\n%%EOF\n".utf8)))
        }
        let (owner, time) = (to.code, "\(day()) 08:00:00")
        try changed(
            "xmldsig_hop_appended", .signatureDigestMismatch,
            "A hub on the way appended a TraceHeader, which voids the signature.",
            "Trục trung gian thêm TraceHeader, làm chữ ký mất hiệu lực."
        ) { message in
            let hop =
                "<edXML:TraceHeader><edXML:OrganId>\(owner)</edXML:OrganId><edXML:Timestamp>\(time)</edXML:Timestamp>"
                + "</edXML:TraceHeader>\n"
            try message.insert(hop, before: "<edXML:Bussiness>")
        }
        try changed(
            "xmldsig_reformatted", .signatureDigestMismatch, "The document was indented after signing.",
            "Văn bản bị thụt dòng lại sau khi ký."
        ) { try $0.replaceFirst("\n<edXML:Subject>", "\n    <edXML:Subject>") }
        let name = "xmldsig_digest_renewed"
        var message = try document(name)
        let first = try signed(message.bytes)
        try message.replaceFirst("Về việc thử", "Về việc thứ")
        let second = try signed(message.bytes)
        let value = try second.piece(from: "<SignatureValue>", to: "</SignatureValue>")
        var forged = second
        try forged.replaceFirst(value, try first.piece(from: "<SignatureValue>", to: "</SignatureValue>"))
        xml(
            name, .signatureInvalid, "Changed after signing, and DigestValue with it; SignatureValue is the old one.",
            "Sửa nội dung và cả DigestValue sau khi ký; SignatureValue vẫn là cũ.", forged.bytes)
        try changed(
            "xmldsig_signed_info_changed", .signatureInvalid, "An attribute was added to SignedInfo after signing.",
            "Thêm thuộc tính vào SignedInfo sau khi ký."
        ) { try $0.replaceFirst("<SignedInfo>", "<SignedInfo Id=\"a\">") }
        try otherValue(
            "xmldsig_flipped", "The last bit of SignatureValue was turned.", "Bit cuối của SignatureValue bị đảo."
        ) { value in value.dropLast() + [(value.last ?? 0) ^ 1] }
    }

    private func addReferences() throws {
        try forged(
            "xmldsig_external_reference", .signatureReferenceRefused, "The reference is to another file.",
            "Tham chiếu tới tệp khác."
        ) { $0.references[0].uri = "letter.edxml" }
        try forged(
            "xmldsig_xpointer_reference", .signatureReferenceRefused,
            "The reference is written as an XPointer (#xpointer(/)) instead of URI=\"\".",
            "Tham chiếu viết bằng XPointer (#xpointer(/)) thay vì URI=\"\"."
        ) { $0.references[0].uri = "#xpointer(/)" }
        try forged(
            "xmldsig_reference_without_uri", .signatureReferenceRefused, "The reference does not say to what: no URI.",
            "Tham chiếu không nêu đối tượng: thiếu URI."
        ) { $0.references[0].uri = nil }
        try forged(
            "xmldsig_no_reference", .signatureReferenceRefused, "SignedInfo refers to nothing: no Reference.",
            "SignedInfo không tham chiếu gì: không có Reference."
        ) { $0.references = [] }
        try forged(
            "xmldsig_two_references", .signatureReferenceRefused, "Two references, both to the whole document.",
            "Hai tham chiếu, đều tới toàn văn bản."
        ) { $0.references.append($0.references[0]) }
        try forged(
            "xmldsig_manifest_reference", .signatureReferenceRefused, "The reference says it is to a Manifest (Type).",
            "Tham chiếu ghi là tới Manifest (Type)."
        ) { $0.references[0].attributes = " Type=\"http://www.w3.org/2000/09/xmldsig#Manifest\"" }
    }

    private func addTransforms() throws {
        let enveloped = XMLSignatureText.transform(XMLReference.enveloped)
        let exclusive = XMLSignatureText.transform(CanonicalizationAlgorithm.exclusive.rawValue)
        try forged(
            "xmldsig_xslt_transform", .signatureTransformRefused, "The document goes through an XSLT style sheet.",
            "Văn bản đi qua biến đổi XSLT."
        ) { text in
            let sheet =
                "<xsl:stylesheet xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\" version=\"1.0\">"
                + "<xsl:template match=\"/\"><xsl:copy-of select=\".\"/></xsl:template></xsl:stylesheet>"
            text.references[0].transforms =
                enveloped + "<Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\">\(sheet)</Transform>"
                + exclusive
        }
        try forged(
            "xmldsig_xpath_transform", .signatureTransformRefused,
            "An XPath expression takes the signature out, in place of the enveloped transform.",
            "Dùng biểu thức XPath bỏ chữ ký ra thay cho phép biến đổi enveloped."
        ) { text in
            text.references[0].transforms =
                "<Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><XPath "
                + "xmlns:ds=\"\(XMLSignature.namespace)\">not(ancestor-or-self::ds:Signature)</XPath></Transform>"
                + exclusive
        }
        try forged(
            "xmldsig_transform_order", .signatureTransformRefused,
            "The canonicalisation comes before the enveloped transform.",
            "Phép chuẩn hoá đứng trước phép biến đổi enveloped."
        ) { $0.references[0].transforms = exclusive + enveloped }
        try forged(
            "xmldsig_no_enveloped_transform", .signatureTransformRefused,
            "The enveloped transform is missing: the signature would sign itself.",
            "Thiếu phép biến đổi enveloped: chữ ký phải ký chính nó."
        ) { $0.references[0].transforms = exclusive }
        // Canonical XML 1.1 gives the bytes of 1.0 where there is no attribute of the namespace of xml.
        var inclusive = XMLForger(from)
        inclusive.form.transform = .inclusive
        try forged(
            "xmldsig_canonical_xml_11", .signatureTransformRefused,
            "The document is canonicalised by Canonical XML 1.1, which is not taken.",
            "Văn bản chuẩn hoá theo Canonical XML 1.1, không được nhận.", by: inclusive
        ) {
            $0.references[0].transforms = enveloped + XMLSignatureText.transform("http://www.w3.org/2006/12/xml-c14n11")
        }
        try forged(
            "xmldsig_wrong_transform_name", .signatureTransformRefused,
            "The transform is named \(Self.wrongExclusive), which is no algorithm, as programs in the field do.",
            "Phép biến đổi ghi \(Self.wrongExclusive), không phải thuật toán, như một số phần mềm hiện nay."
        ) { $0.references[0].transforms = enveloped + XMLSignatureText.transform(Self.wrongExclusive) }
        var forger = XMLForger(from)
        forger.canonicalizationName = Self.wrongExclusive
        let name = "xmldsig_wrong_canonicalization_name"
        xml(
            name, .signatureTransformRefused,
            "CanonicalizationMethod is named \(Self.wrongExclusive), which is no algorithm.",
            "CanonicalizationMethod ghi \(Self.wrongExclusive), không phải thuật toán.",
            try forger.sign(document(name).bytes))
    }

    private func addAlgorithms() throws {
        var forger = XMLForger(from)
        let secret = from.certificate.der
        forger.seal = { try HMACSHA256.code(of: $0, key: secret) }
        try forged(
            "xmldsig_hmac", .signatureAlgorithmRefused,
            "SignatureMethod is an HMAC, whose key is the public certificate: anybody can make it.",
            "SignatureMethod là HMAC với khóa là chứng thư công khai: ai cũng tạo được.", by: forger
        ) { $0.method = Self.more + "hmac-sha256" }
        let key = from.key
        let isRSA = if case .rsa = key.publicKey.kind { true } else { false }
        forger.seal = { bytes in
            let value = try WeakAlgorithms.sign(bytes, key)
            return isRSA ? value : try PrivateKey.plain(value, key.publicKey.kind)
        }
        try forged(
            "xmldsig_sha1_signature", .signatureAlgorithmRefused, "SignatureMethod is with SHA-1.",
            "SignatureMethod dùng SHA-1.", by: forger
        ) { $0.method = isRSA ? XMLSignature.namespace + "rsa-sha1" : Self.more + "ecdsa-sha1" }
        let name = "xmldsig_sha1_digest"
        let message = try document(name)
        // Written without anything that Canonical XML would change: all but the declaration and the last line end.
        let canonical = Array(
            message.bytes.dropFirst("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8.count).dropLast())
        var inclusive = XMLForger(from)
        inclusive.form.transform = .inclusive
        try forged(
            name, .signatureAlgorithmRefused, "DigestMethod is SHA-1.", "DigestMethod là SHA-1.", by: inclusive,
            document: message
        ) { text in
            guard text.references[0].digest == Base64.encode(SHA256.digest(canonical)) else {
                throw TrustError("the canonical form is another")
            }
            text.references[0].digestMethod = XMLSignature.namespace + "sha1"
            text.references[0].digest = Base64.encode(try WeakAlgorithms.sha1(canonical))
        }
        try forged(
            "xmldsig_wrong_algorithm", .signatureAlgorithmRefused,
            "SignatureMethod does not fit the key (RSA for ECDSA, or the reverse).",
            "SignatureMethod không khớp khóa (RSA thay ECDSA hoặc ngược lại)."
        ) { $0.method = Self.more + (isRSA ? "ecdsa-sha256" : "rsa-sha256") }
        try otherValue(
            "xmldsig_value_encoding",
            isRSA
                ? "The bytes of SignatureValue stand in reverse order." : "SignatureValue is DER instead of r and s.",
            isRSA ? "Các byte của SignatureValue bị đảo thứ tự." : "SignatureValue ở dạng DER thay vì r và s."
        ) { value in
            guard !isRSA else { return value.reversed() }
            func number(_ digits: some Sequence<UInt8>) -> [UInt8] {
                let digits = Array(digits.drop { $0 == 0 })
                return DER.element(0x02, (digits.first ?? 0x80) >= 0x80 ? [0] + digits : digits)
            }
            let half = value.count / 2
            return DER.element(0x30, number(value.prefix(half)), number(value.suffix(half)))
        }
    }

    private func addKeyInfos() throws {
        try forged(
            "xmldsig_key_value", .signatureKeyInfoRefused, "KeyInfo brings the bare key (KeyValue).",
            "KeyInfo mang khóa trần (KeyValue)."
        ) { $0.keyInfo = "<KeyInfo><KeyValue>\(keyValue)</KeyValue></KeyInfo>" }
        try forged(
            "xmldsig_retrieval_method", .signatureKeyInfoRefused,
            "KeyInfo says where the certificate could be fetched (RetrievalMethod).",
            "KeyInfo nêu nơi lấy chứng thư (RetrievalMethod)."
        ) { text in
            text.keyInfo =
                "<KeyInfo><RetrievalMethod URI=\"http://127.0.0.1/certificate.der\" "
                + "Type=\"http://www.w3.org/2000/09/xmldsig#rawX509Certificate\"/></KeyInfo>"
        }
        try forged(
            "xmldsig_broken_certificate_text", .signatureKeyInfoRefused, "X509Certificate is not base64.",
            "X509Certificate không phải base64."
        ) { try $0.keyInfo = Message($0.keyInfo).replacing("<X509Certificate>", "<X509Certificate>!") }
        try forged(
            "xmldsig_wrong_agency", .signerNotBound, "Signed by another agency, whose certificate is good.",
            "Do cơ quan khác ký, chứng thư của cơ quan đó hợp lệ.", by: XMLForger(to))
        try forged(
            "xmldsig_other_certificate", .signerNotBound,
            "KeyInfo holds another agency's certificate than the signer's.",
            "KeyInfo chứa chứng thư của cơ quan khác, không phải của người ký."
        ) { $0.keyInfo = XMLSignatureText.keyInfo(to.certificate) }
        let stranger = try PrivateKey.generate(.p256)
        let certificate = try DemoPKI.certifySelf(
            stranger, DemoPKI.Contents(name: from.code, organization: "Cơ quan gửi", now: now))
        try forged(
            "xmldsig_own_certificate", .signerNotBound,
            "Signed by a key whose self-signed certificate stands in KeyInfo and bears the sender's name.",
            "Ký bằng khóa có chứng thư tự ký trong KeyInfo, mang tên bên gửi.",
            by: XMLForger(key: stranger, certificate: certificate))
    }

    private func addShapes() throws {
        try forged(
            "xmldsig_object", .signatureStructureInvalid, "There is an Object in the Signature.",
            "Có Object trong Signature."
        ) { $0.rest = "<Object>x</Object>" }
        let name = "xmldsig_second_signature"
        var message = try document(name)
        try message.insert(
            "<Signature xmlns=\"\(XMLSignature.namespace)\"><SignedInfo/></Signature>\n", before: "</edXML>")
        // The first signature in the order of the bytes is the one that is made here.
        let parts = try split(message, at: "</edXML:edXMLHeader>")
        let envelope = XMLSignatureEnvelope(head: parts.head, tail: parts.tail)
        xml(
            name, .signatureStructureInvalid, "There is a second Signature, under the root.",
            "Có Signature thứ hai ngay dưới phần tử gốc.", try XMLForger(from).sign(envelope) { _ in })
        var relative = try document("xmldsig_relative_namespace")
        try relative.replaceFirst("<edXML:Subject>", "<edXML:Subject xmlns:x=\"relative\">")
        xml(
            "xmldsig_relative_namespace", .signatureStructureInvalid,
            "A namespace is no absolute URI: Canonical XML is not defined for it.",
            "Một namespace không phải URI tuyệt đối: Canonical XML không áp dụng được.",
            try XMLForger(from).sign(relative.bytes))
        // KeyInfo is not signed.
        try changed(
            "xmldsig_too_many_elements", .signatureStructureInvalid, "KeyInfo holds 600 KeyNames.",
            "KeyInfo chứa 600 KeyName."
        ) { try $0.insert(String(repeating: "<KeyName/>", count: 600), before: "</KeyInfo>") }
    }

    /// What programs in the field copy from samples.
    private func addPlaceholders() throws {
        let stranger = try PrivateKey.generate(.rsa2048)
        let certificate = try DemoPKI.certifySelf(
            stranger, DemoPKI.Contents(name: "Sample", organization: "Sample", now: now))
        var sample = XMLForger(key: stranger, certificate: certificate)
        sample.seal = { try WeakAlgorithms.sign($0, stranger) }
        try forged(
            "xmldsig_copied_sample", .signaturePlaceholder,
            "The Signature of a sample: RSA with SHA-1 over another document, by a key of which nobody knows.",
            "Signature chép từ mẫu: RSA với SHA-1 trên văn bản khác, khóa không của ai.", by: sample
        ) {
            $0.method = XMLSignature.namespace + "rsa-sha1"
            $0.references[0].digest = Base64.encode(SHA256.digest(Array("a sample".utf8)))
        }
        var wrong = XMLForger(key: stranger, certificate: certificate)
        wrong.canonicalizationName = Self.wrongExclusive
        try forged(
            "xmldsig_copied_sample_wrong_name", .signaturePlaceholder,
            "The Signature of a sample with the name \(Self.wrongExclusive), by a key of which nobody knows.",
            "Signature chép từ mẫu với tên \(Self.wrongExclusive), khóa không của ai.", by: wrong)
        try otherValue(
            "xmldsig_empty_value", "SignatureValue holds three dots.", "SignatureValue chỉ có ba dấu chấm.",
            code: .signaturePlaceholder, text: "...")
        let name = "xmldsig_in_qcvn_namespace"
        var message = try document(name)
        try message.insert(
            "<edXML:Signature><edXML:SignedInfo>x</edXML:SignedInfo></edXML:Signature>\n",
            before: "</edXML:edXMLHeader>")
        xml(
            name, .signaturePlaceholder, "The Signature stands in the namespace of edXML instead of its own.",
            "Signature nằm trong namespace của edXML thay vì của chữ ký XML.", message.bytes)
    }

    /// Every signature that is there must stand.
    private func addPairs() throws {
        var message = try signed(document("xmldsig_broken_beside_cms").bytes)
        try message.replaceFirst("Về việc thử", "Về việc thứ")
        add(
            "xmldsig_broken_beside_cms", "The XML signature is of other content; the CMS beside it is good.",
            "Chữ ký XML của nội dung khác; CMS kèm theo hợp lệ.", code: TrustCode.signatureDigestMismatch.rawValue,
            at: .verify, message: message.bytes, signature: try sign(message.bytes))
        let good = try signed(document("cms_broken_beside_xmldsig").bytes)
        add(
            "cms_broken_beside_xmldsig", "The CMS is of other content; the XML signature in the header is good.",
            "CMS của nội dung khác; chữ ký XML trong phần đầu hợp lệ.",
            code: TrustCode.signatureDigestMismatch.rawValue, at: .verify, message: good.bytes,
            signature: try sign(good.bytes + [0x0A]))
    }

    // MARK: Parts

    /// The sender's key as KeyValue holds it (XML Signature 1.1, 4.5.2).
    private var keyValue: String {
        let encoding = from.key.publicKey.encoding
        guard case .rsa(let bits) = from.key.publicKey.kind else {
            let isLong = from.key.publicKey.kind == .ec(curve: "secp384r1")
            let point = Base64.encode(Array(encoding.suffix(isLong ? 97 : 65)))
            return "<ECKeyValue xmlns=\"http://www.w3.org/2009/xmldsig11#\"><NamedCurve URI=\"urn:oid:"
                + "\(isLong ? "1.3.132.0.34" : "1.2.840.10045.3.1.7")\"/><PublicKey>\(point)</PublicKey></ECKeyValue>"
        }
        // The modulus stands before the exponent, 65537, which is five bytes of DER at the end.
        let modulus = Base64.encode(Array(encoding.dropLast(5).suffix(bits / 8)))
        return "<RSAKeyValue><Modulus>\(modulus)</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>"
    }

    func signed(_ document: [UInt8]) throws -> Message {
        Message(String(decoding: try XMLForger(from).sign(document), as: UTF8.self))
    }

    func xml(_ name: String, _ code: TrustCode, _ what: String, _ whatVI: String, _ message: [UInt8]) {
        add(name, what, whatVI, code: code.rawValue, at: .verify, message: message)
    }

    /// Signed, and changed then.
    private func changed(
        _ name: String, _ code: TrustCode, _ what: String, _ whatVI: String, change: (inout Message) throws -> Void
    ) throws {
        var message = try signed(document(name).bytes)
        try change(&message)
        xml(name, code, what, whatVI, message.bytes)
    }

    /// Signed with parts that are changed before.
    private func forged(
        _ name: String, _ code: TrustCode, _ what: String, _ whatVI: String, by forger: XMLForger? = nil,
        document: Message? = nil, change: (inout XMLSignatureText) throws -> Void = { _ in }
    ) throws {
        let message = try document ?? self.document(name)
        xml(name, code, what, whatVI, try (forger ?? XMLForger(from)).sign(message.bytes, change: change))
    }

    /// Another SignatureValue.
    private func otherValue(
        _ name: String, _ what: String, _ whatVI: String, code: TrustCode = .signatureInvalid, text: String? = nil,
        change: ([UInt8]) -> [UInt8] = { $0 }
    ) throws {
        var message = try signed(document(name).bytes)
        let element = try message.piece(from: "<SignatureValue>", to: "</SignatureValue>")
        let old = element.dropFirst("<SignatureValue>".count).dropLast("</SignatureValue>".count)
        let new = text ?? Base64.encode(change(Base64.decode(String(old)) ?? []))
        try message.replaceFirst(element, "<SignatureValue>\(new)</SignatureValue>")
        xml(name, code, what, whatVI, message.bytes)
    }
}

extension Message {
    /// The text with `other` in place of `part`.
    func replacing(_ part: String, _ other: String) throws -> String {
        var copy = self
        try copy.replace(part, other)
        return copy.text
    }
}
