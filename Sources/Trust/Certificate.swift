internal import COpenSSL
internal import Platform

/// An X.509 certificate (RFC 5280), parsed once and shared read-only.
public final class Certificate: Sendable, Equatable {
    let handle: CertificateHandle
    /// The certificate's bytes.
    public let der: [UInt8]
    /// The subject's name as in RFC 4514.
    public let subject: String
    /// The issuer's name as in RFC 4514.
    public let issuer: String
    /// The serial number, hexadecimal digits.
    public let serial: String
    /// The first moment of its validity, milliseconds since 1970.
    public let notBefore: Int64
    /// The last moment of its validity, milliseconds since 1970.
    public let notAfter: Int64
    /// The subject's public key.
    public let publicKey: PublicKey
    /// SHA-256 of the certificate, 32 bytes.
    public let digest: [UInt8]
    /// The content of CMS's IssuerAndSerialNumber: issuer's name and serial number in DER.
    package let issuerAndSerial: [UInt8]
    /// The subject key identifier's bytes, where there is one.
    let keyIdentifier: [UInt8]?

    /// The certificate whose bytes are exactly `der`.
    public init(der: [UInt8]) throws(TrustError) {
        guard
            let pointer = unsafe OpenSSL.decoding(
                der, { unsafe d2i_X509(nil, $0, $1) }, free: { unsafe X509_free($0) })
        else { throw TrustError("not a certificate") }
        let handle = unsafe CertificateHandle(owning: unsafe pointer)
        guard let notBefore = unsafe CertificateHandle.time(unsafe X509_get0_notBefore(pointer)),
            let notAfter = unsafe CertificateHandle.time(unsafe X509_get0_notAfter(pointer))
        else { throw TrustError("the certificate's validity is not in the form of RFC 5280, 4.1.2.5") }
        guard let key = unsafe X509_get_pubkey(pointer) else { throw OpenSSL.failure("the certificate's key") }
        self.handle = handle
        self.der = der
        self.notBefore = notBefore
        self.notAfter = notAfter
        publicKey = unsafe PublicKey(KeyHandle(owning: unsafe key))
        subject = unsafe CertificateHandle.text(unsafe X509_get_subject_name(pointer))
        issuer = unsafe CertificateHandle.text(unsafe X509_get_issuer_name(pointer))
        let number = unsafe OpenSSL.encoding { unsafe i2d_ASN1_INTEGER(X509_get_serialNumber(pointer), $0) }
        serial = Hex.encode(Array(number.dropFirst(2)))
        issuerAndSerial = unsafe OpenSSL.encoding { unsafe i2d_X509_NAME(X509_get_issuer_name(pointer), $0) } + number
        keyIdentifier = unsafe CertificateHandle.bytes(unsafe X509_get0_subject_key_id(pointer))
        digest = SHA256.digest(der)
        // Fills the cache of extensions while nobody else can see the object.
        _ = unsafe X509_check_ca(pointer)
        OpenSSL.clear()
    }

    /// SHA-256 of the SubjectPublicKeyInfo, 64 hexadecimal digits: what binds a signer to an agency.
    public var fingerprintOfKey: String { publicKey.fingerprint }

    /// SHA-256 of the certificate, 64 hexadecimal digits.
    public var fingerprint: String { Hex.encode(digest) }

    /// Whether it is a certification authority's (RFC 5280, section 4.2.1.9).
    public var isAuthority: Bool { unsafe X509_check_ca(handle.pointer) == 1 }

    /// Whether its key usage, where stated, lets it sign (RFC 5280, section 4.2.1.3).
    func hasSigningUsage(orNonRepudiation: Bool) -> Bool {
        let usage = unsafe X509_get_key_usage(handle.pointer)
        let wanted = UInt32(KU_DIGITAL_SIGNATURE) | (orNonRepudiation ? UInt32(KU_NON_REPUDIATION) : 0)
        return usage & wanted != 0
    }

    /// The names of its key usages and extended key usages, in the order of RFC 5280, 4.2.1.3 and 4.2.1.12; empty where
    /// it states none.
    public var usages: [String] {
        let stated = unsafe X509_get_extension_flags(handle.pointer)
        var names: [String] = []
        if stated & UInt32(EXFLAG_KUSAGE) != 0 {
            let usage = unsafe X509_get_key_usage(handle.pointer)
            for (bit, name) in [
                (KU_DIGITAL_SIGNATURE, "digitalSignature"), (KU_NON_REPUDIATION, "nonRepudiation"),
                (KU_KEY_ENCIPHERMENT, "keyEncipherment"), (KU_KEY_CERT_SIGN, "keyCertSign"),
                (KU_CRL_SIGN, "cRLSign"),
            ] where usage & UInt32(bit) != 0 { names.append(name) }
        }
        if stated & UInt32(EXFLAG_XKUSAGE) != 0 {
            let usage = unsafe X509_get_extended_key_usage(handle.pointer)
            for (bit, name) in [
                (XKU_SSL_SERVER, "serverAuth"), (XKU_SSL_CLIENT, "clientAuth"), (XKU_SMIME, "emailProtection"),
            ] where usage & UInt32(bit) != 0 { names.append(name) }
        }
        return names
    }

    /// The certificate in PEM.
    public var pem: String { PEM.encode("CERTIFICATE", der) }

    /// All certificates of a file, in PEM with any number of blocks, or in DER.
    public static func all(in bytes: [UInt8]) throws(TrustError) -> [Certificate] {
        var result: [Certificate] = []
        for der in try PKIFile.all(.certificate, in: bytes) { result.append(try Certificate(der: der)) }
        return result
    }

    /// Two certificates are one where their bytes are.
    public static func == (left: Certificate, right: Certificate) -> Bool { left.der == right.der }
}
