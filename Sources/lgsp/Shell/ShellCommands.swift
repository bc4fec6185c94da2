internal import Platform

/// `completion` and `man`: the command table for shells and for man(1).
enum ShellCommands {
    static let all = [completion, man]

    static let completion = Command(
        "completion", "bash|zsh|fish", "Prints a completion of commands, options and files for a shell.",
        examples: ["source <(lgsp completion bash)", "lgsp completion fish > ~/.config/fish/completions/lgsp.fish"]
    ) { arguments, output in
        try arguments.expect(1...1, "bash, zsh or fish")
        let scripts = ["bash": BashCompletion.script, "zsh": ZshCompletion.script, "fish": FishCompletion.script]
        guard let script = scripts[arguments.positional[0]] else {
            throw Failure.usage(
                "There is no completion for \(arguments.positional[0]), but for bash, zsh and fish.",
                command: "completion")
        }
        output.bytes(Array(script(Commands.all).utf8))
        return .success
    }

    static let man = Command(
        "man", "[COMMAND…]", "Prints the manual page of lgsp or of one command, or writes them all.",
        options: [Option("output", "DIR", "Writes every page into this folder.")],
        examples: ["lgsp man | man -l -", "lgsp man agency list | man -l -", "lgsp man -o /usr/share/man/man1"]
    ) { arguments, output in
        if let folder = arguments.given("output") {
            try arguments.expect(0...0, "")
            try Files.makeFolder(folder)
            for page in ManualPage.all(Commands.all) {
                try Files.write(Array(page.text.utf8), to: "\(folder)/\(page.name).1")
            }
            return .success
        }
        let path = arguments.positional.joined(separator: " ")
        if path.isEmpty {
            output.bytes(Array(ManualPage.program(Commands.all).text.utf8))
            return .success
        }
        guard let command = Commands.all.first(where: { $0.path == path }) else {
            throw Failure.usage("There is no command \(path)\(Nearest.question(path, Commands.all.map(\.path))).")
        }
        output.bytes(Array(ManualPage.page(command).text.utf8))
        return .success
    }
}
