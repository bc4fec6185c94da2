/// Why a signature or a certificate is not accepted; the raw values are stable.
public enum TrustCode: String, CaseIterable, Sendable {
    /// The signature is missing.
    case signatureMissing = "signature_missing"
    /// The signature is not a detached CMS in DER.
    case signatureMalformed = "signature_malformed"
    /// The content is not what was signed.
    case signatureDigestMismatch = "signature_digest_mismatch"
    /// The signature does not fit the signer's key.
    case signatureInvalid = "signature_invalid"
    /// The signed attributes are not as they must be.
    case signatureAttributesInvalid = "signature_attributes_invalid"
    /// The signature's algorithm is refused.
    case signatureAlgorithmRefused = "signature_algorithm_refused"
    /// The XML signature is not built as its standard says, or there is more than one.
    case signatureStructureInvalid = "signature_structure_invalid"
    /// The XML signature does not refer to the whole document and nothing else.
    case signatureReferenceRefused = "signature_reference_refused"
    /// A transform or canonicalisation is none of those that are taken.
    case signatureTransformRefused = "signature_transform_refused"
    /// The XML signature's KeyInfo holds what is no hint at a registered certificate.
    case signatureKeyInfoRefused = "signature_key_info_refused"
    /// The XML signature is a sample that verifies for nobody.
    case signaturePlaceholder = "signature_placeholder"
    /// The key is too weak.
    case keyTooWeak = "key_too_weak"
    /// The signer's certificate is not known.
    case signerUnknown = "signer_unknown"
    /// The signer does not speak for the sending agency.
    case signerNotBound = "signer_not_bound"
    /// The certificate's issuer is not trusted.
    case issuerUnknown = "issuer_unknown"
    /// The certificate has expired.
    case certificateExpired = "certificate_expired"
    /// The certificate is not yet valid.
    case certificateNotYetValid = "certificate_not_yet_valid"
    /// The certificate is revoked.
    case certificateRevoked = "certificate_revoked"
    /// The certificate is not meant for this use.
    case certificateWrongUsage = "certificate_wrong_usage"
    /// The certificate's chain is not valid.
    case chainInvalid = "chain_invalid"
    /// The certificate's chain is too long.
    case pathLengthExceeded = "path_length_exceeded"
    /// The list of revoked certificates is missing.
    case crlMissing = "crl_missing"
    /// The list of revoked certificates is out of date.
    case crlExpired = "crl_expired"
    /// The list of revoked certificates lies in the future.
    case crlNotYetValid = "crl_not_yet_valid"
    /// The claimed time of signing cannot be.
    case signingTimeInvalid = "signing_time_invalid"
}
