import Glibc
import Testing

/// Shells complete what the command table holds; each is a real one, where the machine has it.
@Suite struct CompletionTests {
    /// What is typed, the last word unfinished, and what is offered for it.
    static let lines: [(typed: [String], offered: [String])] = [
        (["agen"], ["agency"]), (["agency", "t"], ["test", "tree"]), (["vers"], ["version"]),
        (["replay", "sh"], ["show"]), (["send", "--sig"], ["--sign", "--signature"]),
        (["send", "--sign", ""], ["cms", "none", "xmldsig"]), (["send", "--sign=x"], ["xmldsig"]),
        (["send", "le"], ["letter one.edxml"]), (["lint", "x", "le"], ["letter one.edxml"]),
        (["replay", "le"], ["letter one.edxml"]), (["agency", "show", "le"], []),
        (["agency", "test", "H10", ""], ["no", "yes"]), (["agency", "test", ""], []),
        (["check", "--data", "f"], ["folder"]), (["fetch", "ID", "-o", "f"], ["folder"]),
        (["completion", ""], ["bash", "fish", "zsh"]), (["inbox", "--wait", ""], []),
        (["update", "ID", "le"], ["letter one.edxml"]), (["update", "le"], []),
        (["agency", "list", "--js"], ["--json"]), (["nonsense", "--"], []),
    ]

    private static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        _ = try folder.write("letter one.edxml", "")
        try #require(unsafe mkdir(folder / "folder", 0o700) == 0)
        for shell in ["bash", "zsh", "fish"] {
            let script = try Program.lgsp("completion", shell)
            #expect(script.status == 0)
            _ = try folder.write("lgsp.\(shell)", script.output)
        }
        return folder
    }

    @Test func bashCompletesVerbsOptionsAndFiles() throws {
        let folder = try Self.folder()
        var script = "cd '\(folder.path)' && source lgsp.bash\n"
        for line in Self.lines {
            // Bash takes --name=value for three words.
            let words = line.typed.flatMap { word -> [String] in
                let parts = word.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
                return parts.count == 2 ? [parts[0], "=", parts[1]] : [word]
            }
            script += "COMP_WORDS=(lgsp \(words.map { "'\($0)'" }.joined(separator: " ")))\n"
            script += "COMP_CWORD=\(words.count); _lgsp; printf '%s|' \"${COMPREPLY[@]}\"; echo\n"
        }
        let result = try Program.run("/bin/bash", ["--norc", "-c", script])
        #expect(result.errors == "")
        let answers = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        try #require(answers.count == Self.lines.count + 1)
        for (line, answer) in zip(Self.lines, answers) {
            #expect(answer.split(separator: "|").map(String.init).sorted() == line.offered, "\(line.typed)")
        }
    }

    @Test func bashCompletesWhatIsTyped() throws {
        let folder = try Self.folder()
        let keys = try folder.write(
            "keys",
            """
            source lgsp.bash
            lgsp() { printf '<%s>' "$@"; echo; }
            lgsp agen\tli\t--js\t
            lgsp send le\t--sign x\t
            exit

            """)
        let result = try Program.run(
            "/bin/bash",
            ["-c", "cd '\(folder.path)' && timeout 20 script -qec 'bash --norc --noprofile -i' /dev/null < '\(keys)'"])
        #expect(result.output.contains("<agency><list><--json>"), "\(result.output)")
        #expect(result.output.contains("<send><letter one.edxml><--sign><xmldsig>"), "\(result.output)")
    }

    @Test(.enabled(if: unsafe access("/usr/bin/fish", X_OK) == 0, "there is no fish"))
    func fishCompletesTheSame() throws {
        let folder = try Self.folder()
        // Fish offers what an argument may be at every place, not only at its own.
        for line in Self.lines where !["agency test ", "update le"].contains(line.typed.joined(separator: " ")) {
            let typed = (["lgsp"] + line.typed).joined(separator: " ")
            let result = try Program.run(
                "/usr/bin/fish", ["-N", "-c", "cd '\(folder.path)'; source lgsp.fish; complete -C '\(typed)'"])
            var offered = result.output.split(separator: "\n").map { line in
                let word = String(line.prefix { $0 != "\t" })
                return word.hasPrefix("--") ? String(word.drop { $0 != "=" }.dropFirst(1)).ifEmpty(word) : word
            }
            // A folder ends with a slash there.
            offered = offered.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }.filter { !$0.hasPrefix("lgsp.") }
            #expect(offered.sorted() == line.offered, "\(line.typed): \(result.errors)")
        }
    }

    @Test(.enabled(if: unsafe access("/usr/bin/zsh", X_OK) == 0, "there is no zsh"))
    func zshTakesTheScript() throws {
        let folder = try Self.folder()
        let result = try Program.run(
            "/usr/bin/zsh",
            ["-f", "-c", "cd '\(folder.path)'; autoload -U compinit; compinit -D; source lgsp.zsh; echo $_comps[lgsp]"])
        #expect(result.output == "_lgsp\n" && result.errors == "")
    }

    @Test func anotherShellIsAUsageError() throws {
        let result = try Program.lgsp("completion", "tcsh")
        #expect(result.status == 64 && result.errors.contains("bash, zsh and fish"))
    }
}

extension String {
    fileprivate func ifEmpty(_ other: String) -> String { isEmpty ? other : self }
}
