internal import EdXML
internal import Trust
internal import XML

/// The stages that a message goes through; the raw values are stable.
public enum StageName: String, CaseIterable, Sendable {
    /// The bytes, as XML within limits.
    case read
    /// The rules of edXML (QCVN 102:2016/BTTTT).
    case structure
    /// Who sends: From, and whether the caller speaks for it.
    case sender
    /// The marks of state secrets.
    case secrecy
    /// A signature.
    case signature
    /// Whether the signer's key is registered for From.
    case binding
    /// The decision on the state: DocumentId, receivers, the life of a document.
    case admission
    /// The way between hubs.
    case routing
    /// A receiver's mailbox.
    case delivery
    /// What happened to it: withdrawals, updates, replacements, statuses, and what the issuer was told.
    case life
    /// A certificate's path, where nothing but a certificate is judged.
    case certificate

    /// The stages up to admission, in the order of the door.
    public static let door: [StageName] = [.read, .structure, .sender, .secrecy, .signature, .binding, .admission]

    /// The stage at which a message is refused with `code`, as far as the code says.
    public init(code: String) {
        switch code {
        case "unknown_sender", "caller_not_sender": self = .sender
        case "state_secret": self = .secrecy
        case TrustCode.signerNotBound.rawValue: self = .binding
        case _ where TrustCode(rawValue: code) != nil: self = .signature
        case "bad_request", "multipart_malformed", EdXMLCode.notXML.rawValue: self = .read
        case _ where XMLFault.Code(rawValue: code) != nil: self = .read
        case _ where EdXMLCode(rawValue: code) != nil: self = .structure
        default: self = .admission
        }
    }
}
