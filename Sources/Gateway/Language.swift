/// The language that a client asks for.
enum Language {
    /// Whether Vietnamese is named before English in an `Accept-Language` (RFC 9110, 12.5.4).
    static func isVietnamese(_ field: String?) -> Bool {
        let named = (field ?? "").lowercased().split { $0 == "," || $0 == " " }.map { $0.prefix(2) }
        return named.first { $0 == "vi" || $0 == "en" } == "vi"
    }
}
