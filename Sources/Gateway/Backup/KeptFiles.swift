internal import Platform

/// What a data folder holds beside the ledger and cannot be made again from it.
///
/// A backup takes all of it. The search index can be made again; the lock, the run file and the ledger's head are of one process.
enum KeptFiles {
    /// What lets programs and people in, and whom the bus is known by. The folder `certificates` is the PKI.
    static let secrets = [
        "system-secrets.json", "webhook-secrets.json", "access-tokens.json", "login-accounts.json", "login-key",
        "vxp-timestamps.json",
    ]
    /// Databases of their own: what webhooks are still to be told, and which alerts were mailed.
    static let databases = ["webhooks.sqlite", "alert-mail.sqlite"]
    /// The arguments of `lgsp serve` at the time.
    static let settings = "serve.json"
    /// The PKI's folder in a backup.
    static let certificates = "certificates"
    /// All secrets of a backup that is sealed, in one file.
    static let sealed = "secrets.cms"

    /// The members of the JSON object in a file. What cannot be read is an error: the next change would write over it.
    static func members(of path: String) throws -> [JSONNode.Member] {
        guard case .object(let members)? = try? JSONReader.read(Files.read(path)).value else { throw damaged(path) }
        return members
    }

    /// The file at `path` is not one that the bus wrote.
    static func damaged(_ path: String) -> Problem {
        Problem("kept_file_damaged", "\(path) is not as the bus wrote it.", found: path)
    }
}
