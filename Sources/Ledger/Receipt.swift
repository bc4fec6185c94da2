/// Proof that a fact is in the ledger: leaf, path, root and the bus's signature over the batch's checkpoint.
public struct Receipt: Sendable {
    /// Kind, version and fields of the fact; the leaf is SHA-256(0 ‖ these).
    public let fact: [UInt8]
    /// The fact's place in its batch, from 0.
    public let index: Int
    /// The tree over the batch.
    public let tree: DigestTree
    /// The batch's link in the chain.
    public let checkpoint: Checkpoint
    /// SHA-256 of the checkpoint's statement.
    public let digest: [UInt8]
    /// The bus's signature over `digest`.
    public let signature: [UInt8]
    /// SHA-256 of the SubjectPublicKeyInfo of the key that signed.
    public let key: [UInt8]
}
