/// A message that is broken in exactly one way, or a control that is not broken at all.
public struct GalleryCase: Sendable {
    /// Who refuses it, as the first that can.
    public enum Place: String, Sendable {
        /// The linter, and the door: the message is no edXML.
        case lint
        /// The linter where warnings count as errors; the door takes it.
        case strict
        /// The verifier, and the door: the signature does not stand.
        case verify
        /// The door alone, which knows agencies and documents, and takes no PEM.
        case daemon
    }

    /// The stable name, also that of its folder.
    public let name: String
    /// What is broken, in English.
    public let what: String
    /// What is broken, in Vietnamese.
    public let whatVI: String
    /// The stable code that it is refused with; nil for a control, which is accepted.
    public let code: String?
    /// Who refuses it; nil for a control.
    public let place: Place?
    /// The edXML message.
    public let message: [UInt8]
    /// The detached CMS in DER; nil where the signature is in the header, or there is none.
    public let signature: [UInt8]?
    /// The certificate that is broken, and its chain, PEM.
    public let certificate: String?
    /// The name of the case that must have been sent before it.
    public let after: String?
}
