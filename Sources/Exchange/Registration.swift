/// Decides on agencies that a connected system registers or closes below its own, where an admin allows it.
///
/// The system may have as many registered at a time as its admin allows; those that it closed today count with those that
/// are open, and in all it may register four times as many: agencies stay in the directory when they are closed, and no
/// loop of registering and closing is to fill it.
public enum Registration {
    /// What is to be registered.
    public struct Request: Hashable, Sendable {
        /// The code of either form.
        public var code: String
        /// The code of the agency above, one the system speaks for.
        public var parent: String
        /// The name.
        public var name: String

        /// The agency `code` below `parent`.
        public init(code: String, parent: String, name: String) {
            self.code = code
            self.parent = parent
            self.name = name
        }
    }

    /// The facts that register an agency on the day `today` and let the system speak for it; none where it stands there
    /// already.
    ///
    /// It takes the tier and hub of the agency above. Codes of four groups of digits are the old form (QCVN 102:2016),
    /// and are the code of the new form too where there is no other.
    public static func register(
        _ request: Request, by system: ConnectedSystem, directory: Directory, today: Day
    ) throws(Refusal) -> [Fact] {
        try checkAllowed(system)
        let parent = try below(request.parent, system, directory)
        guard (1...35).contains(request.code.utf8.count), isCode(request.code) else {
            throw Refusal(
                .agencyCodeMalformed,
                "A code has 1 to 35 characters: groups of letters, digits, - and _ with points between.",
                found: request.code)
        }
        guard (1...200).contains(request.name.unicodeScalars.count),
            !request.name.unicodeScalars.contains(where: isControl)
        else {
            throw Refusal(.agencyNameMalformed, "A name has 1 to 200 characters.", found: request.name)
        }
        if let known = directory.agency(code: request.code) {
            guard known.parent == parent.number, known.name[...].trimmed == request.name[...].trimmed,
                known.status == .active
            else {
                throw Refusal(.agencyCodeTaken, "The code is another agency's.", found: request.code)
            }
            return []
        }
        for code in above(request.code) {
            guard let other = directory.agency(code: code), !directory.isAncestor(other.number, of: parent),
                !system.agencies.contains(other.number)
            else { continue }
            throw Refusal(.registrationNotAllowed, "The code lies below another agency's.", found: code)
        }
        try checkRoom(system, directory, today)
        let agency = Agency(
            number: AgencyNumber(UInt32(directory.agencies.count)), code: request.code, oldCode: "", name: request.name,
            tier: parent.tier, parent: parent.number, hub: parent.hub, status: .active, validFrom: nil,
            validUntil: nil, isInvented: true)
        var changed = system
        changed.agencies.append(agency.number)
        changed.registered.append(agency.number)
        return [.agencyDefined(agency), .systemDefined(changed)]
    }

    /// Refuses a system that no admin has allowed any.
    private static func checkAllowed(_ system: ConnectedSystem) throws(Refusal) {
        guard system.registrations > 0 else {
            throw Refusal(.registrationNotAllowed, "The system may register and close no agencies.", found: system.id)
        }
    }

    /// Refuses one more than the system may register.
    private static func checkRoom(
        _ system: ConnectedSystem, _ directory: Directory, _ today: Day
    ) throws(Refusal) {
        let limit = Int(system.registrations)
        let open = system.registered.count { directory.agency($0)?.status == .active }
        let closed = system.closings.map { $0.day == today ? Int($0.count) : 0 } ?? 0
        guard open + closed < limit else {
            throw Refusal(
                .registrationsUsedUp, "It may have \(limit) at a time; those it closed today count.",
                found: "\(open + closed)")
        }
        guard system.registered.count < 4 * limit else {
            throw Refusal(
                .registrationsUsedUp, "It may register \(4 * limit) in all, closed ones too.",
                found: "\(system.registered.count)")
        }
    }

    /// Whether `text` may be a code: it gets into DocumentIds, file names and tables.
    private static func isCode(_ text: String) -> Bool {
        text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { group in
            !group.isEmpty
                && group.allSatisfy { byte in
                    switch byte {
                    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
                    default: false
                    }
                }
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
    }

    /// The codes that `code` lies below: in the new form what its first groups say (Decision 20/2020), in the old one
    /// what its last groups say, the others being zeros (QCVN 102:2016).
    private static func above(_ code: String) -> [String] {
        let groups = code.split(separator: ".").map(String.init)
        let prefixes = (1..<max(1, groups.count)).map { groups[..<$0].joined(separator: ".") }
        let zeros = ["000", "00", "00"]
        let suffixes =
            groups.count == 4
            ? (1...3).map { (zeros[..<$0] + groups[$0...]).joined(separator: ".") }.filter { $0 != code } : []
        return prefixes + suffixes
    }

    /// The facts that close an agency on the day `today`; none where it is closed. Refused while deliveries are open.
    public static func close(
        _ code: String, by system: ConnectedSystem, state: some ExchangeState, today: Day
    ) throws -> [Fact] {
        try checkAllowed(system)
        let directory = state.directory
        guard let agency = directory.agency(code: code), let above = agency.parent,
            let parent = directory.agency(above)
        else { throw Refusal(.notFound, "There is no such agency below yours.", found: code) }
        _ = try below(parent.code, system, directory)
        guard agency.status != .closed else { return [] }
        guard try !state.hasOpenDeliveries(agency.number) else {
            throw Refusal(.agencyHasDeliveries, "Deliveries are open in its mailbox.", found: code)
        }
        guard system.registered.contains(agency.number) else { return [.agencyDefined(agency.closed)] }
        var changed = system
        let before = system.closings.map { $0.day == today ? $0.count : 0 } ?? 0
        changed.closings = ConnectedSystem.Closings(day: today, count: before + 1)
        return [.agencyDefined(agency.closed), .systemDefined(changed)]
    }

    /// The agency `code`, where the system may register below it.
    private static func below(
        _ code: String, _ system: ConnectedSystem, _ directory: Directory
    ) throws(Refusal) -> Agency {
        guard let agency = directory.agency(code: code), system.agencies.contains(agency.number)
        else {
            throw Refusal(.registrationNotAllowed, "The system may not register or close below this.", found: code)
        }
        return agency
    }
}
