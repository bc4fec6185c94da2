internal import Exchange

/// A search as an expression of the full-text table, for one block.
///
/// What one who asks may see is part of it. It finds all that the search finds, and what `SearchCheck` then leaves out.
struct SearchExpression {
    private enum View {
        /// An admin's.
        case all
        /// Of documents that the agencies issued: they see all deliveries.
        case issued([AgencyNumber])
        /// Of documents that the agencies received: they see their own deliveries.
        case received([AgencyNumber])
        /// Of documents that agencies of a part of the tree issued or received. Which of their receivers are seen is
        /// looked up for each.
        case hubs(HubScope)
    }

    private let search: DocumentSearch
    private let names: AgencyWords
    private let tokens: SearchTokens

    init(_ search: DocumentSearch, names: AgencyWords, block: Int64) {
        self.search = search
        self.names = names
        tokens = SearchTokens(block: block)
    }

    /// The expression; nil where nothing can be found.
    var text: String? {
        switch search.viewer {
        case .all: return branch(.all)
        case .agencies(let own):
            guard !own.isEmpty else { return nil }
            return Self.any([branch(.issued(own)), branch(.received(own))].compactMap { $0 })
        case .hub(let hub): return branch(.hubs(HubScope(hub: hub, in: names.directory)))
        }
    }

    private func branch(_ view: View) -> String? {
        var wanted: [String] = []
        var unwanted: [String] = []
        switch view {
        case .all: break
        case .issued(let own):
            if let scope = Self.any(own.map { quoted(.issuer, String($0.value)) }) { wanted.append(scope) }
        case .received(let own):
            if let scope = Self.any(own.map { quoted(.recipient, String($0.value)) }) { wanted.append(scope) }
        case .hubs(let scope):
            let inherited = scope.inherited.flatMap { number in
                [quoted(.issuer, String(number.value)), quoted(.recipient, String(number.value))]
            }
            if let seen = Self.any(scope.hubs.sorted().map { quoted(.hub, String($0)) } + inherited) {
                wanted.append(seen)
            }
        }
        for term in search.terms {
            if case .recipient(let agency) = term.condition, case .received(let own) = view, !own.contains(agency) {
                // Who else received it is not seen: nobody did.
                guard term.isNegated else { return nil }
                continue
            }
            if case .hubs(let scope) = view, term.isNegated {
                // Receivers that are not seen keep nothing from being found.
                if case .words = term.condition { continue }
                if case .recipient(let agency) = term.condition, !scope.contains(agency) { continue }
            }
            guard let expression = expression(term, view) else { continue }
            if term.isNegated { unwanted.append(expression) } else { wanted.append(expression) }
        }
        let all = "(" + (wanted.isEmpty ? [quoted(.document, "")] : wanted).joined(separator: " AND ") + ")"
        return Self.any(unwanted).map { "(\(all) NOT \($0))" } ?? all
    }

    /// What a term looks for; nil where that is not looked for here.
    private func expression(_ term: DocumentSearch.Term, _ view: View) -> String? {
        switch term.condition {
        case .issuer(let agency): return quoted(.issuer, String(agency.value))
        case .recipient(let agency): return quoted(.recipient, String(agency.value))
        case .tier(let tier): return quoted(.tier, String(tier))
        case .urgency(let urgency): return quoted(.urgency, String(urgency))
        case .kind(let kind): return quoted(.kind, String(kind.rawValue))
        case .signature(let status): return quoted(.signature, String(status.rawValue))
        case .type(let words): return Self.all(words.map { quoted(.type, $0) })
        case .documentID(let text):
            return term.isNegated ? nil : Self.all(FoldedText.words(text).map { quoted(.word, $0) })
        case .words(let words, let isPrefix):
            // Where the words stand is not known here: who does not want a phrase may want its words.
            guard words.count == 1 || !term.isNegated else { return nil }
            return Self.all(
                words.indices.map { self.word(words[$0], isPrefix: isPrefix && $0 == words.count - 1, view) })
        case .state, .status, .channel, .id: return nil
        }
    }

    private func word(_ word: String, isPrefix: Bool, _ view: View) -> String {
        var ways = [quoted(.word, word, isPrefix)]
        switch view {
        case .all, .issued, .hubs: ways.append(quoted(.recipientWord, word, isPrefix))
        case .received(let own):
            let called = own.filter { names[$0].contains { $0 == word || isPrefix && $0.hasPrefix(word) } }
            ways += called.map { quoted(.recipient, String($0.value)) }
        }
        return Self.any(ways) ?? ways[0]
    }

    private func quoted(_ kind: SearchTokens.Kind, _ value: String, _ isPrefix: Bool = false) -> String {
        // A quotation mark is in no word.
        "\"\(tokens.token(kind, value))\"\(isPrefix ? " *" : "")"
    }

    private static func any(_ parts: [String]) -> String? {
        parts.count < 2 ? parts.first : "(" + parts.joined(separator: " OR ") + ")"
    }

    private static func all(_ parts: [String]) -> String? {
        parts.count < 2 ? parts.first : "(" + parts.joined(separator: " AND ") + ")"
    }
}
