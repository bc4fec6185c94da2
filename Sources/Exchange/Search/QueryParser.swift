/// Takes a query apart, a term at a time.
struct QueryParser {
    private let text: [Character]
    private var place = 0

    init(_ text: String) { self.text = Array(text) }

    /// The next term, nil at the end.
    mutating func next() throws(QueryFault) -> DocumentQuery.Term? {
        while true {
            while place < text.count, text[place].isWhitespace { place += 1 }
            guard place < text.count else { return nil }
            let isNegated = text[place] == "-"
            if isNegated { place += 1 }
            let column = place + 1
            if let name = fieldName() {
                let start = place + 1
                guard let field = QueryField(rawValue: name.lowercased()) else {
                    throw QueryFault(
                        "There is no field \(name).", column: column, expected: QueryField.names, found: name)
                }
                let (value, _) = try value()
                guard !value.isEmpty else {
                    throw QueryFault(
                        "\(name): lacks its value.", column: start, expected: field.expected, found: "")
                }
                guard let condition = field.condition(value) else {
                    throw QueryFault(
                        "\(name): does not take this value.", column: start, expected: field.expected, found: value)
                }
                return DocumentQuery.Term(condition: condition, isNegated: isNegated, column: start, text: value)
            }
            let (value, isQuoted) = try value()
            let words = FoldedText.words(value)
            guard words.count <= DocumentQuery.termLimit else {
                throw QueryFault(
                    "The phrase is too long.", column: column, expected: "\(DocumentQuery.termLimit) words at most",
                    found: "\(words.count) words")
            }
            guard words.isEmpty else {
                let isLast = text[place...].allSatisfy(\.isWhitespace)
                return DocumentQuery.Term(
                    condition: .words(words, isPrefix: isLast && !isQuoted && !isNegated), isNegated: isNegated,
                    column: column, text: value)
            }
            // A dash between words, an ampersand: nothing to look for. Quoted or negated it was meant.
            guard isQuoted || isNegated && !value.isEmpty else { continue }
            throw QueryFault(
                "There is no word in it.", column: column, expected: "letters or digits", found: value)
        }
    }

    /// The name before a colon, which is passed over; nil where the term is no field's.
    ///
    /// Letters of ASCII before a colon are a field's name where something follows, and a known name always is one: a
    /// mistyped name is no word that happens not to be found.
    private mutating func fieldName() -> String? {
        var end = place
        while end < text.count, text[end].isASCII, text[end].isLetter { end += 1 }
        guard end > place, end < text.count, text[end] == ":" else { return nil }
        let name = String(text[place..<end])
        let hasValue = end + 1 < text.count && !text[end + 1].isWhitespace
        guard hasValue || QueryField(rawValue: name.lowercased()) != nil else { return nil }
        place = end + 1
        return name
    }

    /// What stands up to the next white space, or between quotes.
    private mutating func value() throws(QueryFault) -> (String, isQuoted: Bool) {
        let start = place
        guard place < text.count, text[place] == "\"" else {
            while place < text.count, !text[place].isWhitespace { place += 1 }
            return (String(text[start..<place]), false)
        }
        guard let end = text[(start + 1)...].firstIndex(of: "\"") else {
            throw QueryFault(
                "The quotation does not end.", column: start + 1, expected: "a second \"",
                found: String(text[start...]))
        }
        place = end + 1
        return (String(text[(start + 1)..<end]), true)
    }
}
