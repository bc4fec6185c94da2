/// What stands for a value in help, such as `FILE`, `yes|no` or `TIME|off`, as shells complete it.
enum Placeholder: Equatable {
    /// The path of a file.
    case file
    /// The path of a folder.
    case folder
    /// One of these words.
    case choice([String])
    /// Something that only its writer knows.
    case free

    init(_ text: some StringProtocol) {
        switch String(text.filter { !"[]…".contains($0) }) {
        case "FILE", "FILE2", "PATH", "PEM", "SCENARIO": self = .file
        case "DIR": self = .folder
        case let word:
            // In `TIME|off` only `off` is a word as it is typed.
            let words = word.split(separator: "|").map(String.init)
            let choices = words.filter { $0 == $0.lowercased() && words.count > 1 }
            self = choices.isEmpty ? .free : .choice(choices)
        }
    }
}

extension Option {
    /// What its value is; nil for a flag.
    var placeholder: Placeholder? { value.map { Placeholder($0) } }
}

extension Command {
    /// What its arguments are, in order.
    var placeholders: [Placeholder] { arguments.split(separator: " ").map { Placeholder($0) } }

    /// Whether the last argument may be given again and again.
    var repeatsLast: Bool { arguments.hasSuffix("…") }
}
