internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// `GET /documents?q=`: documents that a query finds.
struct SearchRoute {
    let services: Services
    let caller: Caller

    /// Documents that are read at once.
    private static let piece = 100

    func find(_ text: String, _ request: HTTPRequest) throws -> HTTPResponse {
        let directory = services.ledger.directory
        let viewer: DocumentSearch.Viewer =
            caller.isAdmin ? .all : caller.scope.map { .hub($0.hub) } ?? .agencies(caller.agencies)
        var search: DocumentSearch
        do {
            search = try DocumentSearch(
                DocumentQuery(text), in: directory, for: viewer)
        } catch { throw Problem(error) }
        search.add(
            issuer: try request.parameter("from").map { try DocumentRoutes.agency($0, in: directory) },
            recipient: try request.parameter("to").map { try DocumentRoutes.agency($0, in: directory) })
        let limit = try request.limit()
        let cursor = try request.cursor()
        return try services.ledger.read { reader in
            var page = try services.search.index.page(
                search, in: directory, reader, before: cursor, limit: min(limit, Self.piece))
            var (rows, next, room) = ([DocumentRow](), page.next, ListRoom())
            reading: while true {
                next = page.next
                for row in page.rows {
                    guard room.take(row.textSize) else {
                        next = rows.last?.fact
                        break reading
                    }
                    rows.append(row)
                }
                guard let place = page.next, page.rows.count == Self.piece, rows.count < limit else { break }
                page = try services.search.index.page(
                    search, in: directory, reader, before: place, limit: min(limit - rows.count, Self.piece))
            }
            let lives = try rows.map { try DocumentLifeView($0, reader, isWhole: false) }
            return .json(200) { json in
                json.key("items")
                json.array { json in
                    for (row, life) in zip(rows, lives) {
                        json.object { json in
                            json.summary(row, in: directory)
                            life.write(to: &json, for: caller, in: directory)
                        }
                    }
                }
                json.key("cursor")
                if let next { json.string(String(next)) } else { json.null() }
                json.member("indexed_up_to", page.indexedUpTo)
                json.member("behind", page.behind)
            }
        }
    }
}
