/// Renders the command table as a completion for zsh.
enum ZshCompletion {
    static func script(_ commands: [Command]) -> String {
        let verbs = Verbs(commands)
        var text = """
            #compdef lgsp
            # zsh completion for lgsp, made by `lgsp completion zsh`.
            _lgsp() {
                local verb=$words[2] taken=1
                local -a verbs

            """
        text += "    if (( CURRENT == 2 )); then\n        verbs=(\n"
        for (word, says) in verbs.first { text += "            \(described(word, says))\n" }
        text += "        )\n        _describe -t commands command verbs\n        return\n    fi\n"
        text += "    case $words[2] in\n"
        for (first, seconds) in verbs.second {
            text += "    \(first))\n        verbs=(\n"
            for (word, says) in seconds { text += "            \(described(word, says))\n" }
            text += "        ) ;;\n"
        }
        text += """
                esac
                if (( CURRENT == 3 && $#verbs )); then
                    _describe -t commands command verbs
                elif (( $#verbs )) && [[ $words[3] != -* ]]; then
                    case "$words[2] $words[3]" in
                    \(commands.map(\.path).filter { $0.contains(" ") }.map { "'\($0)'" }.joined(separator: " | \\\n        ")))
                        verb="$words[2] $words[3]" taken=2 ;;
                    esac
                fi
                words=(lgsp "${(@)words[taken + 2,-1]}")
                (( CURRENT -= taken ))
                case $verb in

            """
        for command in commands {
            var specifications = command.allOptions.map { option in
                let body = "[\(escaped(option.help))]" + (option.value.map { ":\(escaped($0)):" } ?? "")
                let action = option.placeholder.map(action) ?? ""
                let name = option.name == "output" ? "{-o,--output}" : "--" + option.name
                return "'*'\(name)\(Verbs.quoted(body + action))"
            }
            let words = command.arguments.split(separator: " ")
            for (index, word) in words.enumerated() {
                let place = index == words.count - 1 && command.repeatsLast ? "*" : String(index + 1)
                specifications.append(Verbs.quoted("\(place):\(escaped(String(word))):\(action(Placeholder(word)))"))
            }
            text += "    \(Verbs.quoted(command.path)))\n        _arguments \\\n"
            text += specifications.map { "            \($0)" }.joined(separator: " \\\n") + " ;;\n"
        }
        return text + """
                esac
            }
            if [[ $funcstack[1] == _lgsp ]]; then _lgsp "$@"; else compdef _lgsp lgsp; fi

            """
    }

    private static func described(_ word: String, _ says: String) -> String { Verbs.quoted("\(word):\(says)") }

    /// Text as a specification of `_arguments` may hold it.
    private static func escaped(_ text: String) -> String {
        text.map { "[]:\\".contains($0) ? "\\\($0)" : String($0) }.joined()
    }

    private static func action(_ placeholder: Placeholder) -> String {
        switch placeholder {
        case .file: "_files"
        case .folder: "_files -/"
        case .choice(let words): "(\(words.joined(separator: " ")))"
        case .free: " "
        }
    }
}
