/// `From` and `To`: an agency as a message names it.
public struct EdXMLOrgan: Hashable, Sendable {
    /// `OrganId`.
    public var id: String
    /// `OrganName`.
    public var name: String
    /// `OrganizationInCharge`: the agency above it.
    public var inCharge = ""
    /// `OrganAdd`.
    public var address = ""
    /// `Email`.
    public var email = ""
    /// `Telephone`.
    public var telephone = ""
    /// `Fax`.
    public var fax = ""
    /// `Website`.
    public var website = ""

    /// The agency with this code and name.
    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}
