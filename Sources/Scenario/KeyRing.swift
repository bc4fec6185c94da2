/// Makes signatures as one agency: detached (RFC 5652), or inside the document.
public protocol Signing: Sendable {
    /// A CMS in DER over exactly these bytes.
    func sign(_ content: [UInt8]) throws(ScenarioError) -> [UInt8]
    /// The edXML document with an XML signature over it inside (XML Signature Syntax and Processing).
    func envelop(_ document: [UInt8]) throws(ScenarioError) -> [UInt8]
}

/// The agencies' keys, and the receivers' own check of signatures: what a run needs of the PKI.
public protocol KeyRing: Sendable {
    /// The signer of the agency `code`.
    func signer(of code: String) throws(ScenarioError) -> any Signing
    /// A signer with a certificate newly issued to the agency `code` as `kind` says, and that certificate as PEM.
    ///
    /// The caller binds it to the agency.
    func issue(_ kind: IssuedKind, to code: String) throws(ScenarioError) -> (signer: any Signing, pem: [UInt8])
    /// Whether identities can be made here.
    var issues: Bool { get }
    /// Makes an identity, a certificate and its key, for each of `parties`, which have none; the certificates as PEM.
    ///
    /// The caller binds them to the agencies.
    func makeIdentities(of parties: [Party]) throws(ScenarioError) -> [[UInt8]]
    /// Whether `signature` is a valid signature over `content` by somebody the roots vouch for.
    func verify(_ content: [UInt8], signature: [UInt8]) -> Bool
}

extension KeyRing {
    /// Identities come from somewhere else.
    public var issues: Bool { false }
    /// None can be made.
    public func makeIdentities(of parties: [Party]) throws(ScenarioError) -> [[UInt8]] {
        throw ScenarioError(.identityMissing, "no certificate can be issued here")
    }
}

/// What kind of certificate a run has issued for itself.
public enum IssuedKind: Sendable, Equatable {
    /// P-256, as agencies have, but its time is over.
    case expired
    /// RSA with 2,048 bits.
    case rsa2048
    /// ECDSA on P-256.
    case p256
}
