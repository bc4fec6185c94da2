/// A query with its codes looked up in the directory, for one who asks.
public struct DocumentSearch: Hashable, Sendable {
    /// Whose documents are found.
    public enum Viewer: Hashable, Sendable {
        /// All: an admin's.
        case all
        /// Those that one of these agencies issued or received.
        case agencies([AgencyNumber])
        /// Those that agencies of this hub, or of one below it, issued or received: an admin's of that hub.
        case hub(Int)
    }

    /// What one term asks for.
    public enum Condition: Hashable, Sendable {
        case issuer(AgencyNumber)
        case recipient(AgencyNumber)
        case tier(Int)
        case type([String])
        case status(BusinessStatus)
        case state(DeliveryState)
        case channel(Channel)
        case urgency(UInt8)
        case kind(Submission.Kind)
        case signature(Submission.SignatureStatus)
        /// The id of a document or of a delivery.
        case id(Identifier)
        /// `DocumentId`, whatever the case of its letters.
        case documentID(String)
        case words([String], isPrefix: Bool)
    }

    /// One term.
    public struct Term: Hashable, Sendable {
        /// What it asks for.
        public let condition: Condition
        /// Whether it must not hold.
        public let isNegated: Bool
    }

    /// The terms, but for those about days.
    public private(set) var terms: [Term] = []
    /// Accepted on this day or a later one; nil for any.
    public private(set) var firstDay: Day?
    /// Accepted before this day; nil for any.
    public private(set) var endDay: Day?
    /// Who asks.
    public let viewer: Viewer

    /// The search for `query`; a fault where it names an agency or a tier that is not there.
    public init(_ query: DocumentQuery, in directory: Directory, for viewer: Viewer) throws(QueryFault) {
        self.viewer = viewer
        for term in query.terms {
            switch (term.condition, term.isNegated) {
            case (.before(let day), false), (.after(let day), true): endDay = min(endDay ?? day, day)
            case (.after(let day), false), (.before(let day), true): firstDay = max(firstDay ?? day, day)
            default:
                guard let condition = try Self.condition(term, directory) else { continue }
                terms.append(Term(condition: condition, isNegated: term.isNegated))
            }
        }
    }

    /// Demands an issuer or a receiver besides.
    public mutating func add(issuer: AgencyNumber?, recipient: AgencyNumber?) {
        if let issuer { terms.append(Term(condition: .issuer(issuer), isNegated: false)) }
        if let recipient { terms.append(Term(condition: .recipient(recipient), isNegated: false)) }
    }

    /// The agencies whose deliveries states and statuses are about; none for all that are seen.
    public var namedRecipients: [AgencyNumber] {
        terms.compactMap { term in
            if case .recipient(let agency) = term.condition, !term.isNegated { agency } else { nil }
        }
    }

    private static func condition(
        _ term: DocumentQuery.Term, _ directory: Directory
    ) throws(QueryFault) -> Condition? {
        func agency(_ code: String) throws(QueryFault) -> AgencyNumber {
            guard let agency = directory.agency(named: code) else {
                throw QueryFault(
                    "There is no agency \(code).", column: term.column, expected: QueryField.from.expected, found: code)
            }
            return agency.number
        }
        switch term.condition {
        case .from(let code): return .issuer(try agency(code))
        case .to(let code): return .recipient(try agency(code))
        case .tier(let code):
            guard let tier = directory.tier(code: code) else {
                throw QueryFault(
                    "There is no tier \(code).", column: term.column,
                    expected: directory.tiers.map(\.code).joined(separator: ", "), found: code)
            }
            return .tier(tier)
        case .type(let words): return .type(words)
        case .status(let status): return .status(status)
        case .state(let state): return .state(state)
        case .channel(let channel): return .channel(channel)
        case .urgency(let urgency): return .urgency(urgency)
        case .kind(let kind): return .kind(kind)
        case .signature(let status): return .signature(status)
        case .id(let text): return Identifier(text).map { .id($0) } ?? .documentID(text)
        case .words(let words, let isPrefix):
            // A UUID among the words can only be meant as one.
            return Identifier(term.text).map { .id($0) } ?? .words(words, isPrefix: isPrefix)
        case .before, .after: return nil
        }
    }
}
