/// A way in which a document is bad on purpose, so that the door refuses it.
public enum BadKind: String, CaseIterable, Sendable {
    /// One byte changed after signing.
    case tampered
    /// Sent without any signature.
    case unsigned
    /// Signed with another agency's key.
    case wrongSigner = "wrong_signer"
    /// Signed with a certificate whose time is over.
    case expired
    /// Not an edXML message.
    case malformed
    /// Addressed to an agency that nobody knows.
    case unknownReceiver = "unknown_receiver"
}
