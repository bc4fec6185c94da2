import Glibc
import Synchronization

/// Runs the real `openssl` tool, so that our judgement is held against signatures that we did not make.
enum Shell {
    /// Runs `script` with `sh` in `directory`; false where it fails.
    static func run(_ script: String, in directory: String) -> Bool {
        let words = ["sh", "-ec", "cd '\(directory)'\n" + script]
        var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe arguments.forEach { unsafe free($0) } }
        var child = pid_t()
        guard unsafe posix_spawn(&child, "/bin/sh", nil, nil, &arguments, environ) == 0 else { return false }
        var status: Int32 = 0
        guard unsafe waitpid(child, &status, 0) == child else { return false }
        return status == 0
    }

    static func temporaryDirectory() -> String {
        var template = Array("/tmp/lgsp-trust-XXXXXX".utf8CString)
        return unsafe mkdtemp(&template).map { unsafe String(cString: $0) } ?? "/nonexistent"
    }

    static func read(_ path: String) -> [UInt8] {
        guard let file = unsafe fopen(path, "rb") else { return [] }
        defer { unsafe fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 16 << 20)
        let count = unsafe fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }

    static func write(_ bytes: [UInt8], to path: String) {
        guard let file = unsafe fopen(path, "wb") else { return }
        unsafe fwrite(bytes, 1, bytes.count, file)
        unsafe fclose(file)
    }

    /// A number that no other call gets.
    static func unique() -> Int { counter.add(1, ordering: .relaxed).newValue }

    private static let counter = Atomic(0)

    /// The number in an environment variable, nil where there is none.
    static func number(_ variable: String) -> Int? {
        unsafe getenv(variable).map { unsafe String(cString: $0) }.flatMap { Int($0) }
    }

    static var now: Int64 { Int64(time(nil)) * 1000 }
}
