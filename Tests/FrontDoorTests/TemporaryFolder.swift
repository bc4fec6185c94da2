import Glibc
import Testing

/// A folder of its own for one test, gone with the last reference.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/lgsp-front-door-XXXXXX".utf8CString)
        try #require(unsafe mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        let rm = try? Program.start("/bin/rm", ["-rf", path], output: "/dev/null", errors: "/dev/null")
        if let rm { waitpid(rm, nil, 0) }
    }

    /// The path of `name` in it.
    static func / (folder: TemporaryFolder, name: String) -> String { folder.path + "/" + name }

    /// Writes a file and gives its path.
    func write(_ name: String, _ text: String) throws -> String {
        let descriptor = unsafe open(self / name, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
        try #require(count == bytes.count)
        return self / name
    }
}
