import Glibc
import Testing

/// Runs programs as a user does, and gathers what they print.
struct Program {
    /// What a run came to.
    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    /// The built executable, next to the test bundle.
    static var lgsp: String {
        get throws {
            let own = try #require(readLink("/proc/self/exe"))
            // The bundle may be loaded by a helper elsewhere: its own path is then among the arguments.
            for path in CommandLine.arguments + [own] {
                let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
                    .joined(separator: "/")
                if unsafe access(folder + "/lgsp", X_OK) == 0 { return folder + "/lgsp" }
            }
            return try #require(nil as String?, "lgsp is not built next to the test bundle")
        }
    }

    /// Starts `path` with stdout and stderr in files; nothing of `LGSP_*` is handed on but what `environment` says.
    ///
    /// With `ownGroup` the program leads a process group, so that it can be killed with what it started.
    static func start(
        _ path: String, _ arguments: [String], output: String, errors: String, environment more: [String] = [],
        ownGroup: Bool = false
    ) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var words = unsafe copies([path] + arguments)
        var environment = unsafe copies(["PATH=/usr/bin:/bin"] + more)
        defer {
            for index in unsafe words.indices { unsafe free(words[index]) }
            for index in unsafe environment.indices { unsafe free(environment[index]) }
        }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        if ownGroup { unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP)) }
        var child: pid_t = 0
        let code = unsafe posix_spawnp(&child, path, &actions, &attributes, &words, &environment)
        try #require(code == 0, "\(path) cannot be started: error \(code)")
        return child
    }

    private static func copies(_ words: [String]) -> [UnsafeMutablePointer<CChar>?] {
        var copies: [UnsafeMutablePointer<CChar>?] = unsafe []
        for word in words { unsafe copies.append(strdup(word)) }
        unsafe copies.append(nil)
        return unsafe copies
    }

    /// Runs `path` to its end.
    static func run(_ path: String, _ arguments: [String]) throws -> Result {
        let folder = try TemporaryFolder()
        let child = try start(path, arguments, output: folder / "out", errors: folder / "err")
        var status: Int32 = 0
        while unsafe waitpid(child, &status, 0) < 0 { try #require(errno == EINTR) }
        return Result(
            status: status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F),
            output: String(decoding: try read(folder / "out"), as: UTF8.self),
            errors: String(decoding: try read(folder / "err"), as: UTF8.self))
    }

    /// Runs `lgsp`.
    static func lgsp(_ arguments: String...) throws -> Result { try run(lgsp, arguments) }

    /// The bytes of a file.
    static func read(_ path: String) throws -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let size = chunk.count
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, size) }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
        }
    }

    private static func readLink(_ path: String) -> String? {
        guard let text = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
    }
}
