internal import Exchange

/// Who asks: known by the client's certificate.
struct Caller: Sendable {
    /// Whether it is an admin's certificate.
    let isAdmin: Bool
    /// The agencies that the certificate speaks for.
    let agencies: [AgencyNumber]

    /// Whether it may act for the agency.
    func speaks(for agency: AgencyNumber) -> Bool { isAdmin || agencies.contains(agency) }
}
