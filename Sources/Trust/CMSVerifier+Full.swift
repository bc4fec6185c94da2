internal import COpenSSL
internal import Platform

extension CMSVerifier {
    /// OpenSSL's way, for shapes that the walk doesn't know: BER, other attributes, RSA-PSS, several signers.
    func verifyInFull(signature: [UInt8], content: [UInt8], at time: Int64, hindsight: Bool) -> Verdict {
        guard
            let message = unsafe OpenSSL.decoding(
                signature, { unsafe d2i_CMS_ContentInfo(nil, $0, $1) }, free: { unsafe CMS_ContentInfo_free($0) })
        else {
            let form = SignatureForm.of(bytes: signature)
            return Self.malformed(form.found, hint: form.hint, at: time)
        }
        defer { unsafe CMS_ContentInfo_free(message) }
        if let fault = unsafe Self.formFault(unsafe message) {
            return Self.malformed(fault.found, hint: fault.hint, at: time)
        }
        guard let infos = unsafe CMS_get0_SignerInfos(message), let first = unsafe OPENSSL_sk_value(infos, 0) else {
            return Self.malformed("no signer", at: time)
        }
        let info = OpaquePointer(first)
        var findings = CMSFindings()
        let digest = unsafe Self.digestAlgorithm(unsafe info)
        findings.algorithmFault = unsafe Self.refusedAlgorithm(unsafe info, hasDigest: digest != nil)
        findings.algorithmFits = findings.algorithmFault == nil
        let embedded = unsafe Self.certificates(unsafe message)
        if let identifier = unsafe Self.identifier(unsafe info) {
            findings.signer =
                embedded.first { unsafe CMS_SignerInfo_cert_cmp(info, $0.handle.pointer) == 0 }
                ?? signers.certificate(identifier)
        }
        findings.hasAttributes = unsafe CMS_signed_get_attr_count(info) >= 0
        if findings.hasAttributes {
            unsafe Self.judgeAttributes(unsafe info, content, digest, &findings)
        }
        if let signer = findings.signer, findings.attributesFault == nil, findings.algorithmFits == true,
            findings.digestMatches != false || !findings.hasAttributes
        {
            let fault = unsafe Self.verify(unsafe message, content, signer)
            findings.signatureStands = fault == nil
            findings.signatureFault = fault
            if fault != nil, let value = unsafe Self.signature(unsafe info) {
                findings.tellSignature(value, of: signer)
            }
            if !findings.hasAttributes, fault == nil { findings.digestMatches = true }
        } else if let signer = findings.signer, findings.attributesFault == nil, findings.algorithmFits == true {
            // Other content: what is left to say is whether the attributes are the signer's.
            OpenSSL.clear()
            unsafe CMS_SignerInfo_set1_signer_cert(info, signer.handle.pointer)
            findings.signatureStands = unsafe CMS_SignerInfo_verify(info) == 1
            findings.signatureFault = findings.signatureStands == true ? nil : OpenSSL.drain()
            if findings.signatureStands == false, let value = unsafe Self.signature(unsafe info) {
                findings.tellSignature(value, of: signer)
            }
        }
        return conclude(findings, embedded, at: time, hindsight: hindsight)
    }

    /// What OpenSSL objects to; nil where the signature stands.
    private static func verify(_ message: OpaquePointer, _ content: [UInt8], _ signer: Certificate) -> String? {
        OpenSSL.clear()
        guard let stack = unsafe OPENSSL_sk_new_null() else { return "out of memory" }
        defer { unsafe OPENSSL_sk_free(stack) }
        unsafe OPENSSL_sk_push(stack, UnsafeRawPointer(signer.handle.pointer))
        let flags = UInt32(CMS_NO_SIGNER_CERT_VERIFY) | UInt32(CMS_BINARY)
        let result = unsafe content.withUnsafeBytes { bytes -> Int32 in
            guard let source = unsafe BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count)) else { return 0 }
            // Of content in memory CMS_verify makes a BIO of its own, and forgets it where a digest algorithm is unknown;
            // behind a filter it takes what it is given.
            guard let filter = unsafe BIO_new(BIO_f_null()), let input = unsafe BIO_push(filter, source) else {
                unsafe BIO_free(source)
                return 0
            }
            defer { unsafe BIO_free_all(input) }
            return unsafe CMS_verify(message, stack, nil, input, nil, flags)
        }
        return result == 1 ? nil : OpenSSL.drain()
    }

    /// RFC 5652, sections 5.3 and 11: one contentType that says data, one messageDigest, at most one signingTime, each
    /// with one value, and no attribute twice.
    private static func judgeAttributes(
        _ info: OpaquePointer, _ content: [UInt8], _ algorithm: DigestAlgorithm?, _ findings: inout CMSFindings
    ) {
        let digest = algorithm?.digest(content.span)
        var seen: [Int32] = []
        var others: [[UInt8]] = []
        var contentType: String? = "no contentType"
        var messageDigest: String? = "no messageDigest"
        for index in 0..<(unsafe CMS_signed_get_attr_count(info)) {
            guard let attribute = unsafe CMS_signed_get_attr(info, index),
                let object = unsafe X509_ATTRIBUTE_get0_object(attribute)
            else { continue }
            let name = unsafe OBJ_obj2nid(object)
            let encoding = unsafe OpenSSL.encoding { unsafe i2d_ASN1_OBJECT(object, $0) }
            if name == NID_undef ? others.contains(encoding) : seen.contains(name) {
                findings.attributesFault = "the attribute \(unsafe Self.text(unsafe object)) twice"
                findings.attributesHint = AttributeHint.once
                return
            }
            seen.append(name)
            others.append(encoding)
            guard [NID_pkcs9_contentType, NID_pkcs9_messageDigest, NID_pkcs9_signingTime].contains(name) else {
                continue
            }
            guard unsafe X509_ATTRIBUTE_count(attribute) == 1,
                let value = unsafe X509_ATTRIBUTE_get0_type(attribute, 0)
            else {
                let count = unsafe X509_ATTRIBUTE_count(attribute)
                findings.attributesFault =
                    "the attribute \(unsafe Self.text(unsafe object)) with \(max(0, count)) values"
                findings.attributesHint = AttributeHint.oneValue
                return
            }
            let type = unsafe value.pointee.type
            switch name {
            case NID_pkcs9_contentType:
                unsafe contentType = contentTypeFault(value)
            case NID_pkcs9_messageDigest:
                guard type == V_ASN1_OCTET_STRING, let text = unsafe value.pointee.value.octet_string else {
                    messageDigest = "a messageDigest that is no OCTET STRING"
                    break
                }
                messageDigest = nil
                let length = Int(unsafe ASN1_STRING_length(text))
                let claimed = unsafe Array(UnsafeBufferPointer(start: ASN1_STRING_get0_data(text), count: length))
                findings.digestMatches = digest.map { $0 == claimed }
                if let algorithm, findings.digestMatches == false {
                    findings.digestTold = SignedContent.told(content, algorithm) { $0 == claimed }
                }
            default:
                // Of other types the union holds another pointer, or none.
                let isTime = [V_ASN1_UTCTIME, V_ASN1_GENERALIZEDTIME].contains(type)
                let bytes = isTime ? unsafe CertificateHandle.bytes(unsafe value.pointee.value.asn1_string) : []
                let tag = UInt8(truncatingIfNeeded: type)
                if let fault = SigningTimeFault.told(tag: tag, bytes ?? []) {
                    findings.attributesFault = fault
                    findings.attributesHint = SigningTimeFault.hint
                    return
                }
                findings.signingTime = unsafe CertificateHandle.time(unsafe value.pointee.value.asn1_string)
            }
        }
        if let fault = messageDigest ?? contentType {
            findings.attributesFault = fault
            findings.attributesHint = messageDigest == nil ? AttributeHint.contentType : AttributeHint.messageDigest
        }
    }

    /// The fault of a contentType value (RFC 5652, section 11.1); nil for id-data.
    private static func contentTypeFault(_ value: UnsafePointer<ASN1_TYPE>) -> String? {
        guard unsafe value.pointee.type == V_ASN1_OBJECT, let named = unsafe value.pointee.value.object else {
            return "a contentType that is no object identifier"
        }
        if unsafe OBJ_obj2nid(named) == NID_pkcs7_data { return nil }
        return "contentType \(unsafe text(unsafe named)), not data"
    }

    private static func digestAlgorithm(_ info: OpaquePointer) -> DigestAlgorithm? {
        var digest: UnsafeMutablePointer<X509_ALGOR>?
        unsafe CMS_SignerInfo_get0_algs(info, nil, nil, &digest, nil)
        guard let digest = unsafe digest else { return nil }
        switch unsafe OBJ_obj2nid(digest.pointee.algorithm) {
        case NID_sha256: return .sha256
        case NID_sha384: return .sha384
        case NID_sha512: return .sha512
        default: return nil
        }
    }

    /// Why it is no detached signature over data by one signer; nil where it is.
    private static func formFault(_ message: OpaquePointer) -> (found: String, hint: Hint)? {
        guard unsafe OBJ_obj2nid(CMS_get0_type(message)) == NID_pkcs7_signed else {
            return ("a CMS that is not SignedData", FormHint.signedData)
        }
        guard unsafe CMS_is_detached(message) == 1 else {
            return ("the content is inside; it must be detached", FormHint.detached)
        }
        guard unsafe OBJ_obj2nid(CMS_get0_eContentType(message)) == NID_pkcs7_data else {
            return ("a content type other than data", FormHint.data)
        }
        let count = unsafe CMS_get0_SignerInfos(message).map { unsafe OPENSSL_sk_num(unsafe $0) } ?? 0
        return count == 1 ? nil : ("\(max(0, count)) signers", FormHint.oneSigner)
    }

    private static func signature(_ info: OpaquePointer) -> [UInt8]? {
        unsafe CertificateHandle.bytes(CMS_SignerInfo_get0_signature(info))
    }

    /// The name of an object identifier, or its numbers.
    private static func text(_ object: OpaquePointer) -> String {
        var text = [CChar](repeating: 0, count: 128)
        let length = unsafe OBJ_obj2txt(&text, Int32(text.count), object, 0)
        let bytes = text.prefix(max(0, min(Int(length), text.count - 1))).map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The name of the algorithm that is refused, nil where none is.
    private static func refusedAlgorithm(_ info: OpaquePointer, hasDigest: Bool) -> String? {
        var digest: UnsafeMutablePointer<X509_ALGOR>?
        var signing: UnsafeMutablePointer<X509_ALGOR>?
        unsafe CMS_SignerInfo_get0_algs(info, nil, nil, &digest, &signing)
        guard let digest = unsafe digest, let signing = unsafe signing else { return "none" }
        guard hasDigest else { return unsafe name(OBJ_obj2nid(digest.pointee.algorithm)) }
        let algorithm = unsafe OBJ_obj2nid(signing.pointee.algorithm)
        var implied: Int32 = 0
        let known = unsafe OBJ_find_sigid_algs(algorithm, &implied, nil) == 1
        let isStrong = !known || implied == NID_undef || [NID_sha256, NID_sha384, NID_sha512].contains(implied)
        return isStrong ? nil : name(algorithm)
    }

    private static func name(_ number: Int32) -> String {
        guard let text = unsafe OBJ_nid2ln(number) else { return "unknown" }
        return unsafe String(cString: text)
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
}
