internal import Gateway
internal import HTTP

/// A page of service levels as comma-separated values, as the API answers it.
enum ServiceLevelFile {
    @Sendable static func answer(_ visit: Visit, _ request: HTTPRequest) throws(Visit.Failure) -> HTTPResponse {
        let query = ["by", "from", "to", "agency", "tier", "cursor"].compactMap { name in
            request.parameter(name).flatMap { $0.isEmpty ? nil : (name: name, value: $0) }
        }
        return try visit.raw("/api/v1/service-levels", query + [(name: "format", value: "csv")])
    }
}
