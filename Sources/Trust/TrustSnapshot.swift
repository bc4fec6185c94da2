internal import Platform
internal import COpenSSL

/// What a certificate is to be used for.
public enum CertificatePurpose: UInt8, Sendable, Hashable {
    /// Signing documents: digitalSignature or nonRepudiation, and emailProtection where usages are extended.
    case signing
    /// A client of mutual TLS: digitalSignature and clientAuth.
    case client
}

/// Roots, intermediates and CRLs that never change, with the chain verdicts found under them.
@safe public final class TrustSnapshot: @unchecked Sendable {
    // Sendable: the store is complete before it is shared, and OpenSSL locks inside; the caches have their own locks.
    /// Which state of the store this is; grows with each reload.
    public let epoch: UInt64
    let store: OpaquePointer
    let intermediates: [Certificate]
    /// Every moment at which a certificate or a CRL of this state begins or ends, in order.
    private let boundaries: [Int64]
    private let standing = Monitor<[Key: Piece]>([:])
    private static let cacheLimit = 200_000
    private let refused = Monitor<[Key: Refusal]>([:])
    private static let refusedLimit = 1024

    private struct Key: Hashable {
        let certificate: ByteKey
        let purpose: CertificatePurpose
    }

    /// A stretch of time in which nothing begins or ends, so that what is judged once in it holds for all of it.
    struct Piece {
        var from: Int64
        var until: Int64

        func contains(_ time: Int64) -> Bool { from <= time && time < until }

        /// Makes it end before, or begin with, the moment `boundary`, so that `time` stays within.
        mutating func cut(_ boundary: Int64, around time: Int64) {
            if boundary <= time { from = max(from, boundary) } else { until = min(until, boundary) }
        }
    }

    private struct Refusal {
        let piece: Piece
        let verdict: Verdict
    }

    /// The state `epoch`; `crls` are in DER.
    init(epoch: UInt64, roots: [Certificate], intermediates: [Certificate], crls: [[UInt8]]) throws(TrustError) {
        guard let store = unsafe X509_STORE_new() else { throw OpenSSL.failure("X509_STORE_new") }
        unsafe self.store = unsafe store
        self.epoch = epoch
        self.intermediates = intermediates
        var boundaries = (roots + intermediates).flatMap { [$0.notBefore, $0.notAfter] }
        // A stored property more, so that `deinit` frees the store where what follows throws.
        var lists: [RevocationList] = []
        var failure: TrustError?
        for der in crls {
            do { lists.append(try RevocationList(der: der)) } catch { failure = error }
        }
        boundaries += lists.flatMap { [$0.thisUpdate] + ($0.nextUpdate.map { [$0] } ?? []) }
        self.boundaries = boundaries.sorted()
        if let failure { throw failure }
        for root in roots {
            guard unsafe X509_STORE_add_cert(store, root.handle.pointer) == 1 else {
                throw OpenSSL.failure("X509_STORE_add_cert")
            }
        }
        for list in lists {
            guard unsafe X509_STORE_add_crl(store, list.handle.pointer) == 1 else {
                throw OpenSSL.failure("X509_STORE_add_crl")
            }
        }
    }

    deinit { unsafe X509_STORE_free(store) }

    /// Judges the chain from `certificate` to a root at the moment `time` (RFC 5280, section 6), which is of the
    /// second it lies in; a certificate ends with the second of its notAfter, as OpenSSL has it.
    ///
    /// What is judged once is remembered until a certificate or a CRL begins or ends: a chain that stands whatever
    /// came with it; one that doesn't, together with the certificates that came with it, since another message may
    /// bring the intermediate that was missing.
    ///
    /// `hindsight` judges a moment that is past by the CRLs of today: those that begin after it are taken, and a
    /// revocation counts where it happened before the moment.
    public func evaluate(
        _ certificate: Certificate, untrusted: [Certificate] = [], purpose: CertificatePurpose = .signing,
        at time: Int64, hindsight: Bool = false
    ) -> Verdict {
        let key = Key(certificate: ByteKey(certificate.digest), purpose: purpose)
        if !hindsight, let known = standing.withLock({ $0[key] }), known.contains(time) {
            return Verdict(status: .valid, checks: Self.passed, signer: certificate)
        }
        let others = Array(untrusted.prefix(16))
        let whole = Key(certificate: ByteKey(certificate.digest + others.flatMap(\.digest)), purpose: purpose)
        if !hindsight, let known = refused.withLock({ $0[whole] }), known.piece.contains(time) {
            return known.verdict
        }
        let verdict = judge(certificate, others, purpose, time, hindsight: hindsight)
        if hindsight { return verdict }
        let piece = piece(around: time, others + [certificate])
        if verdict.status == .valid {
            standing.withLock {
                if $0.count >= Self.cacheLimit { $0.removeAll(keepingCapacity: true) }
                $0[key] = piece
            }
        } else {
            refused.withLock {
                if $0.count >= Self.refusedLimit { $0.removeAll(keepingCapacity: true) }
                $0[whole] = Refusal(piece: piece, verdict: verdict)
            }
        }
        return verdict
    }

    /// How many refusals are remembered.
    var refusedCount: Int { refused.withLock { $0.count } }

    private func piece(around time: Int64, _ certificates: [Certificate]) -> Piece {
        var piece = Piece(from: .min, until: .max)
        for boundary in boundaries { piece.cut(boundary, around: time) }
        for certificate in certificates {
            piece.cut(certificate.notBefore, around: time)
            piece.cut(certificate.notAfter, around: time)
        }
        return piece
    }
}
