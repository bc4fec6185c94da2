internal import Exchange

/// Who asks: known by the client's certificate.
struct Caller: Sendable {
    /// Whether it is an admin's certificate.
    let isAdmin: Bool
    /// The agencies that the certificate speaks for, then those that they took over.
    let agencies: [AgencyNumber]
    /// Whether it may only read.
    var isAuditor = false
    /// Who it is, as the audit names it; empty where its kind says all.
    var name = ""
    /// The system, where it is known by a secret instead; its place in the directory is its number.
    var system: (number: Int, ConnectedSystem)?

    /// The signature over its request's head, where there is one: made out once, when the head came.
    var signature: VXPSignature?

    /// What signatures its documents need.
    var policy: ConnectedSystem.SignaturePolicy { system?.1.signatures ?? .required }

    /// Whether it may act for the agency.
    func speaks(for agency: AgencyNumber) -> Bool { isAdmin || agencies.contains(agency) }

    /// What stands for it where only one party is to be told from another: an agency's lowest number, one beyond all for
    /// admins, and beyond those the systems.
    var party: UInt64 {
        if let system { return 1 << 33 | UInt64(system.number) }
        return isAdmin ? 1 << 32 : UInt64(agencies.map(\.value).min() ?? 0)
    }
}
