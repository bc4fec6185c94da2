internal import COpenSSL
internal import Glibc
internal import Trust

/// The least that a verification can cost: one SHA-256 of the content, one signature check with a context kept.
@safe final class RawVerifier {
    private let digest: OpaquePointer
    private let context: OpaquePointer

    init?(_ key: PublicKey) {
        let encoding = key.encoding
        let decoded = unsafe encoding.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            return unsafe d2i_PUBKEY(nil, &cursor, buffer.count)
        }
        guard let decoded = unsafe decoded, let digest = unsafe EVP_MD_fetch(nil, "SHA256", nil),
            let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, decoded, nil),
            unsafe EVP_PKEY_verify_init(context) == 1,
            unsafe EVP_PKEY_CTX_set_signature_md(context, digest) == 1
        else { return nil }
        unsafe (self.digest, self.context) = unsafe (digest, context)
    }

    func verify(_ signature: [UInt8], over content: [UInt8]) -> Bool {
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(EVP_MAX_MD_SIZE)) { output in
            var length: UInt32 = 0
            unsafe EVP_Digest(content, content.count, output.baseAddress, &length, digest, nil)
            return unsafe EVP_PKEY_verify(context, signature, signature.count, output.baseAddress, Int(length)) == 1
        }
    }
}

/// OpenSSL as it comes: `CMS_verify` with the chain to the roots, as a program calls it that takes the library's word.
@safe final class StockVerifier {
    private let store: OpaquePointer

    init?(roots: String) {
        guard let store = unsafe X509_STORE_new(), unsafe X509_STORE_load_file(store, roots) == 1 else { return nil }
        unsafe self.store = unsafe store
    }

    deinit { unsafe X509_STORE_free(store) }

    func verify(_ signature: [UInt8], over content: [UInt8]) -> Bool {
        let message = unsafe signature.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            return unsafe d2i_CMS_ContentInfo(nil, &cursor, buffer.count)
        }
        guard let message = unsafe message else { return false }
        defer { unsafe CMS_ContentInfo_free(message) }
        return unsafe content.withUnsafeBytes { bytes in
            guard let input = unsafe BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)) else { return false }
            defer { unsafe BIO_free(input) }
            return unsafe CMS_verify(message, nil, store, input, nil, UInt32(CMS_BINARY)) == 1
        }
    }
}
