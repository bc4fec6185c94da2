internal import Platform
internal import COpenSSL

/// The owner of an `EVP_PKEY` and of the contexts that use it.
@safe final class KeyHandle: @unchecked Sendable {
    // Sendable: the key is read-only once made, and a context is only used by the one who took it from the pool.
    let pointer: OpaquePointer
    let kind: KeyKind
    // A context signs or verifies, never both: each use has its pool.
    private let idleSigning = Monitor<[KeyContext]>([])
    private let idleVerifying = Monitor<[KeyContext]>([])

    /// Takes over `pointer`.
    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = unsafe pointer
        switch unsafe EVP_PKEY_get_base_id(pointer) {
        case EVP_PKEY_RSA: kind = .rsa(bits: Int(unsafe EVP_PKEY_get_bits(pointer)))
        case EVP_PKEY_EC:
            var name = [CChar](repeating: 0, count: 64)
            var length = 0
            let found = unsafe EVP_PKEY_get_group_name(pointer, &name, name.count, &length) == 1
            let bytes = name.prefix(min(length, name.count)).map { UInt8(bitPattern: $0) }
            kind = .ec(curve: found ? String(decoding: bytes, as: UTF8.self) : "unknown")
        default: kind = .other
        }
    }

    deinit { unsafe EVP_PKEY_free(pointer) }

    /// A context for SHA-256 signatures from the pool, or a new one.
    private func take(signing: Bool) -> KeyContext? {
        let pooled = signing ? idleSigning.withLock { $0.popLast() } : idleVerifying.withLock { $0.popLast() }
        return pooled ?? KeyContext(self, .sha256, signing: signing)
    }

    private func giveBack(_ context: KeyContext, signing: Bool) {
        if signing {
            idleSigning.withLock { if $0.count < 16 { $0.append(context) } }
        } else {
            idleVerifying.withLock { if $0.count < 16 { $0.append(context) } }
        }
    }

    /// Whether `signature` signs `digest`.
    func verify(_ signature: Span<UInt8>, digest: [UInt8], _ algorithm: DigestAlgorithm) -> Bool {
        OpenSSL.clear()
        let pooled = algorithm == .sha256
        guard let context = pooled ? take(signing: false) : KeyContext(self, algorithm, signing: false) else {
            OpenSSL.clear()
            return false
        }
        let result = unsafe signature.withUnsafeBufferPointer { bytes in
            unsafe EVP_PKEY_verify(context.pointer, bytes.baseAddress, bytes.count, digest, digest.count)
        }
        if pooled { giveBack(context, signing: false) }
        if result != 1 { OpenSSL.clear() }
        return result == 1
    }

    /// The signature of `digest`.
    func sign(digest: [UInt8], _ algorithm: DigestAlgorithm) throws(TrustError) -> [UInt8] {
        OpenSSL.clear()
        let pooled = algorithm == .sha256
        guard let context = pooled ? take(signing: true) : KeyContext(self, algorithm, signing: true) else {
            throw OpenSSL.failure("EVP_PKEY_sign_init")
        }
        let capacity = Int(unsafe EVP_PKEY_get_size(pointer))
        var result: Int32 = 0
        let signature = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            var length = capacity
            unsafe result = EVP_PKEY_sign(context.pointer, buffer.baseAddress, &length, digest, digest.count)
            count = result == 1 ? length : 0
        }
        if pooled { giveBack(context, signing: true) }
        guard result == 1 else { throw OpenSSL.failure("EVP_PKEY_sign") }
        return signature
    }
}

/// The owner of an `EVP_PKEY_CTX`, ready to sign or to verify digests; used by one thread at a time.
@safe final class KeyContext: @unchecked Sendable {
    // Sendable: moves between threads through the pool's lock only, and is never shared.
    let pointer: OpaquePointer

    init?(_ key: KeyHandle, _ algorithm: DigestAlgorithm, signing: Bool) {
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, key.pointer, nil) else { return nil }
        unsafe pointer = unsafe context
        let started = unsafe signing ? EVP_PKEY_sign_init(context) : EVP_PKEY_verify_init(context)
        guard started == 1 else { return nil }
        if case .rsa = key.kind {
            guard unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1 else { return nil }
        }
        guard unsafe EVP_PKEY_CTX_set_signature_md(context, algorithm.handle.pointer) == 1 else { return nil }
    }

    deinit { unsafe EVP_PKEY_CTX_free(pointer) }
}
