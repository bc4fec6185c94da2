internal import Client

/// `lgsp version`.
enum OperationCommands {
    /// What `lgsp version` says.
    static let versionNumber = "0.1.0"

    static let version = Command("version", "", "Prints the version.", examples: ["lgsp version"]) {
        arguments, output in
        try arguments.expect(0...0, "")
        if output.isJSON {
            output.object(.object([.init("version", .string(versionNumber))]))
        } else {
            output.line("lgsp 0.1.0")
        }
        return .success
    }
}
