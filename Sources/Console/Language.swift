/// The language of a page.
enum Language: String, CaseIterable, Sendable {
    case vietnamese = "vi"
    case english = "en"

    /// The language that is asked for: by the visitor's choice, kept in a cookie, else by `Accept-Language`.
    init(choice: String?, accepted: String?) {
        if let language = choice.flatMap(Language.init(rawValue:)) {
            self = language
            return
        }
        let named = (accepted ?? "").lowercased().split { $0 == "," || $0 == " " }.map { String($0.prefix(2)) }
        self = named.lazy.compactMap(Language.init(rawValue:)).first ?? .vietnamese
    }

    /// The words of this language.
    func callAsFunction(_ english: String, _ vietnamese: String) -> String {
        self == .english ? english : vietnamese
    }
}
