internal import COpenSSL
internal import Synchronization

/// What a certificate is to be used for.
public enum CertificatePurpose: Sendable, Hashable {
    /// Signing documents: digitalSignature or nonRepudiation, and emailProtection where usages are extended.
    case signing
    /// A client of mutual TLS: digitalSignature and clientAuth.
    case client
}

/// Roots, intermediates and CRLs that never change, with the chain verdicts found under them.
@safe public final class TrustSnapshot: @unchecked Sendable {
    // Sendable: the store is complete before it is shared, and OpenSSL locks inside; the cache has its own lock.
    /// Which state of the store this is; grows with each reload.
    public let epoch: UInt64
    private let store: OpaquePointer
    private let intermediates: [Certificate]
    private let standing = Mutex<[Key: Standing]>([:])
    private static let cacheLimit = 200_000

    private struct Key: Hashable {
        let certificate: [UInt8]
        let purpose: CertificatePurpose
    }

    /// While receipt lies in `from...until`, the chain stands.
    private struct Standing {
        let from: Int64
        let until: Int64
    }

    /// The state `epoch`; `crls` are in DER.
    init(epoch: UInt64, roots: [Certificate], intermediates: [Certificate], crls: [[UInt8]]) throws(TrustError) {
        guard let store = unsafe X509_STORE_new() else { throw OpenSSL.failure("X509_STORE_new") }
        unsafe self.store = unsafe store
        self.epoch = epoch
        self.intermediates = intermediates
        for root in roots {
            guard unsafe X509_STORE_add_cert(store, root.handle.pointer) == 1 else {
                throw OpenSSL.failure("X509_STORE_add_cert")
            }
        }
        for der in crls {
            guard
                let crl = unsafe OpenSSL.decoding(
                    der, { unsafe d2i_X509_CRL(nil, $0, $1) }, free: { unsafe X509_CRL_free($0) })
            else { throw TrustError("not a CRL") }
            defer { unsafe X509_CRL_free(crl) }
            guard unsafe X509_STORE_add_crl(store, crl) == 1 else { throw OpenSSL.failure("X509_STORE_add_crl") }
        }
    }

    deinit { unsafe X509_STORE_free(store) }

    /// Judges the chain from `certificate` to a root at the moment `time` (RFC 5280, section 6).
    ///
    /// A chain that stands is remembered with the time for which it does; one that doesn't is judged again each time,
    /// since another message may bring the intermediate that was missing.
    public func evaluate(
        _ certificate: Certificate, untrusted: [Certificate] = [], purpose: CertificatePurpose = .signing,
        at time: Int64
    ) -> Verdict {
        let key = Key(certificate: certificate.digest, purpose: purpose)
        if let known = standing.withLock({ $0[key] }), known.from <= time, time <= known.until {
            return Verdict(status: .valid, checks: Self.passed, signer: certificate)
        }
        guard certificate.publicKey.isStrong else {
            let check = Verdict.Check(
                "key_strength", passed: false, expected: "RSA from 2048 bits, P-256 or P-384",
                found: certificate.publicKey.kind.description)
            return Verdict(status: .invalid, code: .keyTooWeak, checks: [check], signer: certificate)
        }
        return judge(certificate, untrusted, purpose, time, key)
    }

    static let passed: [Verdict.Check] = ["key_strength", "chain", "usage", "revocation", "validity"].map {
        Verdict.Check($0, passed: true)
    }

    private func judge(
        _ certificate: Certificate, _ untrusted: [Certificate], _ purpose: CertificatePurpose, _ time: Int64, _ key: Key
    ) -> Verdict {
        OpenSSL.clear()
        func failed(_ code: TrustCode, _ found: String) -> Verdict {
            OpenSSL.clear()
            let check = Verdict.Check(
                Self.checkName(code), passed: false, expected: TrustCode.expectation(code), found: found)
            return Verdict(status: .invalid, code: code, checks: [check], signer: certificate)
        }
        guard let context = unsafe X509_STORE_CTX_new(), let others = unsafe OPENSSL_sk_new_null() else {
            return failed(.chainInvalid, "out of memory")
        }
        defer {
            unsafe X509_STORE_CTX_free(context)
            unsafe OPENSSL_sk_free(others)
        }
        for other in intermediates + untrusted.prefix(16) {
            unsafe OPENSSL_sk_push(others, UnsafeRawPointer(other.handle.pointer))
        }
        guard unsafe X509_STORE_CTX_init(context, store, certificate.handle.pointer, others) == 1,
            let parameters = unsafe X509_STORE_CTX_get0_param(context)
        else { return failed(.chainInvalid, OpenSSL.drain()) }
        let flags = UInt(X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL)
        unsafe X509_VERIFY_PARAM_set_flags(parameters, flags)
        unsafe X509_VERIFY_PARAM_set_time(parameters, Int(time / 1000))
        unsafe X509_VERIFY_PARAM_set_depth(parameters, 8)
        // Level 2: RSA from 2048 bits, no SHA-1 or MD5 below the root.
        unsafe X509_VERIFY_PARAM_set_auth_level(parameters, 2)
        unsafe X509_VERIFY_PARAM_set_purpose(
            parameters, purpose == .signing ? X509_PURPOSE_SMIME_SIGN : X509_PURPOSE_SSL_CLIENT)
        if unsafe X509_verify_cert(context) != 1 {
            let error = unsafe X509_STORE_CTX_get_error(context)
            let depth = unsafe X509_STORE_CTX_get_error_depth(context)
            let text = unsafe X509_verify_cert_error_string(Int(error)).map { unsafe String(cString: $0) } ?? ""
            return failed(Self.code(error, depth: depth), "\(text) (certificate \(depth) of the chain)")
        }
        // The certificates bound the time for which the chain stands; CRLs are judged again after a minute.
        var from = time - 60_000
        var until = time + 60_000
        let chain = unsafe X509_STORE_CTX_get0_chain(context)
        for index in 0..<(unsafe OPENSSL_sk_num(chain)) {
            guard let value = unsafe OPENSSL_sk_value(chain, index) else { continue }
            let member = OpaquePointer(value)
            guard let first = unsafe certificate.handle.time(unsafe X509_get0_notBefore(member)),
                let last = unsafe certificate.handle.time(unsafe X509_get0_notAfter(member))
            else { return failed(.chainInvalid, "a validity that is not in the form of RFC 5280") }
            from = max(from, first)
            until = min(until, last)
        }
        standing.withLock {
            if $0.count >= Self.cacheLimit { $0.removeAll(keepingCapacity: true) }
            $0[key] = Standing(from: from, until: until)
        }
        return Verdict(status: .valid, checks: Self.passed, signer: certificate)
    }

    private static func checkName(_ code: TrustCode) -> String {
        switch code {
        case .keyTooWeak: "key_strength"
        case .certificateWrongUsage: "usage"
        case .certificateRevoked, .crlMissing, .crlExpired, .crlNotYetValid: "revocation"
        case .certificateExpired, .certificateNotYetValid: "validity"
        default: "chain"
        }
    }

    private static func code(_ error: Int32, depth: Int32) -> TrustCode {
        switch error {
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
            X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
            .issuerUnknown
        case X509_V_ERR_CERT_HAS_EXPIRED: .certificateExpired
        case X509_V_ERR_CERT_NOT_YET_VALID: .certificateNotYetValid
        case X509_V_ERR_CERT_REVOKED: .certificateRevoked
        case X509_V_ERR_UNABLE_TO_GET_CRL, X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER: .crlMissing
        case X509_V_ERR_CRL_HAS_EXPIRED: .crlExpired
        case X509_V_ERR_CRL_NOT_YET_VALID: .crlNotYetValid
        case X509_V_ERR_PATH_LENGTH_EXCEEDED, X509_V_ERR_CERT_CHAIN_TOO_LONG: .pathLengthExceeded
        case X509_V_ERR_INVALID_PURPOSE: depth == 0 ? .certificateWrongUsage : .chainInvalid
        case X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_CA_KEY_TOO_SMALL: .keyTooWeak
        case X509_V_ERR_CA_MD_TOO_WEAK: .signatureAlgorithmRefused
        default: .chainInvalid
        }
    }
}
