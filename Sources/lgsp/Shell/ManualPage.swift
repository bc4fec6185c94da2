/// Renders the command table as pages for man(1), in roff with the man macros.
struct ManualPage {
    /// The page's name, such as `lgsp-agency-list`.
    let name: String
    /// The page.
    let text: String

    /// The page of the program, and one of each command.
    static func all(_ commands: [Command]) -> [ManualPage] {
        [program(commands)] + commands.map { page($0) }
    }

    /// The page of the program.
    static func program(_ commands: [Command]) -> ManualPage {
        var text = head("lgsp", "routes signed edXML documents between agencies")
        text += ".SH SYNOPSIS\n.B lgsp\n\(slanted("COMMAND")) \(slanted("[OPTION…]"))\n.SH DESCRIPTION\n"
        text += """
            One program is the bus and its client:
            .B lgsp serve
            is the daemon, the other commands ask one over HTTPS.
            Where a daemon runs on the same machine, the run file in its data folder says where it is and who one is.
            .PP
            Data goes to the standard output, all else to the standard error.
            A table on a terminal is plain columns in a pipe, and JSON with
            .BR \\-\\-json .
            .SH COMMANDS

            """
        for command in commands {
            let arguments = command.arguments.isEmpty ? "" : " " + slanted(command.arguments)
            text += ".TP\n\\fB\(escaped(command.path))\\fR\(arguments)\n\(line(command.summary))\n"
        }
        text += exitStatus + ".SH ENVIRONMENT\n"
        for (name, says) in environment { text += ".TP\n.B \(name)\n\(line(says))\n" }
        text += ".SH SEE ALSO\n"
        text += seeAlso(commands.map { pageName($0) })
        return ManualPage(name: "lgsp", text: text)
    }

    /// The page of one command.
    static func page(_ command: Command) -> ManualPage {
        let name = pageName(command)
        var text = head(name, command.summary.hasSuffix(".") ? String(command.summary.dropLast()) : command.summary)
        text += ".SH SYNOPSIS\n.B lgsp \(escaped(command.path))\n"
        text += [command.arguments, "[OPTION…]"].filter { !$0.isEmpty }.map(slanted).joined(separator: " ") + "\n"
        text += ".SH DESCRIPTION\n\(line(command.summary))\n.SH OPTIONS\n"
        for option in command.allOptions {
            let short = option.name == "output" ? "\\-o, " : ""
            let value = option.value.map { " " + slanted($0) } ?? ""
            text += ".TP\n\\fB\(short)\\-\\-\(escaped(option.name))\\fR\(value)\n\(line(option.help))\n"
        }
        if !command.examples.isEmpty {
            text += ".SH EXAMPLES\n.nf\n" + command.examples.map { "\(line($0))\n" }.joined() + ".fi\n"
        }
        return ManualPage(name: name, text: text + exitStatus + ".SH SEE ALSO\n" + seeAlso(["lgsp"]))
    }

    /// What a command's page is called.
    static func pageName(_ command: Command) -> String {
        "lgsp-" + command.path.map { $0 == " " ? "-" : String($0) }.joined()
    }

    private static let environment = [
        (
            "LGSP_SERVER, LGSP_IDENTITY, LGSP_ROOTS, LGSP_DATA",
            "What --server, --identity, --roots and --data are where they are not given."
        ),
        ("LGSP_LANG", "The language of messages: en or vi."),
        ("NO_COLOR", "Where it is set, nothing is coloured."),
    ]

    private static let exitStatus =
        ".SH EXIT STATUS\n"
        + ExitCode.allCases.map { ".TP\n.B \($0.rawValue)\n\(line($0.meaning + "."))\n" }.joined()

    private static func head(_ name: String, _ says: String) -> String {
        ".TH \(escaped(name.uppercased())) 1 \"\" \"lgsp \(OperationCommands.versionNumber)\" \"LGSP Bus\"\n"
            + ".SH NAME\n\(escaped(name)) \\- \(escaped(says))\n"
    }

    private static func seeAlso(_ names: [String]) -> String {
        names.enumerated().map { index, name in
            ".BR \(escaped(name)) (1)\(index == names.count - 1 ? "" : ",")\n"
        }.joined()
    }

    private static func slanted(_ text: String) -> String { "\\fI\(escaped(text))\\fR" }

    /// A line of text, which no request can be.
    private static func line(_ text: String) -> String {
        (text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" : "") + escaped(text)
    }

    /// Text as roff reads it: ASCII, so that no page depends on anybody's locale.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "'": result += "\\(aq"
            case "`": result += "\\(ga"
            case "^": result += "\\(ha"
            case "~": result += "\\(ti"
            case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
            }
        }
        return result
    }
}
