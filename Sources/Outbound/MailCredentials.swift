internal import Glibc
internal import Platform

/// User and password for an SMTP server; they are never printed.
public struct MailCredentials: Sendable {
    let user: String
    let password: String

    /// Why a file holds none.
    public enum Fault: Error, Hashable, Sendable {
        /// Others than its owner may read or write it.
        case open
        /// It does not hold two lines, the user and the password.
        case malformed
    }

    /// What the file at `path` holds, one a line; nil where it is empty. Nobody but its owner may read it, or root's
    /// group where it is the group's, which is how systemd hands credentials to a service.
    public static func read(_ path: String) throws -> MailCredentials? {
        var status = stat()
        try SystemError.check("stat", path) { unsafe stat(path, &status) }
        guard status.st_mode & (status.st_gid == 0 ? 0o037 : 0o077) == 0 else { throw Fault.open }
        let lines = String(decoding: try Files.read(path), as: UTF8.self).split(whereSeparator: \.isNewline)
        if lines.isEmpty { return nil }
        guard lines.count == 2, lines.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }) else {
            throw Fault.malformed
        }
        return MailCredentials(user: String(lines[0]), password: String(lines[1]))
    }
}
