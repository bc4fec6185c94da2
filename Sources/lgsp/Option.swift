/// One option of a command.
struct Option: Sendable {
    /// The long name without its hyphens.
    let name: String
    /// What stands for the value in help, such as `CODE`; nil for a flag.
    let value: String?
    /// One short sentence.
    let help: String

    init(_ name: String, _ value: String?, _ help: String) {
        self.name = name
        self.value = value
        self.help = help
    }

    /// What every command takes.
    static let common = [
        Option("json", nil, "JSON, one object or one a line."),
        Option("help", nil, "This help."),
    ]

    /// What every command takes that asks a daemon.
    static let connection = [
        Option("server", "URL", "The daemon's address (LGSP_SERVER); default: from the run file."),
        Option("identity", "DIR", "Folder of certificate.pem and key.pem (LGSP_IDENTITY)."),
        Option("roots", "FILE", "The roots to trust, PEM (LGSP_ROOTS)."),
        Option("data", "DIR", "The data folder with the run file (LGSP_DATA); default .lgsp."),
    ]
}
