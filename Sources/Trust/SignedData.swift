/// A detached CMS in the one shape that signers use nearly always (RFC 5652, section 5), found by walking its DER.
///
/// The walk takes definite lengths only, no trailing bytes, id-data without content, one SignerInfo, algorithms that
/// agree, no unsigned attributes. Everything else is nil here and is left to OpenSSL.
struct SignedData {
    let bytes: [UInt8]
    /// Each embedded certificate.
    private(set) var certificates: [Range<Int>] = []
    /// The content of IssuerAndSerialNumber, or the key identifier's bytes.
    private(set) var identifier: Range<Int> = 0..<0
    private(set) var digest: DigestAlgorithm = .sha256
    private(set) var needsRSA = false
    /// The signed attributes with tag and length.
    private(set) var attributes: Range<Int>?
    private(set) var messageDigest: Range<Int>?
    private(set) var signingTime: Int64?
    private(set) var signature: Range<Int> = 0..<0

    init?(_ bytes: [UInt8]) {
        self.bytes = bytes
        var file = DERCursor(bytes, 0..<bytes.count)
        guard let outer = file.next(0x30), file.isAtEnd else { return nil }
        var content = DERCursor(bytes, outer.body)
        guard let type = content.next(0x06), content.matches(type.whole, ObjectIdentifiers.signedData),
            let explicit = content.next(0xA0), content.isAtEnd
        else { return nil }
        var wrapper = DERCursor(bytes, explicit.body)
        guard let sequence = wrapper.next(0x30), wrapper.isAtEnd else { return nil }
        var data = DERCursor(bytes, sequence.body)
        guard let version = data.next(0x02), version.body.count == 1, [1, 3].contains(bytes[version.body.lowerBound]),
            let digests = data.next(0x31), let encapsulated = data.next(0x30)
        else { return nil }
        var digestList = DERCursor(bytes, digests.body)
        guard let listed = digestList.next(0x30), digestList.isAtEnd,
            let listedDigest = Self.digestAlgorithm(bytes, listed)
        else { return nil }
        var inner = DERCursor(bytes, encapsulated.body)
        guard let contentType = inner.next(0x06), inner.isAtEnd,
            inner.matches(contentType.whole, ObjectIdentifiers.data)
        else { return nil }
        if let set = data.next(0xA0) {
            var list = DERCursor(bytes, set.body)
            while !list.isAtEnd {
                guard certificates.count < 16, let certificate = list.next(0x30) else { return nil }
                certificates.append(certificate.whole)
            }
        }
        guard let signers = data.next(0x31), data.isAtEnd else { return nil }
        var signerList = DERCursor(bytes, signers.body)
        guard let signer = signerList.next(0x30), signerList.isAtEnd else { return nil }
        digest = listedDigest
        guard readSigner(signer) else { return nil }
    }

    private mutating func readSigner(_ signer: DERElement) -> Bool {
        var info = DERCursor(bytes, signer.body)
        guard let version = info.next(0x02), version.body.count == 1, let name = info.next() else { return false }
        switch (bytes[version.body.lowerBound], name.tag) {
        case (1, 0x30), (3, 0x80): identifier = name.body
        default: return false
        }
        guard let algorithm = info.next(0x30), Self.digestAlgorithm(bytes, algorithm) == digest else { return false }
        if let set = info.next(0xA0) {
            attributes = set.whole
            guard readAttributes(set) else { return false }
        }
        guard let signing = info.next(0x30), readSigningAlgorithm(signing), let value = info.next(0x04), info.isAtEnd
        else { return false }
        signature = value.body
        return true
    }

    private mutating func readAttributes(_ set: DERElement) -> Bool {
        var list = DERCursor(bytes, set.body)
        var seen: [Range<Int>] = []
        var hasContentType = false
        while !list.isAtEnd {
            guard seen.count < 16, let attribute = list.next(0x30) else { return false }
            var parts = DERCursor(bytes, attribute.body)
            guard let type = parts.next(0x06), let values = parts.next(0x31), parts.isAtEnd else { return false }
            // RFC 5652, 5.3: no attribute twice.
            for other in seen where bytes[other].elementsEqual(bytes[type.whole]) { return false }
            seen.append(type.whole)
            var value = DERCursor(bytes, values.body)
            guard let first = value.next(), value.isAtEnd else { return false }
            if list.matches(type.whole, ObjectIdentifiers.contentType) {
                guard list.matches(first.whole, ObjectIdentifiers.data) else { return false }
                hasContentType = true
            } else if list.matches(type.whole, ObjectIdentifiers.messageDigest) {
                guard first.tag == 0x04 else { return false }
                messageDigest = first.body
            } else if list.matches(type.whole, ObjectIdentifiers.signingTime) {
                let text = Array(bytes[first.body])
                guard SigningTimeFault.told(tag: first.tag, text) == nil else { return false }
                signingTime = DERTime.parse(tag: first.tag, text.span)
            } else if !list.matches(type.whole, ObjectIdentifiers.smimeCapabilities),
                !list.matches(type.whole, ObjectIdentifiers.signingCertificateV2)
            {
                return false
            }
        }
        return hasContentType && messageDigest != nil
    }

    private mutating func readSigningAlgorithm(_ sequence: DERElement) -> Bool {
        var parts = DERCursor(bytes, sequence.body)
        guard let type = parts.next(0x06) else { return false }
        // What is there must be NULL: an element that can't be read is not one that is absent.
        if !parts.isAtEnd {
            guard let parameters = parts.next(0x05), parameters.body.isEmpty, parts.isAtEnd else { return false }
        }
        let (rsa, ecdsa) =
            switch digest {
            case .sha256: (ObjectIdentifiers.sha256WithRSA, ObjectIdentifiers.ecdsaWithSHA256)
            case .sha384: (ObjectIdentifiers.sha384WithRSA, ObjectIdentifiers.ecdsaWithSHA384)
            case .sha512: (ObjectIdentifiers.sha512WithRSA, ObjectIdentifiers.ecdsaWithSHA512)
            }
        needsRSA = parts.matches(type.whole, ObjectIdentifiers.rsaEncryption) || parts.matches(type.whole, rsa)
        return needsRSA || parts.matches(type.whole, ecdsa)
    }

    private static func digestAlgorithm(_ bytes: [UInt8], _ sequence: DERElement) -> DigestAlgorithm? {
        var parts = DERCursor(bytes, sequence.body)
        guard let type = parts.next(0x06) else { return nil }
        // What is there must be NULL: an element that can't be read is not one that is absent.
        if !parts.isAtEnd {
            guard let parameters = parts.next(0x05), parameters.body.isEmpty, parts.isAtEnd else { return nil }
        }
        return DigestAlgorithm.allCases.first { parts.matches(type.whole, $0.identifier) }
    }
}
