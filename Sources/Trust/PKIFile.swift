internal import Platform

/// What the files of a PKI hold: blocks of PEM (RFC 7468), or objects in DER, one after the other.
public enum PKIFile {
    /// What an object is.
    public enum Kind: String, CaseIterable, Sendable {
        /// An X.509 certificate (RFC 5280).
        case certificate
        /// A list of revoked certificates (RFC 5280, section 5).
        case crl
        /// A certification request (RFC 2986).
        case request
        /// A SubjectPublicKeyInfo.
        case publicKey = "public_key"
        /// A private key: PKCS #8, RSA or EC form, encrypted or not.
        case privateKey = "private_key"
        /// A CMS or PKCS #7 (RFC 5652).
        case cms
        /// A PKCS #12 file (RFC 7292): a key with its certificates.
        case pkcs12
        /// None of these.
        case other
    }

    /// One object.
    public struct Object: Sendable {
        /// What it is.
        public let kind: Kind
        /// Its label in PEM; empty in DER.
        public let label: String
        /// Its bytes in DER.
        public let der: [UInt8]
    }

    /// The objects in `bytes`, in order; none where they are neither PEM nor DER. A block that is not base64, or has no
    /// end, is an error.
    public static func objects(in bytes: [UInt8]) throws(TrustError) -> [Object] {
        let all = elements(bytes)
        guard all.isEmpty else { return all.map { Object(kind: kind(of: $0), label: "", der: $0) } }
        return try PEM.blocks(bytes).map { Object(kind: kind(label: $0.label), label: $0.label, der: $0.der) }
    }

    /// The DER of the objects of one kind.
    static func all(_ kind: Kind, in bytes: [UInt8]) throws(TrustError) -> [[UInt8]] {
        // One element of DER is held to be what is asked for: whoever parses it says why it is not.
        if elements(bytes).count == 1 { return [bytes] }
        return try objects(in: bytes).filter { $0.kind == kind }.map(\.der)
    }

    /// The bytes of the CMS in a file: of its first block where that is PEM, all others as they are.
    public static func cms(_ bytes: [UInt8]) throws(TrustError) -> [UInt8] {
        guard FileKind(bytes) == .pem else { return bytes }
        return try objects(in: bytes).first { $0.kind == .cms }?.der ?? bytes
    }

    private static func kind(label: String) -> Kind {
        switch label {
        case "CERTIFICATE", "X509 CERTIFICATE": .certificate
        case "X509 CRL": .crl
        case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST": .request
        case "PUBLIC KEY": .publicKey
        case "CMS", "PKCS7", "PKCS #7 SIGNED DATA": .cms
        case let label where label.hasSuffix("PRIVATE KEY"): .privateKey
        default: .other
        }
    }

    private static func kind(of der: [UInt8]) -> Kind {
        var cursor = DERCursor(der, 0..<der.count)
        if let outer = cursor.next(0x30) {
            var inside = DERCursor(der, outer.body)
            let first = inside.next()
            // id-data to id-ct-authEnvelopedData begin so; indefinite lengths are seen below.
            if let first, first.tag == 0x06, der[first.body].starts(with: pkcs7) { return .cms }
            if let first, first.tag == 0x02, der[first.body].elementsEqual([3]), inside.nextTag == 0x30 {
                return .pkcs12
            }
        }
        if der.prefix(40).firstRange(of: [0x06, 0x09] + pkcs7) != nil, der.count > 1, der[1] == 0x80 { return .cms }
        if (try? Certificate(der: der)) != nil { return .certificate }
        if (try? RevocationList(der: der)) != nil { return .crl }
        if (try? CertificateRequest(der)) != nil { return .request }
        if (try? PublicKey(encoding: der)) != nil { return .publicKey }
        if PrivateKey.isPrivateKey(der) { return .privateKey }
        return .other
    }

    /// 1.2.840.113549.1.7, without its last arc.
    private static let pkcs7: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07]

    /// The elements of DER that `bytes` are made of; none where they are made of anything else.
    private static func elements(_ bytes: [UInt8]) -> [[UInt8]] {
        guard bytes.first == 0x30, FileKind(bytes) != .pem else { return [] }
        var cursor = DERCursor(bytes, 0..<bytes.count)
        var all: [[UInt8]] = []
        while !cursor.isAtEnd {
            // What is cut off, or of indefinite length, is told by whoever parses it.
            guard all.count < 1_000, let element = cursor.next(0x30) else { return [bytes] }
            all.append(Array(bytes[element.whole]))
        }
        return all
    }
}
