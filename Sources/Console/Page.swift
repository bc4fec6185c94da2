internal import Gateway

/// One page of the console.
struct Page: Sendable {
    /// What a page shows.
    struct Content {
        var title: String
        var body: HTML
        /// The command that shows the same.
        var command: ShellLine
        var status = 200
    }

    /// The path below `/console`; a `*` stands for one part, any.
    let path: [String]
    /// The name in the menu; empty where it is not in there.
    let menu: (english: String, vietnamese: String)?
    /// Whether agencies have it too.
    var isForAgencies = true
    /// Makes it.
    let make: @Sendable (PageContext) throws(Visit.Failure) -> Content

    /// The variable parts where `path` is the page's, else nil.
    func arguments(in other: ArraySlice<String>) -> [String]? {
        guard other.count == path.count else { return nil }
        var arguments: [String] = []
        for (part, value) in zip(path, other) {
            if part == "*" { arguments.append(value) } else if part != value { return nil }
        }
        return arguments
    }

    /// Every page, in the order of the menu.
    static let all: [Page] = [
        .overview, .documents, .document, .documentText, .receipt, .agencies, .agency, .routes, .ratio, .paper,
        .serviceLevels, .deadLetters, .systems, .system, .webhooks, .operations, .refusals, .audit,
    ]
}
