/// Digests facts and signs checkpoints for the ledger, which has no cryptography of its own.
public protocol Sealer: Sendable {
    /// SHA-256.
    func digest(_ bytes: [UInt8]) -> [UInt8]
    /// The bus's signature over a checkpoint's 32 bytes.
    func sign(_ checkpoint: [UInt8]) throws -> [UInt8]
    /// SHA-256 of the SubjectPublicKeyInfo of the bus's key.
    var key: [UInt8] { get }
}
