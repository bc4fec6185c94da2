internal import Platform
internal import Trust

/// CMS signatures (RFC 5652) that are broken in one way, by the sender's own certificate.
extension Workshop {
    private static let day: Int64 = 86_400_000

    func addCMS() throws {
        try addContents()
        try addSigners()
        try addForms()
        try addAttributes()
        try addTimes()
    }

    private func addContents() throws {
        let missing = try document("signature_missing").bytes
        add(
            "signature_missing", "There is no signature at all.", "Không có chữ ký nào.",
            code: TrustCode.signatureMissing.rawValue, at: .verify, message: missing)
        var changed = try document("cms_content_changed")
        let signature = try sign(changed.bytes)
        try changed.replaceFirst("Về việc thử", "Về việc thứ")
        cms(
            "cms_content_changed", .signatureDigestMismatch, "One letter of the subject was changed after signing.",
            "Một chữ trong trích yếu bị đổi sau khi ký.", changed.bytes, signature)
        let text = try document("cms_line_ends")
        var translated = text
        try translated.replace("\n", "\r\n")
        cms(
            "cms_line_ends", .signatureDigestMismatch,
            "Signed as text, with CRLF at the line ends (openssl cms -sign without -binary).",
            "Ký ở dạng văn bản với CRLF cuối dòng (openssl cms -sign thiếu -binary).", text.bytes,
            try sign(translated.bytes))
        let twice = try document("cms_of_digest").bytes
        cms(
            "cms_of_digest", .signatureDigestMismatch, "Signed is the document's SHA-256 instead of the document.",
            "Ký giá trị SHA-256 của văn bản thay vì chính văn bản.", twice, try sign(SHA256.digest(twice)))
    }

    private func addSigners() throws {
        let message = try document("cms_flipped").bytes
        var flipped = try sign(message)
        // The signature's value stands at the end.
        flipped[flipped.count - 1] ^= 1
        cms(
            "cms_flipped", .signatureInvalid, "The last bit of the signature's value was turned.",
            "Bit cuối của giá trị chữ ký bị đảo.", message, flipped)
        let other = try document("cms_other_key").bytes
        let kind: KeyType = if case .rsa = from.key.publicKey.kind { .rsa2048 } else { .p256 }
        let forger = try CMSForger(key: PrivateKey.generate(kind), chain: from.chain, at: now)
        cms(
            "cms_other_key", .signatureInvalid, "Signed with a key that is not the certificate's.",
            "Ký bằng khóa không phải của chứng thư.", other, try forger.sign(other))
        let foreign = try document("cms_wrong_agency").bytes
        add(
            "cms_wrong_agency", "Signed by another agency, whose certificate is good.",
            "Do cơ quan khác ký, chứng thư của cơ quan đó hợp lệ.", code: TrustCode.signerNotBound.rawValue,
            at: .verify, message: foreign, signature: try CMSForger(to, at: now).sign(foreign))
        let sha1 = try document("cms_sha1").bytes
        var weak = CMSForger(from, at: now)
        weak.digest = .sha1
        cms(
            "cms_sha1", .signatureAlgorithmRefused, "Digest and signature by SHA-1.", "Băm và ký bằng SHA-1.", sha1,
            try weak.sign(sha1))
        let mixed = try document("cms_wrong_algorithm").bytes
        var odd = CMSForger(from, at: now)
        let isRSA = if case .rsa = from.key.publicKey.kind { true } else { false }
        odd.algorithm = isRSA ? CMSForger.ecdsaWithSHA256 : CMSForger.rsaEncryption
        cms(
            "cms_wrong_algorithm", .signatureAlgorithmRefused,
            "The signature names an algorithm that does not fit the key (RSA for ECDSA, or the reverse).",
            "Chữ ký nêu thuật toán không khớp khóa (RSA thay ECDSA hoặc ngược lại).", mixed, try odd.sign(mixed))
    }

    private func addForms() throws {
        try form(
            "cms_garbage", "The signature is random bytes, no CMS.", "Chữ ký là byte ngẫu nhiên, không phải CMS."
        ) { _ in
            (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 41) }
        }
        try form(
            "cms_truncated", "The last 20 bytes of the CMS are missing.", "CMS thiếu 20 byte cuối."
        ) { try sign($0).dropLast(20) }
        try form(
            "cms_trailing_bytes", "There are two bytes behind the CMS.", "Có hai byte thừa sau CMS."
        ) { try sign($0) + [0x0D, 0x0A] }
        try form(
            "cms_pem", "The CMS is PEM text instead of DER.", "CMS ở dạng văn bản PEM thay vì DER.", at: .daemon
        ) { Array(PEM.encode("CMS", try sign($0)).utf8) }
        try form(
            "cms_attached", "The content lies in the CMS: the signature is not detached.",
            "Nội dung nằm trong CMS: chữ ký không tách rời."
        ) { message in
            var forger = CMSForger(from, at: now)
            forger.isAttached = true
            return try forger.sign(message)
        }
        try form(
            "cms_wrong_content_type", "The CMS is over another type of content than data (id-signedData).",
            "CMS ký loại nội dung khác data (id-signedData)."
        ) { message in
            var forger = CMSForger(from, at: now)
            forger.type = ObjectIdentifiers.signedData
            return try forger.sign(message)
        }
        try form(
            "cms_two_signers", "Two agencies signed; one CMS has one signer.",
            "Hai cơ quan cùng ký; mỗi CMS chỉ một người ký."
        ) { message in
            var first = CMSForger(from, at: now)
            let second = CMSForger(to, at: now)
            first.embedded += [to.certificate]
            return first.wrap(message, [try first.signer(message), try second.signer(message)])
        }
        try form(
            "cms_no_signer", "The CMS holds certificates, but nobody signed.", "CMS có chứng thư nhưng không ai ký."
        ) { CMSForger(from, at: now).wrap($0, []) }
        try form(
            "cms_not_signed_data", "The CMS is of type data, not signedData.",
            "CMS có loại data, không phải signedData."
        ) { DER.element(0x30, ObjectIdentifiers.data, DER.element(0xA0, DER.element(0x04, $0))) }
    }

    private func addAttributes() throws {
        try attributes(
            "cms_no_content_type", "The signed attribute contentType is missing.",
            "Thiếu thuộc tính được ký contentType."
        ) { usual in usual.filter { $0.key != "contentType" }.map(\.value) }
        try attributes(
            "cms_false_content_type", "The signed attribute contentType says signedData over content of type data.",
            "Thuộc tính contentType ghi signedData trong khi nội dung là data."
        ) { usual in
            var usual = usual
            usual["contentType"] = CMSForger.attribute(ObjectIdentifiers.contentType, ObjectIdentifiers.signedData)
            return Array(usual.values)
        }
        try attributes(
            "cms_no_message_digest", "The signed attribute messageDigest is missing.",
            "Thiếu thuộc tính được ký messageDigest."
        ) { usual in usual.filter { $0.key != "messageDigest" }.map(\.value) }
        try attributes(
            "cms_repeated_message_digest", "The signed attribute messageDigest is there twice.",
            "Thuộc tính messageDigest xuất hiện hai lần."
        ) { usual in Array(usual.values) + [usual["messageDigest"] ?? []] }
        let digest = DER.element(0x04, SHA256.digest(Array("other".utf8)))
        try attributes(
            "cms_two_digest_values", "The signed attribute messageDigest has two values.",
            "Thuộc tính messageDigest có hai giá trị."
        ) { usual in
            var usual = usual
            // The first value is the true one: taken out of the attribute, where tags and lengths are of one byte.
            let first = Array((usual["messageDigest"] ?? []).suffix(34))
            usual["messageDigest"] = CMSForger.attribute(ObjectIdentifiers.messageDigest, first, digest)
            return Array(usual.values)
        }
        try attributes(
            "cms_repeated_unknown_attribute", "An attribute that nobody knows is there twice.",
            "Một thuộc tính không ai biết xuất hiện hai lần."
        ) { usual in
            let unknown = CMSForger.attribute([0x06, 0x03, 0x88, 0x37, 0x02], [0x05, 0x00])
            return Array(usual.values) + [unknown, unknown]
        }
        try attributes(
            "cms_broken_time", "The signed attribute signingTime is no moment: a 13th month.",
            "Thuộc tính signingTime không phải thời điểm: tháng 13."
        ) { usual in
            var usual = usual
            usual["signingTime"] = CMSForger.attribute(
                ObjectIdentifiers.signingTime, DER.element(0x17, Array("201301010000Z".utf8)))
            return Array(usual.values)
        }
    }

    private func addTimes() throws {
        let future = try document("cms_signed_in_the_future").bytes
        cms(
            "cms_signed_in_the_future", .signingTimeInvalid, "The claimed time of signing is tomorrow.",
            "Thời điểm ký ghi ngày mai.", future, try CMSForger(from, at: now + Self.day).sign(future))
        let past = try document("cms_signed_before_certificate").bytes
        cms(
            "cms_signed_before_certificate", .signingTimeInvalid,
            "The claimed time of signing is a day before the certificate begins.",
            "Thời điểm ký trước ngày chứng thư có hiệu lực.", past,
            try CMSForger(from, at: from.certificate.notBefore - Self.day).sign(past))
    }

    // MARK: Parts

    private func cms(
        _ name: String, _ code: TrustCode, _ what: String, _ whatVI: String, _ message: [UInt8], _ signature: [UInt8],
        at place: GalleryCase.Place = .verify
    ) {
        add(name, what, whatVI, code: code.rawValue, at: place, message: message, signature: signature)
    }

    private func form(
        _ name: String, _ what: String, _ whatVI: String, at place: GalleryCase.Place = .verify,
        make: ([UInt8]) throws -> [UInt8]
    ) throws {
        let message = try document(name).bytes
        cms(name, .signatureMalformed, what, whatVI, message, try make(message), at: place)
    }

    private func attributes(
        _ name: String, _ what: String, _ whatVI: String, change: @escaping ([String: [UInt8]]) -> [[UInt8]]
    ) throws {
        let message = try document(name).bytes
        var forger = CMSForger(from, at: now)
        forger.change = change
        cms(name, .signatureAttributesInvalid, what, whatVI, message, try forger.sign(message))
    }
}
