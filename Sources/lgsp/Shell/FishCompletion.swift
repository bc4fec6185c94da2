/// Renders the command table as a completion for fish.
enum FishCompletion {
    static func script(_ commands: [Command]) -> String {
        let verbs = Verbs(commands)
        var text = """
            # fish completion for lgsp, made by `lgsp completion fish`.
            # Whether so many words stand before, the first of them as given.
            function __lgsp_after
                set -l words (commandline -opc)
                test (count $words) -eq (math (count $argv) + 1); and test "$words[2..]" = "$argv"
            end
            # Whether the command is the first argument, one word or two, and its second word none of the others.
            function __lgsp_is
                set -l words (commandline -opc)
                set -l verb (string split ' ' -- $argv[1])
                test "$words[2.."(math (count $verb) + 1)"]" = "$argv[1]"; and not contains -- "$words[3]" $argv[2..]
            end
            complete -c lgsp -f

            """
        for (word, says) in verbs.first {
            text += "complete -c lgsp -n __lgsp_after -a \(word) -d \(quoted(says))\n"
        }
        for (first, seconds) in verbs.second {
            for (word, says) in seconds {
                text += "complete -c lgsp -n '__lgsp_after \(first)' -a \(word) -d \(quoted(says))\n"
            }
        }
        for command in commands {
            let isFamily = !command.path.contains(" ")
            let others = isFamily ? verbs.following(command.path) : []
            let condition = "__lgsp_is \(Verbs.quoted(command.path, quote: "")) \(others.joined(separator: " "))"
            let head = "complete -c lgsp -n \(Verbs.quoted(condition.trimmed, quote: "\\'"))"
            for option in command.allOptions {
                let short = option.name == "output" ? " -s o" : ""
                text += "\(head) -l \(option.name)\(short)\(value(option.placeholder)) -d \(quoted(option.help))\n"
            }
            for placeholder in command.placeholders {
                switch placeholder {
                case .file, .folder: text += "\(head) -F\n"
                case .choice(let words): text += "\(head) -a \(quoted(words.joined(separator: " ")))\n"
                case .free: break
                }
            }
        }
        return text
    }

    private static func value(_ placeholder: Placeholder?) -> String {
        switch placeholder {
        case nil: ""
        case .file: " -r -F"
        case .folder: " -x -a '(__fish_complete_directories)'"
        case .choice(let words): " -x -a \(quoted(words.joined(separator: " ")))"
        case .free: " -x"
        }
    }

    private static func quoted(_ text: String) -> String {
        Verbs.quoted(text.map { $0 == "\\" ? "\\\\" : String($0) }.joined(), quote: "\\'")
    }
}

extension String {
    /// Without the spaces at its end.
    fileprivate var trimmed: String {
        var text = self
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }
}
