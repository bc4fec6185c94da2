internal import Exchange

/// Who asks: known by the client's certificate.
struct Caller: Sendable {
    /// Whether it has an admin's rights over the whole bus.
    let isAdmin: Bool
    /// The agencies that the certificate speaks for, then those that they took over.
    let agencies: [AgencyNumber]
    /// Whether it may only read.
    var isAuditor = false
    /// The part of the bus that it has an admin's rights over, where that is not the whole.
    var scope: HubScope?
    /// Who it is, as the audit names it; empty where its kind says all.
    var name = ""
    /// The hash of the access token, or the key of the certificate, that it was known by, where that stands for a grant: what it
    /// makes ends with that.
    var origin: [UInt8]?
    /// The system, where it is known by a secret instead; its place in the directory is its number.
    var system: (number: Int, ConnectedSystem)?

    /// The signature over its request's head, where there is one: made out once, when the head came.
    var signature: VXPSignature?

    /// What signatures its documents need.
    var policy: ConnectedSystem.SignaturePolicy { system?.1.signatures ?? .required }

    /// Whether it may act for the agency.
    func speaks(for agency: AgencyNumber) -> Bool { administers(agency) || agencies.contains(agency) }

    /// Whether it has an admin's rights over the bus, or over a part of it.
    var administers: Bool { isAdmin || scope != nil }

    /// Whether it has an admin's rights over the agency.
    func administers(_ agency: AgencyNumber) -> Bool { isAdmin || scope?.contains(agency) == true }

    /// Whether it has an admin's rights over the hub at this place in the directory.
    func administers(hub: Int) -> Bool { isAdmin || scope?.hubs.contains(hub) == true }

    /// Whether it has an admin's rights over all agencies that the system speaks for.
    func administers(_ system: ConnectedSystem) -> Bool { isAdmin || scope?.contains(system) == true }

    /// Whether it has an admin's rights over the webhook's owner.
    func administers(_ webhook: Webhook, in directory: Directory) -> Bool {
        switch webhook.owner {
        case .agency(let agency): administers(agency)
        case .system(let id):
            isAdmin || directory.system(id: id).map { administers(directory.systems[$0]) } == true
        }
    }

    /// What stands for it where only one party is to be told from another: an agency's lowest number, one beyond all for
    /// admins, and beyond those the systems.
    var party: UInt64 {
        if let system { return 1 << 33 | UInt64(system.number) }
        // Those who administer or audit are told apart by what they came with: none takes the places of another.
        if administers || isAuditor, let origin { return 1 << 35 | origin.prefix(4).reduce(0) { $0 << 8 | UInt64($1) } }
        if let scope { return 1 << 34 | UInt64(scope.hub) }
        return isAdmin ? 1 << 32 : UInt64(agencies.map(\.value).min() ?? 0)
    }
}
