internal import Gateway
internal import HTTP

/// A page of service levels as a file, JSON or CSV, as the API answers it.
enum ServiceLevelFile {
    /// The form that a path below `/console` asks for; nil where it is another's.
    static func form(of path: ArraySlice<String>) -> String? {
        switch path {
        case ["service-levels.csv"]: "csv"
        case ["service-levels.json"]: "json"
        default: nil
        }
    }

    static func answer(_ visit: Visit, _ request: HTTPRequest, _ form: String) throws(Visit.Failure) -> HTTPResponse {
        let query = ["by", "from", "to", "agency", "tier", "cursor"].compactMap { name in
            request.parameter(name).flatMap { $0.isEmpty ? nil : (name: name, value: $0) }
        }
        return try visit.raw("/api/v1/service-levels", query + [(name: "format", value: form)])
    }
}
