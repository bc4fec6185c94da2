/// `SignerInfo`: who signed the document itself.
public struct EdXMLSigner: Hashable, Sendable {
    /// `Competence`: in whose name, such as `TM.` or `KT.`.
    public var competence: String
    /// `Position`.
    public var position: String
    /// `FullName`.
    public var fullName: String

    /// The person with this competence, position and name.
    public init(competence: String = "", position: String = "", fullName: String = "") {
        self.competence = competence
        self.position = position
        self.fullName = fullName
    }
}
