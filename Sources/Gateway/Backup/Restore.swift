internal import Glibc
internal import Ledger
internal import Platform
internal import Trust

/// Puts a backup in the place of a data folder that has no ledger, all of it or nothing.
public struct Restore {
    /// What was restored.
    public struct Outcome: Sendable {
        /// The data folder.
        public let data: String
        /// The PKI's folder in it; nil where the backup has none.
        public let certificates: String?
        /// The arguments of `lgsp serve` when the backup was made.
        public let arguments: [String]
    }

    private let backup: String
    private let data: String

    /// The backup in the folder `backup`, for the data folder `data`.
    public init(backup: String, data: String) {
        self.backup = backup
        self.data = data
    }

    /// Copies the backup beside the data folder and moves it there in one step.
    ///
    /// `passphrase` opens sealed secrets. Throws `backup_incomplete`, `backup_sealed` or `passphrase_wrong` where the backup cannot
    /// be taken, `folder_in_use` where the data folder holds anything, `FolderLock.Taken` where a daemon works on it.
    public func run(passphrase: [UInt8]?, now: Int64) throws -> Outcome {
        for name in ["ledger.sqlite", "segments"] where !Files.exists("\(backup)/\(name)") {
            throw Problem("backup_incomplete", "There is no \(name) in \(backup).", found: backup)
        }
        let secrets = try secrets(passphrase)
        try Files.makeFolder(data, isSecret: true)
        let lock = try FolderLock(folder: data)
        let names = Files.names(in: data).filter { $0 != "lock" }
        guard names.isEmpty else {
            throw Problem("folder_in_use", "\(data) holds \(names.prefix(3).joined(separator: ", ")).", found: data)
        }
        let partial = data + ".partial"
        Files.removeFolder(partial)
        do {
            try FolderCopy.copy(folder: backup, to: partial) { $0 != KeptFiles.sealed }
            for (path, bytes) in secrets { try Self.write(bytes, to: path, in: partial) }
            try RestoreMark.write(in: partial, at: now)
            Files.syncAll()
            try withExtendedLifetime(lock) {
                try SystemError.check("unlink", data) { unsafe unlink("\(data)/lock") }
                try SystemError.check("rename", data) { unsafe rename(partial, data) }
            }
            try Files.syncFolder(of: data)
        } catch {
            Files.removeFolder(partial)
            throw error
        }
        return outcome
    }

    private var outcome: Outcome {
        let settings = (try? Files.read("\(data)/\(KeptFiles.settings)")).flatMap { try? JSONReader.read($0) }
        let certificates = "\(data)/\(KeptFiles.certificates)"
        return Outcome(
            data: data, certificates: Files.exists(certificates) ? certificates : nil,
            arguments: settings?["arguments"]?.elements.compactMap(\.string) ?? [])
    }

    private func secrets(_ passphrase: [UInt8]?) throws -> [(path: String, bytes: [UInt8])] {
        let path = "\(backup)/\(KeptFiles.sealed)"
        guard Files.exists(path) else { return [] }
        guard let passphrase else { throw Problem("backup_sealed", found: path) }
        guard let text = PasswordSeal.open(try Files.read(path), password: passphrase) else {
            throw Problem("passphrase_wrong", found: path)
        }
        return try JSONReader.read(text).members.map { member in
            let parts = member.key.split(separator: "/", omittingEmptySubsequences: false)
            guard let bytes = member.value.string.flatMap(Base64.decode),
                !parts.contains(where: { ["", ".", ".."].contains($0) })
            else { throw Problem("backup_incomplete", "A secret cannot be read.", found: path) }
            return (member.key, bytes)
        }
    }

    private static func write(_ bytes: [UInt8], to path: String, in folder: String) throws {
        let parents = path.split(separator: "/").dropLast().joined(separator: "/")
        if !parents.isEmpty { try Files.makeFolder("\(folder)/\(parents)", isSecret: true) }
        try Files.put(bytes, into: "\(folder)/\(path)", isSecret: true)
    }
}
