/// Whether an agency's mailbox belongs to the test lane; set by an admin, never by a document.
public struct TestMark: Hashable, Sendable {
    /// The agency.
    public let agency: AgencyNumber
    /// Whether it is for tests.
    public let isTest: Bool

    /// The mark of `agency`.
    public init(agency: AgencyNumber, isTest: Bool) {
        self.agency = agency
        self.isTest = isTest
    }
}
