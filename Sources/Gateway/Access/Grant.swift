internal import Exchange

/// What somebody may who is known by a token or signed in to the console.
struct Grant: Sendable, Equatable {
    /// What one may do.
    enum Role: String, CaseIterable, Sendable {
        /// Reads and changes everything, or what concerns its hub.
        case admin
        /// Reads the same, changes nothing.
        case auditor
        /// Reads and changes what is its agencies'.
        case agency
    }

    /// The role.
    let role: Role
    /// The codes of the agencies it speaks for, with the role of an agency.
    let agencies: [String]
    /// Who it is, as the audit names it.
    let name: String
    /// The code of the hub that the role of an admin or an auditor ends at; nil for the whole bus.
    var hub: String?

    /// The caller it makes, as the directory is now; nil where none of its agencies is there.
    func caller(in directory: Directory) -> Caller? {
        let numbers = agencies.compactMap { directory.agency(code: $0)?.number }
        if role == .agency, numbers.isEmpty { return nil }
        let scope = hub.flatMap { HubScope(code: $0, in: directory) }
        // A hub that is not there, or not any more, is none to have rights over.
        if hub != nil, scope == nil { return nil }
        var caller = Caller(
            isAdmin: role != .agency && scope == nil,
            agencies: role == .agency ? Succession.lines(of: numbers, in: directory) : [])
        caller.isAuditor = role == .auditor
        caller.scope = role == .agency ? nil : scope
        caller.name = hub.map { "\(name), hub \($0)" } ?? name
        return caller
    }
}
