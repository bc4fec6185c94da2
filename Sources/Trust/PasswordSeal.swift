internal import COpenSSL

/// Bytes that only whoever knows a password reads: CMS AuthEnvelopedData (RFC 5083) by AES-256-GCM, its key wrapped by one
/// derived from the password (RFC 3211, PBKDF2). `openssl cms -decrypt -inform DER -pwri_password …` opens it too.
public enum PasswordSeal {
    /// The iteration count of PBKDF2: about a tenth of a second.
    private static let rounds: Int32 = 600_000

    /// `content` sealed, DER. Throws where OpenSSL fails or the password is empty.
    public static func seal(_ content: [UInt8], password: [UInt8]) throws(TrustError) -> [UInt8] {
        guard !password.isEmpty else { throw TrustError("the password is empty") }
        OpenSSL.clear()
        guard let input = unsafe BIO_new_mem_buf(content, Int32(clamping: content.count)) else {
            throw OpenSSL.failure("BIO_new_mem_buf")
        }
        defer { unsafe BIO_free(input) }
        var secret = password
        guard let message = unsafe lgsp_seal(input, &secret, secret.count, rounds) else {
            throw OpenSSL.failure("CMS_encrypt")
        }
        defer { unsafe CMS_ContentInfo_free(message) }
        return unsafe OpenSSL.encoding { unsafe i2d_CMS_ContentInfo(message, $0) }
    }

    /// The content of what `seal` made; nil where the password is not the one, or the bytes were changed.
    public static func open(_ sealed: [UInt8], password: [UInt8]) -> [UInt8]? {
        guard !password.isEmpty,
            let message = unsafe OpenSSL.decoding(
                sealed, { unsafe d2i_CMS_ContentInfo(nil, $0, $1) }, free: { unsafe CMS_ContentInfo_free($0) }),
            let output = unsafe BIO_new(BIO_s_mem())
        else { return nil }
        defer {
            unsafe CMS_ContentInfo_free(message)
            unsafe BIO_free(output)
            OpenSSL.clear()
        }
        var secret = password
        guard unsafe lgsp_open_seal(message, &secret, secret.count, output) == 1 else { return nil }
        var start: UnsafeMutablePointer<CChar>?
        let count = unsafe BIO_ctrl(output, BIO_CTRL_INFO, 0, &start)
        guard count > 0, let start = unsafe start else { return [] }
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }
}
