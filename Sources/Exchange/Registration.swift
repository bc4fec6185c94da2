/// Decides on agencies that a connected system registers or closes below its own.
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

    /// The facts that register an agency and let the system speak for it; none where it stands there already.
    ///
    /// It takes the tier and hub of the agency above. Codes of four groups of digits are the old form (QCVN 102:2016),
    /// and are the code of the new form too where there is no other.
    public static func register(
        _ request: Request, by system: ConnectedSystem, directory: Directory
    ) throws(Refusal) -> [Fact] {
        let parent = try below(request.parent, system, directory)
        guard (1...35).contains(request.code.utf8.count),
            request.code.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ",") })
        else {
            throw Refusal(.agencyCodeMalformed, "A code has 1 to 35 visible ASCII characters.", found: request.code)
        }
        guard (1...200).contains(request.name.count) else {
            throw Refusal(.agencyNameMalformed, "A name has 1 to 200 characters.", found: request.name)
        }
        if let known = directory.agency(code: request.code) {
            guard known.parent == parent.number, known.name == request.name, known.status == .active else {
                throw Refusal(.agencyCodeTaken, "The code is another agency's.", found: request.code)
            }
            return []
        }
        let agency = Agency(
            number: AgencyNumber(UInt32(directory.agencies.count)), code: request.code, oldCode: "", name: request.name,
            tier: parent.tier, parent: parent.number, hub: parent.hub, status: .active, validFrom: nil,
            validUntil: nil, isInvented: true)
        var changed = system
        changed.agencies.append(agency.number)
        return [.agencyDefined(agency), .systemDefined(changed)]
    }

    /// The facts that close an agency; none where it is closed. Refused while deliveries are open.
    public static func close(
        _ code: String, by system: ConnectedSystem, state: some ExchangeState
    ) throws -> [Fact] {
        let directory = state.directory
        guard let agency = directory.agency(code: code), let above = agency.parent,
            let parent = directory.agency(above)
        else { throw Refusal(.notFound, "There is no such agency below yours.", found: code) }
        _ = try below(parent.code, system, directory)
        guard agency.status != .closed else { return [] }
        guard try !state.hasOpenDeliveries(agency.number) else {
            throw Refusal(.agencyHasDeliveries, "Deliveries are open in its mailbox.", found: code)
        }
        return [.agencyDefined(agency.closed)]
    }

    /// The agency `code`, where the system may register below it.
    private static func below(
        _ code: String, _ system: ConnectedSystem, _ directory: Directory
    ) throws(Refusal) -> Agency {
        guard system.mayRegister, let agency = directory.agency(code: code), system.agencies.contains(agency.number)
        else {
            throw Refusal(.registrationNotAllowed, "The system may not register or close below this.", found: code)
        }
        return agency
    }
}
