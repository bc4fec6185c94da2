internal import Exchange

/// What of a search the index alone cannot answer, looked up in the ledger for one document after another.
struct SearchCheck {
    private let search: DocumentSearch
    private let names: AgencyWords
    private let reader: Reader
    private let named: [AgencyNumber]
    private let unwanted: Set<Serial>
    /// The part of the bus that the viewer is an admin of, where that is not the whole.
    private let scope: HubScope?

    init(_ search: DocumentSearch, names: AgencyWords, reader: Reader) throws {
        self.search = search
        self.names = names
        self.reader = reader
        named = search.namedRecipients
        scope = if case .hub(let hub) = search.viewer { HubScope(hub: hub, in: names.directory) } else { nil }
        unwanted = Set(
            try search.terms.compactMap { term in
                guard case .id(let id) = term.condition, term.isNegated else { return nil }
                return try reader.documentNumber(id)
            })
    }

    /// Whether the document is one that is looked for, and one that the viewer sees.
    func passes(_ row: DocumentRow, _ marks: SearchMarks) throws -> Bool {
        guard !unwanted.contains(row.serial) else { return false }
        var own: [AgencyNumber] = []
        if case .agencies(let agencies) = search.viewer, !agencies.contains(row.issuer) { own = agencies }
        // An admin of a hub sees what is still on its way there, and no other receivers but for documents from there.
        let isForeign = scope.map { !$0.contains(row.issuer) } ?? false
        if isForeign, let scope {
            own = try reader.recipients(acceptedBy: row.fact).filter(scope.contains)
            if own.isEmpty || named.contains(where: { !own.contains($0) }) { return false }
        }
        let copies = own.isEmpty ? nil : try reader.copies(of: row, to: own)
        if let copies, copies.isEmpty, !isForeign { return false }
        guard try deliveriesPass(row, marks, copies) else { return false }
        var words: [[String]]?
        for term in search.terms {
            let holds: Bool
            switch term.condition {
            case .documentID(let text): holds = FoldedText.isSameName(row.documentID, text)
            case .words(let phrase, let isPrefix) where phrase.count > 1 || scope != nil:
                let known = try words ?? fields(of: row, isForeign ? own : copies?.map(\.agency))
                words = known
                holds = known.contains { FoldedText.contains(phrase, in: $0, isPrefix: isPrefix) }
            case .recipient(let agency) where scope != nil && term.isNegated:
                holds = try (isForeign ? own : reader.recipients(acceptedBy: row.fact)).contains(agency)
            default: continue
            }
            if holds == term.isNegated { return false }
        }
        return true
    }

    /// States and statuses: of the receivers named, each of them; else of any delivery that is seen.
    private func deliveriesPass(_ row: DocumentRow, _ marks: SearchMarks, _ copies: [DeliveryCopy]?) throws -> Bool {
        let terms = search.terms.compactMap { term in
            SearchMarks(term.condition).map { (mark: $0, isNegated: term.isNegated) }
        }
        guard !terms.isEmpty else { return true }
        let seen: [SearchMarks]
        if !named.isEmpty {
            let copies = try copies ?? reader.copies(of: row, to: named)
            seen = named.map { agency in
                SearchMarks(copies.lazy.filter { $0.agency == agency }.map(\.marks))
            }
        } else if let copies {
            seen = [SearchMarks(copies.map(\.marks))]
        } else {
            seen = [marks]
        }
        return terms.allSatisfy { term in seen.allSatisfy { $0.contains(term.mark) != term.isNegated } }
    }

    /// The words of every field that phrases are looked for in.
    private func fields(of row: DocumentRow, _ seen: [AgencyNumber]?) throws -> [[String]] {
        let texts = [row.subject, "\(row.number)/\(row.notation)", row.documentID, row.typeName]
        let recipients = try seen ?? reader.recipients(acceptedBy: row.fact)
        return texts.map(FoldedText.words) + ([row.issuer] + recipients).flatMap(names.fields)
    }
}
