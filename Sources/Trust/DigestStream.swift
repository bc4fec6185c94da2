internal import COpenSSL
public import XML

/// A digest that takes its octets piece by piece, for the canonical form of an XML document.
@safe final class DigestStream: XMLDigest {
    private let context: OpaquePointer
    private let length: Int

    init?(_ algorithm: DigestAlgorithm) {
        guard let context = unsafe EVP_MD_CTX_new() else { return nil }
        unsafe self.context = unsafe context
        length = algorithm.length
        guard unsafe EVP_DigestInit_ex2(context, algorithm.handle.pointer, nil) == 1 else { return nil }
    }

    /// SHA-1, by which nothing is accepted: to tell a signature that is only weak from one copied from elsewhere.
    init?(weak: Void) {
        guard let context = unsafe EVP_MD_CTX_new() else { return nil }
        unsafe self.context = unsafe context
        length = 20
        guard unsafe EVP_DigestInit_ex2(context, EVP_sha1(), nil) == 1 else { return nil }
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    func update(_ octets: UnsafeRawBufferPointer) {
        _ = unsafe EVP_DigestUpdate(context, octets.baseAddress, octets.count)
    }

    func finish() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: length) { output, count in
            var written: UInt32 = 0
            unsafe EVP_DigestFinal_ex(context, output.baseAddress, &written)
            count = Int(written)
        }
    }
}

extension DigestAlgorithm {
    /// The algorithm with this identifier of XML signatures (XML Signature 1.1, 6.2; RFC 6931), nil for any other.
    init?(xmlIdentifier: String) {
        switch xmlIdentifier {
        case "http://www.w3.org/2001/04/xmlenc#sha256": self = .sha256
        case "http://www.w3.org/2001/04/xmldsig-more#sha384": self = .sha384
        case "http://www.w3.org/2001/04/xmlenc#sha512": self = .sha512
        default: return nil
        }
    }

    /// The algorithm's identifier in XML signatures.
    var xmlIdentifier: String {
        switch self {
        case .sha256: "http://www.w3.org/2001/04/xmlenc#sha256"
        case .sha384: "http://www.w3.org/2001/04/xmldsig-more#sha384"
        case .sha512: "http://www.w3.org/2001/04/xmlenc#sha512"
        }
    }

    /// How many bytes a digest has.
    var length: Int {
        switch self {
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }
}

extension XMLSignaturePass {
    /// A pass over `bytes` that digests by the algorithms that signatures may use, and by SHA-1, to know it by.
    public static func verifying(_ bytes: [UInt8]) -> XMLSignaturePass {
        XMLSignaturePass(over: bytes) { name in
            if name == "http://www.w3.org/2000/09/xmldsig#sha1" { return DigestStream(weak: ()) }
            return DigestAlgorithm(xmlIdentifier: name).flatMap { DigestStream($0) }
        }
    }
}
