internal import COpenSSL

/// A password as PBKDF2 with HMAC-SHA256 keeps it (RFC 8018, section 5.2).
public struct PasswordHash: Sendable {
    /// The salt, at least 16 bytes.
    public let salt: [UInt8]
    /// The iteration count.
    public let rounds: Int
    /// The derived key, 32 bytes.
    public let hash: [UInt8]

    /// The iteration count of new hashes: a few milliseconds a login, which strangers can ask for as often as they like.
    private static let usualRounds = 10_000

    /// A hash that was kept.
    public init(salt: [UInt8], rounds: Int, hash: [UInt8]) {
        self.salt = salt
        self.rounds = rounds
        self.hash = hash
    }

    /// The hash of a password. Throws where OpenSSL fails.
    public init(of password: String, salt: [UInt8]) throws(TrustError) {
        self.init(
            salt: salt, rounds: Self.usualRounds,
            hash: try Self.derive(password, salt: salt, rounds: Self.usualRounds))
    }

    /// Whether `password` is the one; takes the same time wherever it differs.
    public func matches(_ password: String) -> Bool {
        guard rounds > 0, !salt.isEmpty, let other = try? Self.derive(password, salt: salt, rounds: rounds) else {
            return false
        }
        return HMACSHA256.isSame(hash, other)
    }

    private static func derive(_ password: String, salt: [UInt8], rounds: Int) throws(TrustError) -> [UInt8] {
        OpenSSL.clear()
        var made: Int32 = 0
        let text = password.utf8CString
        let key = unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            made = unsafe text.withUnsafeBufferPointer { text in
                unsafe PKCS5_PBKDF2_HMAC(
                    text.baseAddress, Int32(clamping: text.count - 1), salt, Int32(clamping: salt.count),
                    Int32(clamping: rounds), EVP_sha256(), 32, buffer.baseAddress)
            }
            count = made == 1 ? 32 : 0
        }
        guard made == 1 else { throw OpenSSL.failure("PKCS5_PBKDF2_HMAC") }
        return key
    }
}
