/// The command table as a shell completes it, word by word.
struct Verbs {
    /// Every first word in the table's order, with the summary of the command that it is, or the words that follow it.
    let first: [(word: String, says: String)]
    /// The words that may follow a first one, with the summary of the command that they make.
    let second: [(first: String, words: [(word: String, says: String)])]

    init(_ commands: [Command]) {
        var order: [String] = []
        var alone: [String: String] = [:]
        var families: [String: [(word: String, says: String)]] = [:]
        for command in commands {
            let words = command.path.split(separator: " ").map(String.init)
            if !order.contains(words[0]) { order.append(words[0]) }
            if words.count == 1 {
                alone[words[0]] = command.summary
            } else {
                families[words[0], default: []].append((words[1], command.summary))
            }
        }
        first = order.map { word in
            (word, alone[word] ?? (families[word] ?? []).map(\.word).joined(separator: ", ") + ".")
        }
        second = order.compactMap { word in families[word].map { (word, $0) } }
    }

    /// The words that may follow `word`.
    func following(_ word: String) -> [String] {
        second.first { $0.first == word }?.words.map(\.word) ?? []
    }

    /// Text in single quotes, as all three shells read it but fish, which wants a backslash before a quote.
    static func quoted(_ text: String, quote: String = "'\\''") -> String {
        "'" + text.map { $0 == "'" ? quote : String($0) }.joined() + "'"
    }
}
