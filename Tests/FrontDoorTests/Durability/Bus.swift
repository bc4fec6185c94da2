import Glibc
import Platform
import Testing

/// A daemon on one data folder that can be killed and started again.
final class Bus {
    /// Its data and what it printed.
    let folder: TemporaryFolder
    /// Its HTTPS address since the last start.
    private(set) var url = ""
    private(set) var process: pid_t = 0
    /// The daemon itself, where `process` is its tracer.
    private var daemon: pid_t = 0

    /// The folder of its ledger and its PKI.
    var data: String { folder / "data" }
    var certificates: String { data + "/certificates" }
    /// What it wrote to stderr since the last start.
    var errors: String { (try? Files.read(folder / "err")).map { String(decoding: $0, as: UTF8.self) } ?? "" }

    init() throws { folder = try TemporaryFolder() }

    deinit { stop(SIGKILL) }

    private var arguments: [String] {
        [
            "serve", "--ephemeral", "--listen", "127.0.0.1:0", "--listen-plain", "127.0.0.1:0", "--data", data,
            "--ready-file", folder / "ready.json", "--topology",
            Self.package + "/Scenarios/binh-phuoc-2021/topology",
        ]
    }

    /// Starts it without waiting; under `tracer` where one is given.
    func launch(environment: [String] = [], tracer: [String] = []) throws {
        stop(SIGKILL)
        unsafe unlink(folder / "ready.json")
        let words = tracer + [try Program.lgsp] + arguments
        process = try Program.start(
            words[0], Array(words.dropFirst()), output: folder / "out", errors: folder / "err",
            environment: environment, ownGroup: true)
    }

    /// Starts it and waits at most 30 s until it listens; false where it ended instead.
    func start(environment: [String] = [], tracer: [String] = []) throws -> Bool {
        try launch(environment: environment, tracer: tracer)
        for _ in 0..<6_000 {
            if let bytes = try? Files.read(folder / "ready.json"), bytes.contains(UInt8(ascii: "}")) {
                let words = String(decoding: bytes, as: UTF8.self).split(separator: "\"")
                url = words.first { $0.hasPrefix("https://") }.map(String.init) ?? ""
                daemon = words.last.flatMap { Int32($0.filter(\.isNumber)) } ?? process
                return true
            }
            if hasEnded { return false }
            usleep(5_000)
        }
        return false
    }

    /// How it ended, as `waitpid` has it.
    private(set) var endStatus: Int32 = 0

    /// Whether it is over; then it is also waited for.
    var hasEnded: Bool {
        var status: Int32 = 0
        if process != 0, unsafe waitpid(process, &status, WNOHANG) == process {
            process = 0
            endStatus = status
        }
        return process == 0
    }

    /// Sends it `signal`, SIGKILL to its tracer as well, and waits; SIGKILL follows after `limit` seconds.
    ///
    /// False where that was needed.
    @discardableResult
    func stop(_ signal: Int32, limit: Int = 20) -> Bool {
        guard process != 0 else { return true }
        kill(signal == SIGKILL ? -process : daemon, signal)
        for _ in 0..<limit * 200 {
            if hasEnded { return true }
            usleep(5_000)
        }
        kill(-process, SIGKILL)
        while !hasEnded { usleep(5_000) }
        return false
    }

    /// The package's folder: this file is at Tests/FrontDoorTests/Durability in it.
    static let package = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(
        separator: "/")
}
