/// `StaffInfo`: the person who handled a document.
public struct EdXMLStaff: Hashable, Sendable {
    /// `Department`.
    public var department: String
    /// `Staff`: the name.
    public var name: String
    /// `Email`.
    public var email: String
    /// `Mobile`.
    public var mobile: String

    /// The person of this department.
    public init(department: String = "", name: String = "", email: String = "", mobile: String = "") {
        self.department = department
        self.name = name
        self.email = email
        self.mobile = mobile
    }
}
