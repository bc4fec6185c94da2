internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// Which documents on paper somebody wants to see, and may.
///
/// A page's work is bounded: it ends after some thousands that were looked at, with few items and a cursor.
struct PaperFilter {
    private let issuer: AgencyNumber?
    private let tier: Int?
    private let type: String?
    private let from: Day?
    private let to: Day?
    private let directory: Directory
    private let caller: Caller
    private static let reach = 5_000

    init(_ request: HTTPRequest, _ directory: Directory, _ caller: Caller) throws {
        self.directory = directory
        self.caller = caller
        (from, to) = (try request.day("from"), try request.day("to"))
        type = request.parameter("type").map(FieldText.key)
        tier = try request.parameter("tier").map { code in
            guard let tier = directory.tier(code: code) else { throw Problem("not_found", found: code) }
            return tier
        }
        let named = try request.parameter("issuer").map { try DocumentRoutes.agency($0, in: directory) }
        issuer = named ?? (caller.isAdmin || caller.agencies.count != 1 ? nil : caller.agencies[0])
    }

    /// A page, and where the next one begins.
    func page(
        of reader: Reader, before cursor: Serial?, limit: Int
    ) throws -> (rows: [PaperRow], next: Serial?) {
        var (rows, place, looked) = ([PaperRow](), cursor, 0)
        while looked < Self.reach {
            let some = try reader.papers(of: issuer, before: place, limit: limit)
            for row in some {
                place = row.serial
                looked += 1
                if passes(row) { rows.append(row) }
                if rows.count == limit { return (rows, place) }
            }
            if some.count < limit { return (rows, nil) }
        }
        return (rows, place)
    }

    private func passes(_ row: PaperRow) -> Bool {
        let day = row.at.day
        return caller.speaks(for: row.issuer) && (type == nil || type == FieldText.key(row.typeName))
            && (tier == nil || tier == directory.agency(row.issuer)?.tier) && (from.map { day >= $0 } ?? true)
            && (to.map { day <= $0 } ?? true)
    }
}
