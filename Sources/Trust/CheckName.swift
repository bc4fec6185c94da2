/// What is checked about a signature and the certificate behind it; the raw values are stable.
enum CheckName: String, CaseIterable, Sendable {
    case presence
    case structure
    case reference
    case transforms
    case keyInfo = "key_info"
    case algorithm
    case signer
    case keyStrength = "key_strength"
    case signedAttributes = "signed_attributes"
    case digest
    case signature
    case chain
    case basicConstraints = "basic_constraints"
    case pathLength = "path_length"
    case keyUsage = "key_usage"
    case extendedKeyUsage = "extended_key_usage"
    case criticalExtensions = "critical_extensions"
    case certificateAlgorithms = "certificate_algorithms"
    case revocation
    case validity
    case signingTime = "signing_time"
    case binding

    /// What passes, with its clause.
    var expectation: String {
        let (words, clause) = text
        return clause.isEmpty ? words : "\(words) (\(clause))"
    }

    /// The standard and its clause; empty where it is a rule of the bus.
    var clause: String { text.clause }

    private var text: (words: String, clause: String) {
        switch self {
        case .presence: ("a signature", "")
        case .structure: ("a detached CMS in DER over data, by one signer", "RFC 5652, 5.1")
        case .reference: ("one Reference, to the whole document: URI=\"\"", "XML Signature, 4.4.3.1")
        case .transforms:
            ("enveloped-signature, then C14N 1.0 or exclusive C14N, comments or not", "XML Signature, 6.5")
        case .keyInfo: ("hints only: X509Data, KeyName", "XML Signature, 4.5")
        case .algorithm: ("SHA-256, SHA-384 or SHA-512 with RSA or ECDSA", "RFC 5754")
        case .signer: ("a certificate that is embedded or registered", "RFC 5652, 5.3")
        case .keyStrength: ("RSA from 2048 bits, P-256 or P-384", "")
        case .signedAttributes: ("one contentType, one messageDigest, none twice, signingTime in UTC", "RFC 5652, 11")
        case .digest: ("the digest of the content", "RFC 5652, 5.4")
        case .signature: ("a signature by the signer's key", "RFC 5652, 5.6")
        case .chain: ("certificates, each signed by the next, up to a trusted root", "RFC 5280, 6.1")
        case .basicConstraints: ("authorities that are marked as such", "RFC 5280, 4.2.1.9")
        case .pathLength: ("no more authorities than pathLenConstraint allows", "RFC 5280, 4.2.1.9")
        case .keyUsage: ("digitalSignature of the signer, keyCertSign of authorities", "RFC 5280, 4.2.1.3")
        case .extendedKeyUsage:
            ("emailProtection to sign, clientAuth to connect, where usages are listed", "RFC 5280, 4.2.1.12")
        case .criticalExtensions: ("no critical extension that is unknown here", "RFC 5280, 4.2")
        case .certificateAlgorithms: ("certificates signed with SHA-256 or stronger", "")
        case .revocation:
            ("a CRL in force of every authority, which lists no certificate of the chain", "RFC 5280, 6.3")
        case .validity: ("receipt within the validity of every certificate", "RFC 5280, 4.1.2.5")
        case .signingTime:
            ("no claimed time, or one within the certificate's validity and at most 5 minutes after receipt", "")
        case .binding: ("a key that is registered for the agency in From", "")
        }
    }
}
