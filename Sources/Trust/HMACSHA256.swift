internal import COpenSSL

/// Codes of HMAC with SHA-256 (RFC 2104, FIPS 198-1).
public enum HMACSHA256 {
    /// The 32 bytes for `bytes` under `key`.
    public static func code(of bytes: [UInt8], key: [UInt8]) throws(TrustError) -> [UInt8] {
        OpenSSL.clear()
        let code = unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            var length = 0
            let isMade =
                unsafe EVP_Q_mac(
                    nil, "HMAC", nil, "SHA256", nil, key, key.count, bytes, bytes.count, buffer.baseAddress, 32, &length
                )
                != nil
            count = isMade ? length : 0
        }
        guard code.count == 32 else { throw OpenSSL.failure("EVP_Q_mac") }
        return code
    }

    /// Whether both are the same, in a time that does not tell where they differ; only their lengths are no secret.
    public static func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return unsafe CRYPTO_memcmp(left, right, left.count) == 0
    }
}
