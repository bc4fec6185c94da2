/// A field that a query may name.
enum QueryField: String, CaseIterable {
    case from, to, tier, type, status, state, channel, urgency, before, after, kind, signature, id

    /// All names.
    static let names = allCases.map { $0.rawValue + ":" }.joined(separator: " ")

    /// What its value is.
    var expected: String {
        switch self {
        case .from, .to: "an agency's code"
        case .tier: "a tier's code"
        case .type: "words of a type's name"
        case .status: BusinessStatus.allCases.map(\.code).joined(separator: ", ")
        case .state: DeliveryState.allCases.map(\.name).joined(separator: ", ")
        case .channel: Self.channels.map(\.name).joined(separator: ", ")
        case .urgency: "0 to 4, thuong, khan, thuongkhan, hoatoc or hoatochengio"
        case .before, .after: "yyyy-MM-dd"
        case .kind: Self.kinds.map(\.name).joined(separator: ", ")
        case .signature: Self.signatures.map(\.name).joined(separator: ", ")
        case .id: "a UUID or a DocumentId"
        }
    }

    /// What it asks for with `value`, nil where that means nothing.
    func condition(_ value: String) -> DocumentQuery.Condition? {
        switch self {
        case .from: return .from(value)
        case .to: return .to(value)
        case .tier: return .tier(value)
        case .type:
            let words = FoldedText.words(value)
            return words.isEmpty || words.count > DocumentQuery.termLimit ? nil : .type(words)
        case .status: return BusinessStatus(code: value).map { .status($0) }
        case .state: return DeliveryState.allCases.first { $0.name == value.lowercased() }.map { .state($0) }
        case .channel:
            return Self.channels.first { $0.name.lowercased() == value.lowercased() }.map { .channel($0) }
        case .urgency: return Self.urgency(value).map { .urgency($0) }
        case .before: return Day(value).map { .before($0) }
        case .after: return Day(value).map { .after($0) }
        case .kind: return Self.kinds.first { $0.name == value.lowercased() }.map { .kind($0.kind) }
        case .signature:
            return Self.signatures.first { $0.name == value.lowercased() }.map { .signature($0.status) }
        case .id: return FoldedText.words(value).isEmpty ? nil : .id(value)
        }
    }

    /// Those of deliveries: what went on paper only is no document of the bus.
    private static let channels = Channel.allCases.filter { $0 != .paper }
    private static let kinds: [(name: String, kind: Submission.Kind)] = [
        ("new", .new), ("withdraw", .withdraw), ("update", .update), ("replace", .replace),
    ]
    private static let signatures: [(name: String, status: Submission.SignatureStatus)] = [
        ("valid", .valid), ("invalid", .invalid), ("absent", .absent),
    ]

    private static func urgency(_ value: String) -> UInt8? {
        switch FoldedText.words(value).joined() {
        case "0", "thuong": 0
        case "1", "khan": 1
        case "2", "thuongkhan": 2
        case "3", "hoatoc": 3
        case "4", "hoatochengio": 4
        default: nil
        }
    }
}
