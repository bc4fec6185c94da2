internal import COpenSSL

/// Algorithms that every check here refuses, for messages that show the refusal.
package enum WeakAlgorithms {
    /// SHA-1 of `bytes` (RFC 3174).
    package static func sha1(_ bytes: [UInt8]) throws(TrustError) -> [UInt8] {
        try unsafe output("EVP_Q_digest") { output, length in
            unsafe EVP_Q_digest(nil, "SHA1", nil, bytes, bytes.count, output, length) == 1
        }
    }

    /// The signature of `key` over the SHA-1 of `bytes`.
    package static func sign(_ bytes: [UInt8], _ key: PrivateKey) throws(TrustError) -> [UInt8] {
        OpenSSL.clear()
        let capacity = Int(unsafe EVP_PKEY_get_size(key.handle.pointer))
        let signature = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            unsafe count = lgsp_sign_sha1(key.handle.pointer, bytes, bytes.count, buffer.baseAddress, capacity)
        }
        guard !signature.isEmpty else { throw OpenSSL.failure("EVP_DigestSign") }
        return signature
    }

    private static func output(
        _ call: String, _ make: (UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>) -> Bool
    ) throws(TrustError) -> [UInt8] {
        OpenSSL.clear()
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 64) { buffer, count in
            var length = 0
            count = unsafe make(buffer.baseAddress, &length) ? length : 0
        }
        guard !bytes.isEmpty else { throw OpenSSL.failure(call) }
        return bytes
    }
}
