/// Renders the command table as a completion for bash 4 or later.
enum BashCompletion {
    static func script(_ commands: [Command]) -> String {
        let verbs = Verbs(commands)
        var text = """
            # bash completion for lgsp, made by `lgsp completion bash`.
            _lgsp() {
                local word=${COMP_WORDS[COMP_CWORD]} first=${COMP_WORDS[1]} verb taken=2 place=0
                local words= options= arguments= kind= entry item i
                COMPREPLY=()
                verb=$first
                if ((COMP_CWORD == 1)); then
                    words='\(verbs.first.map(\.word).joined(separator: " "))'
                elif ((COMP_CWORD == 2)); then
                    case $first in

            """
        for (first, seconds) in verbs.second {
            text += "        \(first)) words='\(seconds.map(\.word).joined(separator: " "))' ;;\n"
        }
        text += """
                    esac
                else
                    case "$first ${COMP_WORDS[2]}" in
                    \(commands.map(\.path).filter { $0.contains(" ") }.map { "'\($0)'" }.joined(separator: " | \\\n        ")))
                        verb="$first ${COMP_WORDS[2]}" taken=3 ;;
                    esac
                fi
                case $verb in

            """
        for command in commands {
            let options = command.allOptions.map { option in
                "--" + option.name + (option.placeholder.map { "=" + kind($0) } ?? "")
            }
            var kinds = command.placeholders.map(kind)
            if command.repeatsLast, let last = kinds.popLast() { kinds.append(last + "*") }
            text += "    '\(command.path)')\n        options='\(options.joined(separator: " "))'\n"
            text += "        arguments='\(kinds.joined(separator: " "))' ;;\n"
        }
        return text + """
                esac
                # Which of the words before are options, values, and arguments; bash makes three of --name=value.
                for ((i = taken; i < COMP_CWORD; i++)); do
                    item=${COMP_WORDS[i]}
                    [[ $kind && $item == '=' ]] && continue
                    if [[ $kind ]]; then kind= && continue; fi
                    [[ $item == -o ]] && item=--output
                    if [[ $item == -* ]]; then
                        for entry in $options; do [[ $entry == "$item="* ]] && kind=${entry#*=}; done
                    else
                        ((place += 1))
                    fi
                done
                [[ $word == '=' ]] && word=
                if [[ ! $kind && $word == -* ]]; then
                    for entry in $options; do words+=" ${entry%%=*}"; done
                elif [[ ! $kind ]]; then
                    i=0
                    for entry in $arguments; do
                        if ((i == place)) || [[ $entry == *'*' && $place -gt $i ]]; then kind=${entry%'*'}; fi
                        ((i += 1))
                    done
                fi
                case $kind in
                '' | any) ;;
                files | folders)
                    compopt -o filenames 2>/dev/null
                    if [[ $kind == files ]]; then entry=-f; else entry=-d; fi
                    mapfile -t COMPREPLY < <(compgen "$entry" -- "$word") ;;
                *) words+=" ${kind//|/ }" ;;
                esac
                [[ $words ]] && mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$words" -- "$word")
            }
            complete -F _lgsp lgsp

            """
    }

    private static func kind(_ placeholder: Placeholder) -> String {
        switch placeholder {
        case .file: "files"
        case .folder: "folders"
        case .choice(let words): words.joined(separator: "|")
        case .free: "any"
        }
    }
}
