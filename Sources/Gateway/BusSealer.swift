internal import Ledger
internal import Trust

/// Digests with SHA-256 and signs checkpoints with the bus's receipt key.
struct BusSealer: Sealer {
    let privateKey: PrivateKey
    let key: [UInt8]

    init(_ privateKey: PrivateKey) {
        self.privateKey = privateKey
        key = privateKey.publicKey.digest
    }

    func digest(_ bytes: [UInt8]) -> [UInt8] { SHA256.digest(bytes) }

    func sign(_ checkpoint: [UInt8]) throws -> [UInt8] { try privateKey.sign(checkpoint) }
}
