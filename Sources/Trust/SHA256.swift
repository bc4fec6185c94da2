internal import COpenSSL

/// SHA-256 (FIPS 180-4), in one call or piece by piece.
@safe public struct SHA256: ~Copyable {
    private let context: OpaquePointer

    /// A digest of nothing yet.
    public init() {
        // The only failure is a lack of memory, on which Swift's own allocations end the process as well.
        guard let context = unsafe EVP_MD_CTX_new() else { fatalError("out of memory") }
        unsafe self.context = unsafe context
        unsafe EVP_DigestInit_ex2(context, DigestHandle.sha256.pointer, nil)
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Takes `bytes` in.
    public mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            _ = unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
        }
    }

    /// The digest of all that was taken in, 32 bytes.
    public consuming func finish() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { output, count in
            var length: UInt32 = 0
            unsafe EVP_DigestFinal_ex(context, output.baseAddress, &length)
            count = Int(length)
        }
    }

    /// The digest of `bytes`, 32 bytes.
    public static func digest(_ bytes: Span<UInt8>) -> [UInt8] { DigestAlgorithm.sha256.digest(bytes) }

    /// The digest of `bytes`, 32 bytes.
    public static func digest(_ bytes: [UInt8]) -> [UInt8] { DigestAlgorithm.sha256.digest(bytes.span) }
}
