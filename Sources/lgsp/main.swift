internal import Glibc
internal import Platform

/// Finds the command, takes the command line apart, runs it, and says what went wrong.
func run(_ words: [String]) -> ExitCode {
    let commands = Commands.all
    let output = Output(json: words.contains("--json"))
    if words.isEmpty || ["--help", "-h", "help"].contains(words[0]) {
        output.bytes(Array(Help.program(commands).utf8))
        return words.isEmpty ? .usage : .success
    }
    let name = words[0] == "--version" ? "version" : words[0]
    let two = words.count > 1 ? name + " " + words[1] : name
    guard let command = commands.first(where: { $0.path == two }) ?? commands.first(where: { $0.path == name }) else {
        let family = commands.map(\.path).filter { $0.hasPrefix(name + " ") }
        let question = Nearest.question(family.isEmpty ? name : two, commands.map(\.path))
        let sentence =
            family.isEmpty
            ? "There is no command \(name)\(question)." : "\(name) needs one of: \(family.joined(separator: ", "))."
        output.error(.usage(sentence))
        return .usage
    }
    do {
        let taken = command.path.split(separator: " ").count
        let arguments = try Arguments(words[taken...], options: command.allOptions, command: command.path)
        if arguments.has("help") {
            output.bytes(Array(Help.command(command).utf8))
            return .success
        }
        return try command.run(arguments, output)
    } catch {
        let failure = Failure(error)
        output.error(failure)
        return failure.exit
    }
}

/// The exit code, where what was written to standard output came through: else a line says why not, and success is none.
///
/// Where nobody reads any more nothing is said: the program ends by SIGPIPE, as others do.
func finish(_ code: ExitCode, json: Bool) -> ExitCode {
    guard let error = Output.failure else { return code }
    if error.number == EPIPE {
        guard code == .success else { return code }
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
        return .failed
    }
    Output(json: json).error(
        Failure(.failed, "output_failed", "\(error).", hint: Failure.hint(for: error)))
    return code == .success ? .failed : code
}

signal(SIGPIPE, SIG_IGN)
// A file that meets its limit is an error of the write, as a full disk is.
signal(SIGXFSZ, SIG_IGN)
Output.takePlaces()
let words = Array(CommandLine.arguments.dropFirst())
exit(finish(run(words), json: words.contains("--json")).rawValue)
