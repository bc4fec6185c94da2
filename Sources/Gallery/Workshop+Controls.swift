internal import EdXML
internal import Trust
internal import XML

extension Workshop {
    /// Messages that must be accepted: a receiver that refuses everything would pass all the other cases.
    func addControls() throws {
        let plain = try document(Self.firstControl).bytes
        control(
            Self.firstControl, "Nothing: a document with a detached CMS.",
            "Không có lỗi: văn bản kèm chữ ký CMS tách rời.", plain, try sign(plain))
        var timeless = CMSForger(from, at: nil)
        timeless.embedded = [from.certificate]
        let bare = try document("control_cms_bare").bytes
        control(
            "control_cms_bare", "Nothing: a CMS without signing time, only the signer's certificate embedded.",
            "Không có lỗi: CMS không có thời điểm ký, chỉ nhúng chứng thư của người ký.", bare, try timeless.sign(bare))
        for (name, method) in [
            ("inclusive", CanonicalizationAlgorithm.inclusive), ("inclusive_comments", .inclusiveWithComments),
            ("exclusive", .exclusive), ("exclusive_comments", .exclusiveWithComments),
        ] {
            var form = XMLSigner.Form()
            form.canonicalization = method
            form.transform = method
            let signer = try XMLSigner(key: from.key, certificate: from.certificate, form: form)
            let name = "control_xmldsig_\(name)"
            control(
                name, "Nothing: an enveloped XML signature, canonicalised by \(method.rawValue).",
                "Không có lỗi: chữ ký XML trong phần đầu, chuẩn hoá theo \(method.rawValue).",
                try signer.sign(document(name).bytes))
        }
        try addFormControls()
        let status = try status().bytes
        add(
            "control_status", "Nothing: a status message (13, asks for the first control back).",
            "Không có lỗi: thông điệp trạng thái (13, xin lấy lại văn bản đầu tiên).", code: nil, at: nil,
            message: status, signature: try sign(status), after: Self.firstControl)
    }

    private func addFormControls() throws {
        var form = XMLSigner.Form()
        form.embedsCertificate = false
        form.transform = nil
        form.digest = .sha512
        form.signatureDigest = .sha384
        let signer = try XMLSigner(key: from.key, certificate: from.certificate, form: form)
        control(
            "control_xmldsig_no_key_info", "Nothing: an XML signature without KeyInfo, SHA-512 and SHA-384.",
            "Không có lỗi: chữ ký XML không có KeyInfo, SHA-512 và SHA-384.",
            try signer.sign(document("control_xmldsig_no_key_info").bytes))
        let name = "control_comment_in_field"
        var commented = Message(String(decoding: try XMLForger(from).sign(document(name).bytes), as: UTF8.self))
        // Canonical XML leaves comments out: whoever reads only the text before it routes to another agency.
        let half = to.code.index(to.code.startIndex, offsetBy: to.code.count / 2)
        try commented.replaceFirst(
            "<edXML:OrganId>\(to.code)<", "<edXML:OrganId>\(to.code[..<half])<!-- -->\(to.code[half...])<")
        control(
            name, "Nothing: a comment inside To/OrganId, which must be read as if it were not there.",
            "Không có lỗi: chú thích trong To/OrganId, phải đọc như không có.", commented.bytes)
        let other = "control_cdata_and_references"
        var spelt = Message(String(decoding: try XMLForger(from).sign(document(other).bytes), as: UTF8.self))
        try spelt.replaceFirst("Về việc thử", "<![CDATA[Về]]> vi&#x1EC7;c th&#7917;")
        control(
            other, "Nothing: CDATA and character references in a field, which spell what was signed.",
            "Không có lỗi: CDATA và tham chiếu ký tự trong trường, đúng nội dung đã ký.", spelt.bytes)
    }

    private func control(
        _ name: String, _ what: String, _ whatVI: String, _ message: [UInt8], _ signature: [UInt8]? = nil
    ) {
        add(name, what, whatVI, code: nil, at: nil, message: message, signature: signature)
    }
}
