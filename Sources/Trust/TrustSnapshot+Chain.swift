internal import COpenSSL

extension TrustSnapshot {
    /// What is checked about a chain, in order.
    static let names: [CheckName] = [
        .keyStrength, .chain, .basicConstraints, .pathLength, .keyUsage, .extendedKeyUsage, .criticalExtensions,
        .certificateAlgorithms, .revocation, .validity,
    ]

    /// The names of the checks that come after the signature's own.
    static let laterNames = Set(names.dropFirst().map(\.rawValue))

    /// The list of a chain in which everything holds.
    static let passed: [Verdict.Check] = names.map { Verdict.Check($0) }

    /// Something that does not hold, about one certificate of the chain.
    private struct Objection {
        let error: Int32
        let depth: Int32
        let code: TrustCode
        let name: CheckName

        init(_ error: Int32, depth: Int32, leaf: Certificate, purpose: CertificatePurpose) {
            self.error = error
            self.depth = depth
            code = TrustSnapshot.code(error, depth: depth)
            name = TrustSnapshot.name(error, depth: depth, leaf: leaf, purpose: purpose)
        }

        var found: String {
            let text = unsafe X509_verify_cert_error_string(Int(error)).map { unsafe String(cString: $0) } ?? ""
            return "\(text) (certificate \(depth) of the chain)"
        }
    }

    /// Judges without looking at what was judged before.
    func judge(
        _ certificate: Certificate, _ untrusted: [Certificate], _ purpose: CertificatePurpose, _ time: Int64,
        hindsight: Bool
    ) -> Verdict {
        OpenSSL.clear()
        defer { OpenSSL.clear() }
        let found = objections(certificate, untrusted, purpose, time, hindsight: hindsight)
        if found.isEmpty, certificate.publicKey.isStrong {
            return Verdict(status: .valid, checks: Self.passed, signer: certificate)
        }
        let objections = found.map { Objection($0.error, depth: $0.depth, leaf: certificate, purpose: purpose) }
        return Self.refusal(objections, certificate, at: time)
    }

    private func objections(
        _ certificate: Certificate, _ untrusted: [Certificate], _ purpose: CertificatePurpose, _ time: Int64,
        hindsight: Bool
    ) -> [(error: Int32, depth: Int32)] {
        guard let context = unsafe X509_STORE_CTX_new() else { return [(X509_V_ERR_OUT_OF_MEM, 0)] }
        defer { unsafe X509_STORE_CTX_free(context) }
        guard let others = unsafe OPENSSL_sk_new_null() else { return [(X509_V_ERR_OUT_OF_MEM, 0)] }
        defer { unsafe OPENSSL_sk_free(others) }
        for other in intermediates + untrusted {
            unsafe OPENSSL_sk_push(others, UnsafeRawPointer(other.handle.pointer))
        }
        guard unsafe X509_STORE_CTX_init(context, store, certificate.handle.pointer, others) == 1,
            let parameters = unsafe X509_STORE_CTX_get0_param(context)
        else { return [(X509_V_ERR_UNSPECIFIED, 0)] }
        let flags = UInt(X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL)
        unsafe X509_VERIFY_PARAM_set_flags(parameters, flags)
        unsafe X509_VERIFY_PARAM_set_time(parameters, Int(time / 1000))
        unsafe X509_VERIFY_PARAM_set_depth(parameters, 8)
        // Level 2: RSA from 2048 bits, no SHA-1 or MD5 below the root.
        unsafe X509_VERIFY_PARAM_set_auth_level(parameters, 2)
        unsafe X509_VERIFY_PARAM_set_purpose(
            parameters, purpose == .signing ? X509_PURPOSE_SMIME_SIGN : X509_PURPOSE_SSL_CLIENT)
        var errors = [Int32](repeating: 0, count: 32)
        var depths = [Int32](repeating: 0, count: 32)
        var count = 0
        unsafe errors.withUnsafeMutableBufferPointer { errors in
            unsafe depths.withUnsafeMutableBufferPointer { depths in
                var list = unsafe lgsp_objections(
                    errors: errors.baseAddress, depths: depths.baseAddress, count: 0, capacity: 32,
                    hindsight: hindsight ? 1 : 0, moment: time / 1000)
                let result = unsafe lgsp_verify_chain(context, &list)
                if unsafe result != 1 && list.count == 0 {
                    let error = unsafe X509_STORE_CTX_get_error(context)
                    unsafe errors[0] = error == X509_V_OK ? X509_V_ERR_UNSPECIFIED : error
                    unsafe depths[0] = unsafe X509_STORE_CTX_get_error_depth(context)
                    unsafe list.count = 1
                }
                count = unsafe Int(list.count)
            }
        }
        if count > 0 { return zip(errors, depths).prefix(count).map { ($0, $1) } }
        // RFC 5280, 6.1.4 (k): OpenSSL lets an authority pass that has keyCertSign but no basicConstraints.
        let chain = unsafe X509_STORE_CTX_get0_chain(context)
        let length = unsafe OPENSSL_sk_num(chain)
        guard length > 2 else { return [] }
        for depth in 1..<(length - 1) {
            guard let value = unsafe OPENSSL_sk_value(chain, depth) else { continue }
            if unsafe X509_check_ca(OpaquePointer(value)) != 1 { return [(X509_V_ERR_INVALID_CA, depth)] }
        }
        return []
    }

    private static func refusal(_ all: [Objection], _ certificate: Certificate, at time: Int64) -> Verdict {
        // Without its issuers, a chain's constraints and CRLs can't be judged, whatever OpenSSL says about them.
        let isIncomplete = all.contains { $0.code == .issuerUnknown }
        let later: [CheckName] = [.basicConstraints, .pathLength, .certificateAlgorithms, .revocation]
        let objections = isIncomplete ? all.filter { !later.contains($0.name) } : all
        var code: TrustCode? = certificate.publicKey.isStrong ? nil : .keyTooWeak
        code = code ?? objections.first?.code ?? .chainInvalid
        let checks = names.map { name -> Verdict.Check in
            let mine = objections.filter { $0.name == name }
            if name == .keyStrength, !certificate.publicKey.isStrong {
                return Verdict.Check(
                    name, .failed(.keyTooWeak), found: certificate.publicKey.kind.description)
            }
            if let first = mine.first {
                var texts: [String] = []
                for text in mine.map(\.found) where !texts.contains(text) { texts.append(text) }
                return Verdict.Check(name, .failed(first.code), found: texts.joined(separator: "; "))
            }
            if isIncomplete, later.contains(name) {
                return Verdict.Check(name, .notEvaluated(because: CheckName.chain.rawValue))
            }
            return Verdict.Check(name)
        }
        return Verdict(status: .invalid, code: code, checks: checks, signer: certificate)
    }

    private static func name(
        _ error: Int32, depth: Int32, leaf: Certificate, purpose: CertificatePurpose
    ) -> CheckName {
        switch error {
        case X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD,
            X509_V_ERR_ERROR_IN_CERT_NOT_AFTER_FIELD:
            .validity
        case X509_V_ERR_CERT_REVOKED, X509_V_ERR_UNABLE_TO_GET_CRL, X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER,
            X509_V_ERR_CRL_HAS_EXPIRED, X509_V_ERR_CRL_NOT_YET_VALID, X509_V_ERR_CRL_SIGNATURE_FAILURE,
            X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE, X509_V_ERR_KEYUSAGE_NO_CRL_SIGN,
            X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION, X509_V_ERR_DIFFERENT_CRL_SCOPE,
            X509_V_ERR_CRL_PATH_VALIDATION_ERROR, X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD,
            X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD:
            .revocation
        case X509_V_ERR_INVALID_CA: .basicConstraints
        case X509_V_ERR_PATH_LENGTH_EXCEEDED, X509_V_ERR_CERT_CHAIN_TOO_LONG: .pathLength
        case X509_V_ERR_KEYUSAGE_NO_CERTSIGN: .keyUsage
        case X509_V_ERR_INVALID_PURPOSE:
            depth == 0 && !leaf.hasSigningUsage(orNonRepudiation: purpose == .signing) ? .keyUsage : .extendedKeyUsage
        case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION: .criticalExtensions
        case X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_CA_KEY_TOO_SMALL: .keyStrength
        case X509_V_ERR_CA_MD_TOO_WEAK: .certificateAlgorithms
        default: .chain
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
