/// Names agencies: all, one, one with all under it, or a tier.
public enum AgencySelector: Hashable, Sendable {
    /// `*`: every agency.
    case all
    /// The code of one, of either form.
    case agency(AgencyNumber)
    /// `below:CODE`: the agency and all under it.
    case below(AgencyNumber)
    /// `tier:CODE`: the agencies of a tier, by its index.
    case tier(Int)

    /// The selector that `text` writes, or nil where it names what `agency` and `tier` do not know.
    public init?(_ text: String, agency: (String) -> AgencyNumber?, tier: (String) -> Int?) {
        if text == "*" {
            self = .all
        } else if text.hasPrefix("below:") {
            guard let number = agency(String(text.dropFirst(6))) else { return nil }
            self = .below(number)
        } else if text.hasPrefix("tier:") {
            guard let index = tier(String(text.dropFirst(5))) else { return nil }
            self = .tier(index)
        } else {
            guard let number = agency(text) else { return nil }
            self = .agency(number)
        }
    }

    /// The selector as it is written.
    public func text(in directory: Directory) -> String {
        switch self {
        case .all: "*"
        case .agency(let number): directory.agency(number)?.code ?? ""
        case .below(let number): "below:\(directory.agency(number)?.code ?? "")"
        case .tier(let index): "tier:\(directory.tiers.indices.contains(index) ? directory.tiers[index].code : "")"
        }
    }

    /// Whether it names one of some agencies, or may: `lines` holds them and all above them.
    public func concerns(_ lines: Set<AgencyNumber>) -> Bool {
        switch self {
        case .all, .tier: true
        case .agency(let number), .below(let number): lines.contains(number)
        }
    }

    /// Whether it names `agency`.
    public func matches(_ agency: Agency, in directory: Directory) -> Bool {
        switch self {
        case .all: return true
        case .agency(let number): return agency.number == number
        case .tier(let index): return agency.tier == index
        case .below(let top):
            var current: Agency? = agency
            // A facts' directory may hold a circle: nobody is deeper than there are agencies.
            for _ in directory.agencies.indices {
                guard let here = current else { return false }
                if here.number == top { return true }
                current = here.parent.flatMap(directory.agency)
            }
            return false
        }
    }
}

extension AgencySelector {
    func write(to writer: inout FactWriter) {
        switch self {
        case .all: writer.number(0)
        case .agency(let number):
            writer.number(1)
            writer.number(number.value)
        case .below(let number):
            writer.number(2)
            writer.number(number.value)
        case .tier(let index):
            writer.number(3)
            writer.number(index)
        }
    }

    init(from reader: inout FactReader) throws(FactError) {
        switch try reader.byte() {
        case 0: self = .all
        case 1: self = .agency(try reader.agency())
        case 2: self = .below(try reader.agency())
        case 3: self = .tier(try reader.number())
        default: throw .malformed
        }
    }
}
