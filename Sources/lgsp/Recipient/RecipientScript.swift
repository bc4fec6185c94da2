/// How a scripted recipient goes about what it receives.
enum RecipientScript: String, CaseIterable, Sendable {
    /// It takes every document: 01, 03, 05, 06.
    case accept
    /// It refuses every document: 01, then 02 with a reason.
    case refuse
    /// It takes every document, each after a while; a webhook is answered after that while too.
    case slow
    /// It does nothing, and never answers a webhook.
    case silent

    /// The statuses that answer a document, in order.
    var statuses: [String] {
        switch self {
        case .accept, .slow: ["01", "03", "05", "06"]
        case .refuse: ["01", "02"]
        case .silent: []
        }
    }
}
