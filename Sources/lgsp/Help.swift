/// Renders help from the command table.
enum Help {
    /// What the program is and every verb with its line.
    static func program(_ commands: [Command]) -> String {
        var text =
            "lgsp routes signed edXML documents between agencies.\n\nUsage: lgsp COMMAND [OPTION…]\n\nCommands:\n"
        text += columns(
            commands.map { ([$0.path, $0.arguments].filter { !$0.isEmpty }.joined(separator: " "), $0.summary) })
        let codes = ExitCode.allCases.map { "\($0.rawValue) \($0.meaning)" }
        text += "\nlgsp COMMAND --help says more. Exit codes: \(codes[..<4].joined(separator: ", ")),\n"
        return text + codes[4...].joined(separator: ", ") + ".\n"
    }

    /// Everything about one command.
    static func command(_ command: Command) -> String {
        let words = ["lgsp", command.path, command.arguments, "[OPTION…]"].filter { !$0.isEmpty }
        var text = "\(command.summary)\n\nUsage: \(words.joined(separator: " "))\n\nOptions:\n"
        text += columns(
            command.allOptions.map { option in
                let short = option.name == "output" ? "-o, " : ""
                return (short + "--" + option.name + (option.value.map { " " + $0 } ?? ""), option.help)
            })
        if !command.examples.isEmpty {
            text += "\nExamples:\n" + command.examples.map { "  \($0)\n" }.joined()
        }
        return text
    }

    private static func columns(_ rows: [(String, String)]) -> String {
        let width = min(36, rows.map(\.0.count).max() ?? 0)
        return rows.map { left, right in
            let gap =
                left.count > width
                ? "\n" + String(repeating: " ", count: width + 4)
                : String(repeating: " ", count: width - left.count + 2)
            return "  \(left)\(gap)\(right)\n"
        }.joined()
    }
}
