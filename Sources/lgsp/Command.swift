/// One verb: what it is called, what it takes, what it does.
struct Command: Sendable {
    /// The words that call it, such as `agency list`.
    let path: String
    /// One line.
    let summary: String
    /// Its positional arguments as help shows them.
    let arguments: String
    /// Its own options.
    let options: [Option]
    /// Command lines that work.
    let examples: [String]
    /// Does it.
    let run: @Sendable (Arguments, Output) throws -> ExitCode

    init(
        _ path: String, _ arguments: String = "", _ summary: String, options: [Option] = [], examples: [String] = [],
        run: @escaping @Sendable (Arguments, Output) throws -> ExitCode
    ) {
        self.path = path
        self.arguments = arguments
        self.summary = summary
        self.options = options
        self.examples = examples
        self.run = run
    }

    /// Its own options and those of every command.
    var allOptions: [Option] { options + Option.common }
}
