internal import COpenSSL

/// The digests that signatures may use (RFC 5754); anything weaker is refused.
public enum DigestAlgorithm: String, Sendable, CaseIterable {
    /// SHA-256.
    case sha256
    /// SHA-384.
    case sha384
    /// SHA-512.
    case sha512

    /// The DER of the algorithm's object identifier, tag and length included.
    var identifier: [UInt8] {
        switch self {
        case .sha256: ObjectIdentifiers.sha256
        case .sha384: ObjectIdentifiers.sha384
        case .sha512: ObjectIdentifiers.sha512
        }
    }

    /// OpenSSL's handle, fetched once for the process: fetching per digest costs more than a short digest.
    var handle: DigestHandle {
        switch self {
        case .sha256: DigestHandle.sha256
        case .sha384: DigestHandle.sha384
        case .sha512: DigestHandle.sha512
        }
    }

    /// The digest of `bytes`.
    public func digest(_ bytes: Span<UInt8>) -> [UInt8] {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { output, count in
                var length: UInt32 = 0
                unsafe EVP_Digest(
                    buffer.baseAddress, buffer.count, output.baseAddress, &length, handle.pointer, nil)
                count = Int(length)
            }
        }
    }
}

/// A fetched `EVP_MD`.
@safe final class DigestHandle: @unchecked Sendable {
    // Sendable: an EVP_MD is never written after it was fetched; the three live as long as the process.
    static let sha256 = unsafe DigestHandle(unsafe EVP_MD_fetch(nil, "SHA256", nil) ?? EVP_sha256())
    static let sha384 = unsafe DigestHandle(unsafe EVP_MD_fetch(nil, "SHA384", nil) ?? EVP_sha384())
    static let sha512 = unsafe DigestHandle(unsafe EVP_MD_fetch(nil, "SHA512", nil) ?? EVP_sha512())

    let pointer: OpaquePointer

    private init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }
}
