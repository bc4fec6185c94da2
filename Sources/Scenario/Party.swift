/// An agency as a run sees it.
public struct Party: Sendable, Equatable {
    /// The code of the new form.
    public let code: String
    /// Its name.
    public let name: String
    /// The index of its tier in the scenario.
    public let tier: Int
    /// The code of the agency above, nil for none.
    public let parent: String?

    /// The agency with these properties.
    public init(code: String, name: String, tier: Int, parent: String? = nil) {
        self.code = code
        self.name = name
        self.tier = tier
        self.parent = parent
    }
}
