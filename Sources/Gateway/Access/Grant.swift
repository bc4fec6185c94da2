internal import Exchange

/// What somebody may who is known by a token or signed in to the console.
struct Grant: Sendable, Equatable {
    /// What one may do.
    enum Role: String, CaseIterable, Sendable {
        /// Reads and changes everything.
        case admin
        /// Reads everything, changes nothing.
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

    /// The caller it makes, as the directory is now; nil where none of its agencies is there.
    func caller(in directory: Directory) -> Caller? {
        let numbers = agencies.compactMap { directory.agency(code: $0)?.number }
        if role == .agency, numbers.isEmpty { return nil }
        var caller = Caller(
            isAdmin: role != .agency, agencies: role == .agency ? Succession.lines(of: numbers, in: directory) : [])
        caller.isAuditor = role == .auditor
        caller.name = name
        return caller
    }
}
