internal import Platform

/// The trust anchors in force, swapped as a whole: whoever verifies works on one snapshot from start to end.
public final class TrustStore: Sendable {
    private let state: Monitor<TrustSnapshot>

    /// A store of these certificates; `crls` holds CRLs in DER.
    public init(roots: [Certificate], intermediates: [Certificate] = [], crls: [[UInt8]]) throws(TrustError) {
        state = Monitor(try TrustSnapshot(epoch: 1, roots: roots, intermediates: intermediates, crls: crls))
    }

    /// The snapshot in force.
    public var current: TrustSnapshot { state.withLock { $0 } }

    /// Puts another content in force, for every verification that starts after the return.
    public func reload(roots: [Certificate], intermediates: [Certificate], crls: [[UInt8]]) throws(TrustError) {
        let next = try TrustSnapshot(
            epoch: current.epoch + 1, roots: roots, intermediates: intermediates, crls: crls)
        state.withLock { $0 = next }
    }

    /// The CRLs of a file in DER, where the file has them in PEM with any number of blocks, or in DER.
    public static func crls(in bytes: [UInt8]) throws(TrustError) -> [[UInt8]] {
        try PKIFile.all(.crl, in: bytes)
    }
}
