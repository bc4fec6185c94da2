internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// `/service-levels`: what was sent and received in time, by tier or agency, from counts that the ledger keeps.
struct ServiceLevelRoute {
    let services: Services
    let caller: Caller

    /// Days that are added up at once.
    private static let most = 366
    /// Agencies that a page looks at, whichever it shows; as many a caller may have for a sum of all.
    private static let reach = 2_000

    /// What is asked for.
    private struct Question {
        let isByTier: Bool
        let first: Day
        let last: Day
        let tier: Int?
        let agency: AgencyNumber?
        let cursor: AgencyNumber?
        let limit: Int
    }

    func list(_ request: HTTPRequest) throws -> HTTPResponse {
        let directory = services.ledger.directory
        let question = try question(request, directory)
        guard let format = ["json", "csv"].first(where: { $0 == request.parameter("format") ?? "json" }) else {
            throw Problem("parameter_invalid", "format is json or csv.", found: request.parameter("format"))
        }
        let (rows, next) = try services.ledger.read { reader in
            question.isByTier
                ? (try byTier(question, directory, reader), nil) : try byAgency(question, directory, reader)
        }
        let table = ServiceLevelTable(
            first: question.first, last: question.last, isByTier: question.isByTier, rows: rows,
            next: next.map { String($0.value) })
        return format == "csv" ? table.csv : table.json
    }

    private func question(_ request: HTTPRequest, _ directory: Directory) throws -> Question {
        let by = request.parameter("by") ?? "tier"
        guard ["tier", "agency"].contains(by) else {
            throw Problem("parameter_invalid", "by is tier or agency.", found: by)
        }
        let last = try request.day("to") ?? services.clock().day
        let first = try request.day("from") ?? Day(number: last.number - 29)
        guard first <= last, Int(last.number) - Int(first.number) < Self.most else {
            throw Problem(
                "parameter_invalid", "from is not after to, and no more than \(Self.most) days are added up at once.",
                found: "\(first) to \(last)")
        }
        let tier = try request.parameter("tier").map { code in
            guard let tier = directory.tier(code: code) else {
                throw Problem("parameter_invalid", "There is no such tier.", found: code)
            }
            return tier
        }
        let agency = try request.parameter("agency").map { try DocumentRoutes.agency($0, in: directory) }
        if let agency, !caller.speaks(for: agency) { throw Problem("not_permitted") }
        if agency != nil, by == "tier" {
            throw Problem("parameter_invalid", "An agency is asked for with by=agency.", found: by)
        }
        return Question(
            isByTier: by == "tier", first: first, last: last, tier: tier, agency: agency,
            cursor: try request.cursor().map { AgencyNumber(UInt32(clamping: $0)) }, limit: try request.limit())
    }

    private typealias Row = ServiceLevelTable.Row

    /// The agencies of one who does not see all, in order: those of its hub, or its own.
    private var own: [AgencyNumber] { Set(caller.scope?.agencies ?? caller.agencies).sorted() }

    private func byTier(_ question: Question, _ directory: Directory, _ reader: Reader) throws -> [Row] {
        let tiers = directory.tiers.indices.filter { question.tier == nil || $0 == question.tier }
        var lanes: [Int: [ServiceCounts]] = [:]
        let own = caller.isAdmin ? [] : own
        if caller.isAdmin {
            for tier in tiers {
                lanes[tier] = try reader.serviceLevels(of: .tier(tier), from: question.first, to: question.last)
            }
        } else {
            guard own.count <= Self.reach else {
                throw Problem(
                    "parameter_invalid", "No more than \(Self.reach) agencies are added up: ask with by=agency.")
            }
            for number in own {
                guard let agency = directory.agency(number) else { continue }
                let levels = try reader.serviceLevels(of: .agency(number), from: question.first, to: question.last)
                var sums = lanes[agency.tier] ?? levels.map { _ in ServiceCounts() }
                for (lane, counts) in levels.enumerated() { sums[lane].add(counts.all) }
                lanes[agency.tier] = sums
            }
        }
        return tiers.sorted { directory.tiers[$0].rank < directory.tiers[$1].rank }.compactMap { tier in
            lanes[tier].map { Row(key: directory.tiers[tier].code, name: directory.tiers[tier].name, lanes: $0) }
        }
    }

    /// A page of agencies that have counts of some day, and the last one looked at where there may be more.
    private func byAgency(
        _ question: Question, _ directory: Directory, _ reader: Reader
    ) throws -> (rows: [Row], next: AgencyNumber?) {
        func row(_ number: AgencyNumber) throws -> Row? {
            guard let agency = directory.agency(number), question.tier == nil || agency.tier == question.tier else {
                return nil
            }
            let lanes = try reader.serviceLevels(of: .agency(number), from: question.first, to: question.last)
            let isEmpty = lanes.allSatisfy { $0 == ServiceCounts() }
            return isEmpty && question.agency == nil ? nil : Row(key: agency.code, name: agency.name, lanes: lanes)
        }
        if let agency = question.agency { return (try row(agency).map { [$0] } ?? [], nil) }
        var own = caller.isAdmin ? [] : own[...]
        if let cursor = question.cursor { own = own.drop { $0 <= cursor } }
        var (rows, last): ([Row], AgencyNumber?) = ([], question.cursor)
        for _ in 0..<Self.reach {
            guard rows.count < question.limit else { return (rows, last) }
            guard let number = caller.isAdmin ? try reader.measuredAgency(after: last) : own.popFirst() else {
                return (rows, nil)
            }
            last = number
            if let row = try row(number) { rows.append(row) }
        }
        return (rows, last)
    }
}
