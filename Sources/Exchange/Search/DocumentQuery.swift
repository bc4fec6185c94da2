/// What a person asks for among documents, as the API, the command line and pages write it: `from:H10.13 "báo cáo" -fail`.
///
/// Terms are apart by white space and must all hold; `-` before one negates it. `name:value` asks for a field, all else for
/// words. Double quotes hold several words together, also as a value.
public struct DocumentQuery: Hashable, Sendable {
    /// What one term asks for.
    public enum Condition: Hashable, Sendable {
        /// The issuer's code.
        case from(String)
        /// A receiver's code.
        case to(String)
        /// The code of the issuer's tier.
        case tier(String)
        /// Words of the type's name, folded.
        case type([String])
        /// The business status of a delivery.
        case status(BusinessStatus)
        /// The transport state of a delivery.
        case state(DeliveryState)
        /// The channel that a delivery counts on.
        case channel(Channel)
        /// The urgency.
        case urgency(UInt8)
        /// Accepted on an earlier day.
        case before(Day)
        /// Accepted on this day or a later one.
        case after(Day)
        /// The kind of the document.
        case kind(Submission.Kind)
        /// What its signatures amount to.
        case signature(Submission.SignatureStatus)
        /// The document's or a delivery's UUID, or the DocumentId.
        case id(String)
        /// Words that stand together, folded; with `isPrefix` the last one may go on.
        case words([String], isPrefix: Bool)
    }

    /// One term.
    public struct Term: Hashable, Sendable {
        /// What it asks for.
        public let condition: Condition
        /// Whether it must not hold.
        public let isNegated: Bool
        /// Where its value begins, in characters from 1.
        public let column: Int
        /// The value as it was written.
        public let text: String
    }

    /// The terms in order; none for all documents.
    public let terms: [Term]
    /// Characters of a query.
    public static let lengthLimit = 1_000
    /// Terms of a query, and words of a term.
    public static let termLimit = 32

    /// The query that `text` spells.
    public init(_ text: String) throws(QueryFault) {
        guard text.utf8.count <= Self.lengthLimit * 4, text.count <= Self.lengthLimit else {
            throw QueryFault(
                "The query is too long.", column: Self.lengthLimit + 1,
                expected: "\(Self.lengthLimit) characters at most",
                found: "\(text.count) characters")
        }
        var parser = QueryParser(text)
        var terms: [Term] = []
        while let term = try parser.next() {
            guard terms.count < Self.termLimit else {
                throw QueryFault(
                    "The query has too many terms.", column: term.column, expected: "\(Self.termLimit) terms at most",
                    found: term.text)
            }
            terms.append(term)
        }
        self.terms = terms
    }
}
