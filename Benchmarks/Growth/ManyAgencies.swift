internal import Exchange
internal import Ledger

/// Adds agencies to the directory of a ledger that is there, spread over 63 more hubs.
struct ManyAgencies {
    let place: Place
    let count: Int

    /// The number of the last fact then.
    func run() throws -> Int64 {
        let known = try place.topology()
        let axis =
            known.facts.lazy.compactMap { if case .hubDefined(let hub) = $0 { hub.code } else { nil } }.first ?? ""
        var hubs = ""
        for province in 0..<63 { hubs += "X\(province)\t\(axis)\t\(province + 1_000)\t0\tLGSP \(province)\n" }
        var agencies = ""
        for index in 0..<count {
            let parent = index < 63 ? "" : code(index % 63)
            let tier = index < 63 ? "province" : index < 63 * 12 ? "district" : "commune"
            agencies += "\(code(index))\t\t\(tier)\t\(parent)\tX\(index % 63)\tactive\t2021/01/01\t\tyes\t"
            agencies += "Cơ quan thử \(index)\n"
        }
        let all = try place.topology(hubs: hubs, agencies: agencies)
        var (hubCount, agencyCount) = (0, 0)
        for fact in known.facts {
            switch fact {
            case .hubDefined: hubCount += 1
            case .agencyDefined: agencyCount += 1
            default: break
            }
        }
        // Tiers, hubs, agencies, in that order: those that are known already lead their kind.
        let facts = all.facts.filter {
            switch $0 {
            case .tierDefined: return false
            case .hubDefined:
                hubCount -= 1
                return hubCount < 0
            case .agencyDefined:
                agencyCount -= 1
                return agencyCount < 0
            default: return true
            }
        }
        let ledger = try place.ledger(clock: { Place.now })
        try Place.append(facts, to: ledger)
        let last = try ledger.read { try $0.lastFact() }
        ledger.close()
        return last
    }

    private func code(_ index: Int) -> String { "X\(index % 63).\(index / 63 / 60).\(index / 63 % 60)" }
}
