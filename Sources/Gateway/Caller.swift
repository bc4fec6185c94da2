internal import Exchange

/// Who asks: known by the client's certificate.
struct Caller: Sendable {
    /// Whether it is an admin's certificate.
    let isAdmin: Bool
    /// The agencies that the certificate speaks for.
    let agencies: [AgencyNumber]

    /// Whether it may act for the agency.
    func speaks(for agency: AgencyNumber) -> Bool { isAdmin || agencies.contains(agency) }

    /// What stands for it where only one party is to be told from another: an agency's lowest number, and one beyond all for
    /// admins.
    var party: UInt64 { isAdmin ? 1 << 32 : UInt64(agencies.map(\.value).min() ?? 0) }
}
