/// Whose service is measured.
public enum ServiceParty: Hashable, Sendable {
    /// An agency's.
    case agency(AgencyNumber)
    /// That of all agencies of a tier, by its index.
    case tier(Int)

    /// The number that stands for it: an agency's own, or one below 0 for a tier.
    public var number: Int64 {
        switch self {
        case .agency(let agency): Int64(agency.value)
        case .tier(let tier): -1 - Int64(tier)
        }
    }
}
