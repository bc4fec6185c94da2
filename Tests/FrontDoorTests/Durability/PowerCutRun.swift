import Glibc
import Platform
import Scenario
import Testing

/// A daemon under load with the shim of `Tests/PowerCut` in it, started several times on one folder, and what its
/// clients were told.
final class PowerCutRun {
    /// How a start of the daemon ends.
    enum End {
        /// SIGTERM after the load.
        case orderly
        /// An error from the N-th barrier on files whose names end so, counted alike: it ends by itself.
        case failedSync(String, Int)
        /// SIGKILL in place of the N-th barrier on the write-ahead log, counted from the first document on.
        case beforeWALSync(Int)
    }

    let bus: Bus
    let book = Bookkeeper()
    /// When each start was ready.
    private(set) var ready: [MonotonicTime] = []
    private var logs: [String] = []
    private let shim: String

    init() throws {
        bus = try Bus()
        shim = try Self.build(in: bus.folder)
    }

    /// The log of all starts so far.
    func log() throws -> PowerCutLog { try PowerCutLog(logs) }

    /// Starts the daemon, sends again what was sent before, then `perSender` new documents from each sender, and ends.
    ///
    /// Barriers on files whose names end in `lie` do nothing. `body` is called while the load runs; gives how the daemon
    /// ended, as `waitpid` has it.
    @discardableResult
    func start(
        ending end: End, perSender: Int, seed: UInt64, lie: String? = nil, during body: () throws -> Void = {}
    ) throws -> Int32 {
        let number = logs.count + 1
        let log = bus.folder / "power-cut-\(number).log"
        logs.append(log)
        var environment = ["LD_PRELOAD=\(shim)", "POWERCUT_ROOT=\(bus.folder.path)", "POWERCUT_LOG=\(log)"]
        switch end {
        case .orderly: break
        case .beforeWALSync(let count): environment.append("POWERCUT_DIE=-wal:\(count)")
        case .failedSync(let name, let count): environment.append("POWERCUT_FAIL=\(name):\(count)")
        }
        if let lie { environment.append("POWERCUT_LIE=\(lie)") }
        try #require(try bus.start(environment: environment), "\(bus.errors)")
        ready.append(.now)
        let client = try BusClient(bus, as: "agencies/\(SignedDocument.sender)")
        for entry in book.entries { book.note(entry.document, client.send([entry.document])[0]) }
        let maker = try SignedDocument.Maker(certificates: bus.certificates, now: Int64(time(nil)) * 1_000)
        let load = try KillTests.Load(bus, maker, book, name: "\(number)", seed: seed, perSender: perSender)
        let outcome = Result { try body() }
        load.join()
        try outcome.get()
        switch end {
        case .orderly: try #require(bus.stop(SIGTERM), "it does not end")
        case .beforeWALSync, .failedSync:
            // Batches of the ledger may have held so much that the moment has not come yet: one by one it does.
            for extra in 0..<500 where !bus.hasEnded {
                let document = try maker.make("\(number)-extra-\(extra)")
                book.willSend(document)
                let answer = client.send([document])[0]
                book.note(document, answer)
                if answer == .silence { break }
            }
            for _ in 0..<1_000 where !bus.hasEnded { usleep(5_000) }
            try #require(bus.hasEnded, "it was not killed")
        }
        return bus.endStatus
    }

    private static func build(in folder: TemporaryFolder) throws -> String {
        let library = folder / "powercut.so"
        let arguments = [
            "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, Bus.package + "/Tests/PowerCut/powercut.c",
        ]
        var said = ""
        for compiler in ["cc", "gcc", "clang"] {
            let words = ["-c", "exec \"$0\" \"$@\"", compiler] + arguments
            let result = try Program.run("/bin/sh", words)
            if result.status == 0 { return library }
            said += result.errors
        }
        return try #require(nil as String?, "no C compiler builds the shim: \(said)")
    }
}
