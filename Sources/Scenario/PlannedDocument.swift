/// A document that a run is to send, before it is written out.
public struct PlannedDocument: Sendable, Equatable {
    /// Its place in the plan, and its serial number.
    public let index: Int
    /// The index of the sending agency.
    public let sender: Int
    /// The indices of the receiving agencies, without repetition.
    public let receivers: [Int]
    /// How it goes.
    public let medium: ScenarioFile.Medium
    /// What is wrong with it; nil for a good one.
    public let bad: BadKind?
    /// The abbreviation of its type.
    public let type: String
    /// 0 to 3.
    public let urgency: Int
    /// The attachment's bytes.
    public let size: Int
    /// Its subject.
    public let subject: String
}
