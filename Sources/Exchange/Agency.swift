/// An organisation with a mailbox on the bus (Decision 28/2018; codes by Decision 20/2020 and QCVN 102:2016).
public struct Agency: Hashable, Sendable {
    /// Whether it takes part.
    public enum Status: UInt8, Sendable {
        /// Sends and receives.
        case active = 0
        /// Closed: neither sends nor receives.
        case closed = 1
        /// A connection hub (`*.W00`): never a recipient.
        case connection = 2
    }

    /// The permanent number.
    public let number: AgencyNumber
    /// The code of the new form (Decision 20/2020), such as `H10.31.20`.
    public let code: String
    /// The code of the old form (QCVN 102:2016), such as `000.20.31.H10`; empty where there is none.
    public let oldCode: String
    /// The name.
    public let name: String
    /// The index of its tier.
    public let tier: Int
    /// The agency above.
    public let parent: AgencyNumber?
    /// The index of the hub it hangs on.
    public let hub: Int
    /// Whether it takes part.
    public let status: Status
    /// The first day of validity, nil for always.
    public let validFrom: Day?
    /// The last day of validity, nil for ever.
    public let validUntil: Day?
    /// Whether the code was made up for the simulation.
    public let isInvented: Bool

    /// The agency with these properties.
    public init(
        number: AgencyNumber, code: String, oldCode: String, name: String, tier: Int, parent: AgencyNumber?, hub: Int,
        status: Status, validFrom: Day?, validUntil: Day?, isInvented: Bool
    ) {
        self.number = number
        self.code = code
        self.oldCode = oldCode
        self.name = name
        self.tier = tier
        self.parent = parent
        self.hub = hub
        self.status = status
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.isInvented = isInvented
    }

    /// The same, closed.
    public var closed: Agency {
        Agency(
            number: number, code: code, oldCode: oldCode, name: name, tier: tier, parent: parent, hub: hub,
            status: .closed, validFrom: validFrom, validUntil: validUntil, isInvented: isInvented)
    }

    /// Whether it may send and receive on `day`.
    public func isOpen(on day: Day) -> Bool {
        guard status == .active else { return false }
        if let validFrom, day < validFrom { return false }
        if let validUntil, validUntil < day { return false }
        return true
    }
}
