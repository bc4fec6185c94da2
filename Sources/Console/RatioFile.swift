internal import Gateway
internal import HTTP
internal import Platform

/// The ratio as comma-separated values (RFC 4180), for spreadsheets.
enum RatioFile {
    @Sendable static func answer(_ visit: Visit, _ request: HTTPRequest) throws(Visit.Failure) -> HTTPResponse {
        let query = ["by", "order", "from", "to"].compactMap { name in
            request.parameter(name).flatMap { $0.isEmpty ? nil : (name: name, value: $0) }
        }
        let ratio = try visit.get("/api/v1/ratio", query)
        let columns = ["key", "E", "EP", "P", "unsigned", "test", "exchanged", "in_place_of_paper", "missing"]
        let lines = [columns] + (ratio["rows"]?.elements ?? []).map { row in columns.map(row.text) }
        return HTTPResponse(
            status: 200, contentType: "text/csv; charset=utf-8; header=present",
            headers: [("Content-Disposition", "attachment; filename=\"ratio.csv\"")],
            body: Array(lines.map(CSV.line).joined().utf8))
    }
}
