/// The certificates that agencies registered, for signatures that don't embed theirs; never changes.
public struct SignerDirectory: Sendable {
    private let byIdentifier: [[UInt8]: Certificate]

    /// A directory of `certificates`; of two under one identifier the later counts.
    public init(_ certificates: [Certificate] = []) {
        var table: [[UInt8]: Certificate] = [:]
        table.reserveCapacity(certificates.count * 2)
        for certificate in certificates {
            table[certificate.issuerAndSerial] = certificate
            if let identifier = certificate.keyIdentifier { table[identifier] = certificate }
        }
        byIdentifier = table
    }

    /// The certificate under the content of IssuerAndSerialNumber, or under the key identifier's bytes.
    func certificate(_ identifier: [UInt8]) -> Certificate? { byIdentifier[identifier] }
}
