internal import Glibc
internal import Platform

/// What a running daemon writes so that programs on its machine find it: `DATA/run.json`, or a ready file.
public struct RunFile: Hashable, Sendable {
    /// The address of the native API.
    public let url: String
    /// The address of the plain door.
    public let plainURL: String?
    /// The folder of roots and identities.
    public let certificates: String

    /// The run file at `path`, or nil where none can be read.
    public init?(path: String) {
        guard let bytes = Self.read(path), let value = JSONValue(bytes), let url = value["url"].string else {
            return nil
        }
        self.url = url
        plainURL = value["plain_url"].string
        certificates = value["certificates"].string ?? "Certificates/generated"
    }

    private static func read(_ path: String) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        }
        return count > 0 ? Array(bytes[..<count]) : nil
    }
}
