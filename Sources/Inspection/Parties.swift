public import EdXML
public import Trust
public import XML

/// What an inspector is told about the agencies: a daemon asks its directory, the command line a folder of the PKI.
public protocol Parties: AnyObject {
    /// The agency in From, or why it may not send this message here.
    func sender(of message: EdXMLMessage) -> Result<Sender, Objection>
    /// The verdict about a detached CMS over `content`.
    func verdict(cms: [UInt8], over content: [UInt8], at moment: InspectionTime) -> Verdict
    /// The verdict about the signature in the header of a message from `sender`; nil where nobody is known to ask for.
    func verdict(_ pass: XMLSignaturePass, from sender: Sender?, at moment: InspectionTime) -> Verdict?
    /// A number for the agency that has `code`, the same for its codes of either form; nil where it is not known.
    func agency(code: String) -> UInt32?
    /// Why the agency may send nothing, though it is who it says.
    func refusal(of sender: Sender) -> Objection?
    /// Whether the key is registered for the agency; nil where no registrations are at hand.
    func isBound(_ key: PublicKey, to sender: Sender) -> Bool?
}
