internal import Platform
public import Trust

/// An agency of the PKI with its key.
public struct Party: Sendable {
    /// The code.
    public let code: String
    let key: PrivateKey
    let chain: [Certificate]
    let certificate: Certificate

    /// The agency whose identity lies in `agencies/CODE` of the PKI's folder.
    public init(code: String, of pki: DemoPKI) throws {
        let folder = "\(pki.directory)/agencies/\(code)"
        key = try PrivateKey(pem: Files.read(folder + "/key.pem"))
        chain = try Certificate.all(in: Files.read(folder + "/certificate.pem"))
        guard let first = chain.first, first.publicKey == key.publicKey else {
            throw TrustError("\(folder)/certificate.pem is not the certificate of \(folder)/key.pem")
        }
        self.code = code
        certificate = first
    }
}
