import Glibc
import Testing

/// A fresh `lgsp serve` on free ports, ready when made, killed with the last reference.
final class RunningDaemon {
    /// Its data and what it printed.
    let folder: TemporaryFolder
    /// The ready file's JSON.
    let ready: String
    private let process: pid_t
    private var isStopped = false

    /// Starts it with further options, on the data in `old` where that is given, and waits at most 10 s for the ready
    /// file.
    init(_ options: [String] = [], in old: TemporaryFolder? = nil) throws {
        let folder = try old ?? TemporaryFolder()
        let file = folder / "ready.json"
        unsafe unlink(file)
        let process = try Program.start(
            Program.lgsp,
            [
                "serve", "--ephemeral", "--listen", "127.0.0.1:0", "--listen-plain", "127.0.0.1:0", "--data",
                folder / "data", "--ready-file", file,
            ] + options, output: folder / "out", errors: folder / "err")
        var text = ""
        for _ in 0..<1_000 where !text.hasSuffix("}") {
            if unsafe access(file, R_OK) == 0 {
                text = String(decoding: try Program.read(file), as: UTF8.self)
                while text.last?.isWhitespace == true { text.removeLast() }
            }
            usleep(10_000)
        }
        guard text.hasSuffix("}") else {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
            let errors = String(decoding: try Program.read(folder / "err"), as: UTF8.self)
            throw NotReady(errors: errors)
        }
        self.folder = folder
        self.process = process
        ready = text
    }

    deinit { stop() }

    /// Kills it, as often as it is called.
    func stop() {
        guard !isStopped else { return }
        isStopped = true
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
    }

    /// It did not come up; with what it said.
    struct NotReady: Error { let errors: String }
}
