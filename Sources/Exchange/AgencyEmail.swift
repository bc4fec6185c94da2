/// An agency's official mailbox for e-mail, where it is told of what it has to do something about.
public struct AgencyEmail: Hashable, Sendable {
    /// The agency.
    public let agency: AgencyNumber
    /// Its address; nil for none.
    public let address: EmailAddress?

    /// The mailbox of `agency`.
    public init(agency: AgencyNumber, address: EmailAddress?) {
        self.agency = agency
        self.address = address
    }
}

extension AgencyEmail {
    func write(to writer: inout FactWriter) {
        writer.number(agency.value)
        writer.text(address?.description ?? "")
    }

    init(from reader: inout FactReader) throws(FactError) {
        agency = try reader.agency()
        let text = try reader.text()
        address = EmailAddress(text)
        guard address != nil || text.isEmpty else { throw .malformed }
    }
}
