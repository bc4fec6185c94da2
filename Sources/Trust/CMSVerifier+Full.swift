internal import COpenSSL

extension CMSVerifier {
    /// OpenSSL's way, for shapes that the walk doesn't know: BER, other attributes, RSA-PSS, several signers.
    func verifyInFull(signature: [UInt8], content: [UInt8], at time: Int64) -> Verdict {
        guard
            let message = unsafe OpenSSL.decoding(
                signature, { unsafe d2i_CMS_ContentInfo(nil, $0, $1) }, free: { unsafe CMS_ContentInfo_free($0) })
        else { return Self.failure(.signatureMalformed, "structure", [], found: "not one CMS") }
        defer { unsafe CMS_ContentInfo_free(message) }
        guard unsafe OBJ_obj2nid(CMS_get0_type(message)) == NID_pkcs7_signed, unsafe CMS_is_detached(message) == 1,
            unsafe OBJ_obj2nid(CMS_get0_eContentType(message)) == NID_pkcs7_data,
            let infos = unsafe CMS_get0_SignerInfos(message), unsafe OPENSSL_sk_num(infos) == 1,
            let first = unsafe OPENSSL_sk_value(infos, 0)
        else {
            return Self.failure(
                .signatureMalformed, "structure", [], found: "not a detached signature over data by one signer")
        }
        let info = OpaquePointer(first)
        let structure = Verdict.Check("structure", passed: true)
        guard unsafe Self.usesStrongDigest(unsafe info) else {
            return Self.failure(.signatureAlgorithmRefused, "algorithm", [structure])
        }
        let embedded = unsafe Self.certificates(unsafe message)
        guard let identifier = unsafe Self.identifier(unsafe info),
            let signer = embedded.first(where: { unsafe CMS_SignerInfo_cert_cmp(info, $0.handle.pointer) == 0 })
                ?? signers.certificate(identifier)
        else { return Self.failure(.signerUnknown, "signer", [structure]) }
        guard signer.publicKey.isStrong else {
            return Self.failure(
                .keyTooWeak, "key_strength", [structure], found: signer.publicKey.kind.description, signer: signer)
        }
        OpenSSL.clear()
        guard let stack = unsafe OPENSSL_sk_new_null() else {
            return Self.failure(.signatureInvalid, "signature", [structure], found: "out of memory", signer: signer)
        }
        defer { unsafe OPENSSL_sk_free(stack) }
        unsafe OPENSSL_sk_push(stack, UnsafeRawPointer(signer.handle.pointer))
        let flags = UInt32(CMS_NO_SIGNER_CERT_VERIFY) | UInt32(CMS_BINARY)
        let result = unsafe content.withUnsafeBytes { bytes -> Int32 in
            guard let input = unsafe BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count)) else { return 0 }
            defer { unsafe BIO_free(input) }
            return unsafe CMS_verify(message, stack, nil, input, nil, flags)
        }
        if result != 1 {
            let reasons = OpenSSL.drain()
            let attributeCount = unsafe CMS_signed_get_attr_count(info)
            let code: TrustCode =
                reasons.contains("content verify error") && attributeCount >= 0
                ? .signatureDigestMismatch
                : reasons.contains("attribute") ? .signatureAttributesInvalid : .signatureInvalid
            let name = code == .signatureDigestMismatch ? "digest" : "signature"
            return Self.failure(code, name, [structure], found: reasons, signer: signer)
        }
        guard let claimed = unsafe Self.signingTime(unsafe info, signer) else {
            return Self.failure(.signatureAttributesInvalid, "signing_time", [structure], signer: signer)
        }
        let verdict = Verdict(
            status: .valid,
            checks: [structure] + ["signer", "digest", "signature"].map { Verdict.Check($0, passed: true) },
            signer: signer, signingTime: claimed)
        return finish(verdict, signer, embedded, learn: nil, at: time)
    }

    private static func usesStrongDigest(_ info: OpaquePointer) -> Bool {
        var digest: UnsafeMutablePointer<X509_ALGOR>?
        var signing: UnsafeMutablePointer<X509_ALGOR>?
        unsafe CMS_SignerInfo_get0_algs(info, nil, nil, &digest, &signing)
        guard let digest = unsafe digest, let signing = unsafe signing else { return false }
        let strong = [NID_sha256, NID_sha384, NID_sha512]
        guard strong.contains(unsafe OBJ_obj2nid(digest.pointee.algorithm)) else { return false }
        var implied: Int32 = 0
        let known = unsafe OBJ_find_sigid_algs(OBJ_obj2nid(signing.pointee.algorithm), &implied, nil) == 1
        return !known || implied == NID_undef || strong.contains(implied)
    }

    private static func certificates(_ message: OpaquePointer) -> [Certificate] {
        guard let stack = unsafe CMS_get1_certs(message) else { return [] }
        var result: [Certificate] = []
        for index in 0..<(unsafe OPENSSL_sk_num(stack)) {
            guard let value = unsafe OPENSSL_sk_value(stack, index) else { continue }
            let pointer = OpaquePointer(value)
            if result.count < 16,
                let one = unsafe try? Certificate(der: OpenSSL.encoding { unsafe i2d_X509(pointer, $0) })
            {
                result.append(one)
            }
            unsafe X509_free(pointer)
        }
        unsafe OPENSSL_sk_free(stack)
        return result
    }

    private static func identifier(_ info: OpaquePointer) -> [UInt8]? {
        var key: UnsafeMutablePointer<ASN1_OCTET_STRING>?
        var issuer: OpaquePointer?
        var serial: UnsafeMutablePointer<ASN1_INTEGER>?
        guard unsafe CMS_SignerInfo_get0_signer_id(info, &key, &issuer, &serial) == 1 else { return nil }
        if let key = unsafe key, let data = unsafe ASN1_STRING_get0_data(key) {
            return unsafe Array(UnsafeBufferPointer(start: data, count: Int(ASN1_STRING_length(key))))
        }
        let name = unsafe OpenSSL.encoding { unsafe i2d_X509_NAME(issuer, $0) }
        let number = unsafe OpenSSL.encoding { unsafe i2d_ASN1_INTEGER(serial, $0) }
        return name + number
    }

    /// The claimed time: `.some(nil)` where none is claimed, nil where the claim is not a time.
    private static func signingTime(_ info: OpaquePointer, _ signer: Certificate) -> Int64?? {
        let index = unsafe CMS_signed_get_attr_by_NID(info, NID_pkcs9_signingTime, -1)
        guard index >= 0 else { return .some(nil) }
        guard let attribute = unsafe CMS_signed_get_attr(info, index), unsafe X509_ATTRIBUTE_count(attribute) == 1,
            let value = unsafe X509_ATTRIBUTE_get0_type(attribute, 0),
            [V_ASN1_UTCTIME, V_ASN1_GENERALIZEDTIME].contains(unsafe value.pointee.type),
            let time = unsafe signer.handle.time(unsafe value.pointee.value.asn1_string)
        else { return nil }
        return .some(time)
    }
}
