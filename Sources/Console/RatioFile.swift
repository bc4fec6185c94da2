internal import Gateway
internal import HTTP
internal import Platform

/// The ratio as comma-separated values (RFC 4180), for spreadsheets.
enum RatioFile {
    static func answer(_ visit: Visit, _ request: HTTPRequest) throws(Visit.Failure) -> HTTPResponse {
        let query = ["by", "order", "from", "to"].compactMap { name in
            request.parameter(name).flatMap { $0.isEmpty ? nil : (name: name, value: $0) }
        }
        let ratio = try visit.get("/api/v1/ratio", query)
        let columns = ["key", "E", "EP", "P", "unsigned", "test", "exchanged", "in_place_of_paper", "missing"]
        var lines = [columns.joined(separator: ",")]
        for row in ratio["rows"]?.elements ?? [] {
            lines.append(columns.map { cell(row.text($0)) }.joined(separator: ","))
        }
        return HTTPResponse(
            status: 200, contentType: "text/csv; charset=utf-8; header=present",
            headers: [("Content-Disposition", "attachment; filename=\"ratio.csv\"")],
            body: Array((lines.joined(separator: "\r\n") + "\r\n").utf8))
    }

    /// A cell that a spreadsheet takes for text, whatever it begins with.
    private static func cell(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } == true && Double(text) == nil
        let safe = isFormula ? "'" + text : text
        guard safe.contains(where: { ",\"\r\n".contains($0) }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
