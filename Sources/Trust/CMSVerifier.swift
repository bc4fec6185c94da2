internal import Synchronization

/// Verifies detached CMS signatures (RFC 5652) over exact bytes.
///
/// The usual shape is walked here; a signer met before costs one digest and one signature check, whether or not its
/// certificate is embedded. Unusual shapes go through OpenSSL's `CMS_verify`, up to a stated size.
public final class CMSVerifier: Sendable {
    /// Signatures above this size are malformed, in bytes.
    public static let sizeLimit = 65_536
    let store: TrustStore
    let signers: SignerDirectory
    /// Signers whose chain stood when they were first met; every use judges the chain anew through the snapshot.
    private let known = Mutex<[[UInt8]: Certificate]>([:])
    private static let knownLimit = 10_000

    /// A verifier that trusts `store` and finds certificates that are not embedded in `signers`.
    public init(store: TrustStore, signers: SignerDirectory = SignerDirectory()) {
        self.store = store
        self.signers = signers
    }

    /// Judges `signature`, a CMS in DER, over `content`, received at `time` (milliseconds since 1970).
    public func verify(signature: [UInt8], content: [UInt8], at time: Int64) -> Verdict {
        if signature.isEmpty { return .absent }
        guard signature.count <= Self.sizeLimit else {
            return Self.failure(
                .signatureMalformed, "structure", [], found: "\(signature.count) bytes, limit \(Self.sizeLimit)")
        }
        guard let data = SignedData(signature) else {
            return verifyInFull(signature: signature, content: content, at: time)
        }
        let structure = Verdict.Check("structure", passed: true)
        guard let (signer, untrusted, isKnown) = findSigner(data) else {
            return Self.failure(.signerUnknown, "signer", [structure])
        }
        var verdict = Verdict(
            status: .valid, checks: [structure, Verdict.Check("signer", passed: true)], signer: signer,
            signingTime: data.signingTime)
        func fail(_ code: TrustCode, _ name: String, found: String? = nil) -> Verdict {
            var failed = verdict
            failed.status = .invalid
            failed.code = code
            failed.checks.append(
                Verdict.Check(name, passed: false, expected: TrustCode.expectation(code), found: found))
            return failed
        }
        let isRSA = if case .rsa = signer.publicKey.kind { true } else { false }
        guard isRSA == data.needsRSA else {
            return fail(.signatureAlgorithmRefused, "algorithm", found: signer.publicKey.kind.description)
        }
        guard signer.publicKey.isStrong else {
            return fail(.keyTooWeak, "key_strength", found: signer.publicKey.kind.description)
        }
        let digest = data.digest.digest(content.span)
        var signed = digest
        if let attributes = data.attributes, let messageDigest = data.messageDigest {
            guard data.bytes[messageDigest].elementsEqual(digest) else {
                return fail(.signatureDigestMismatch, "digest")
            }
            verdict.checks.append(Verdict.Check("digest", passed: true))
            // RFC 5652, 5.4: what is signed is the attributes under the tag of a SET.
            var set = Array(data.bytes[attributes])
            set[0] = 0x31
            signed = data.digest.digest(set.span)
        }
        let value = data.bytes.span.extracting(data.signature)
        guard signer.publicKey.handle.verify(value, digest: signed, data.digest) else {
            return fail(.signatureInvalid, "signature")
        }
        verdict.checks.append(Verdict.Check("signature", passed: true))
        return finish(verdict, signer, untrusted, learn: isKnown ? nil : Array(data.bytes[data.identifier]), at: time)
    }

    /// The chain and the claimed time, which close every verdict.
    func finish(
        _ verdict: Verdict, _ signer: Certificate, _ untrusted: [Certificate], learn identifier: [UInt8]?,
        at time: Int64
    ) -> Verdict {
        var verdict = verdict
        let chain = store.current.evaluate(signer, untrusted: untrusted, purpose: .signing, at: time)
        verdict.checks += chain.checks
        guard chain.status == .valid else {
            verdict.status = .invalid
            verdict.code = chain.code
            return verdict
        }
        if let identifier {
            known.withLock {
                if $0.count >= Self.knownLimit { $0.removeAll(keepingCapacity: true) }
                $0[identifier] = signer
            }
        }
        if let claimed = verdict.signingTime {
            let stands = claimed >= signer.notBefore && claimed <= signer.notAfter && claimed <= time
            verdict.checks.append(
                Verdict.Check(
                    "signing_time", passed: stands, expected: stands ? nil : TrustCode.expectation(.signingTimeInvalid),
                    found: stands ? nil : "\(claimed) ms since 1970"))
            if !stands {
                verdict.status = .invalid
                verdict.code = .signingTimeInvalid
            }
        }
        return verdict
    }

    /// The signer's certificate, other embedded ones, and whether it was known before.
    ///
    /// An embedded certificate under the signer's identifier must be the known one, byte for byte; else it is parsed
    /// and judged for itself.
    private func findSigner(_ data: SignedData) -> (Certificate, [Certificate], Bool)? {
        let identifier = Array(data.bytes[data.identifier])
        let candidate = known.withLock { $0[identifier] } ?? signers.certificate(identifier)
        if let candidate {
            let embedded = data.certificates.contains { data.bytes[$0].elementsEqual(candidate.der) }
            // Known and judged under this store already: the rest of the embedded chain adds nothing.
            if embedded, known.withLock({ $0[identifier] }) != nil { return (candidate, [], true) }
            if data.certificates.isEmpty { return (candidate, [], true) }
        }
        var parsed: [Certificate] = []
        for range in data.certificates {
            if let certificate = try? Certificate(der: Array(data.bytes[range])) { parsed.append(certificate) }
        }
        let match = parsed.first { $0.issuerAndSerial == identifier || $0.keyIdentifier == identifier }
        if let match { return (match, parsed, false) }
        return candidate.map { ($0, parsed, true) }
    }

    /// A verdict that ends with the failed check `name`.
    static func failure(
        _ code: TrustCode, _ name: String, _ before: [Verdict.Check], found: String? = nil, signer: Certificate? = nil
    ) -> Verdict {
        let check = Verdict.Check(name, passed: false, expected: TrustCode.expectation(code), found: found)
        return Verdict(status: .invalid, code: code, checks: before + [check], signer: signer)
    }
}
