/// Runs a script with `DaemonTests.prelude` before it, and gives its lines with single spaces.
func curl(_ daemon: RunningDaemon, _ script: String) throws -> [String] {
    let result = try Program.run("/bin/bash", ["-c", DaemonTests.prelude(daemon) + script])
    return result.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }.filter {
        !$0.isEmpty
    }
}
