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
        self.backup = backup.trimmingSlashes
        self.data = data.trimmingSlashes
    }

    /// Copies what the backup's manifest names beside the data folder, compares it with that, and moves it there in one step.
    ///
    /// `passphrase` opens sealed secrets. Throws `backup_incomplete`, `backup_sealed` or `passphrase_wrong` where the backup cannot
    /// be taken, `folder_in_use` where the data folder holds anything or is a link, `FolderLock.Taken` where a daemon works on it.
    public func run(passphrase: [UInt8]?, now: Int64) throws -> Outcome {
        let secrets = try secrets(passphrase)
        let written =
            secrets.first { $0.path == Manifest.name }?.bytes ?? (try? Files.read("\(backup)/\(Manifest.name)"))
        guard let manifest = written.flatMap(Manifest.init),
            manifest.entries.contains(where: { $0.path == "ledger.sqlite" })
        else {
            throw Problem(
                "backup_incomplete", "There is no \(Manifest.name) in \(backup), or none that can be read.",
                found: backup)
        }
        if Files.exists(data), !Files.isFolder(data) {
            throw Problem("folder_in_use", "\(data) is a link or a file: name the folder itself.", found: data)
        }
        try Files.makeFolder(data, isSecret: true)
        let lock = try FolderLock(folder: data)
        let names = Files.names(in: data).filter { $0 != "lock" }
        guard names.isEmpty else {
            throw Problem("folder_in_use", "\(data) holds \(names.prefix(3).joined(separator: ", ")).", found: data)
        }
        let partial = "\(data).restore-\(getpid())"
        try SystemError.check("mkdir", partial) { unsafe mkdir(partial, 0o700) }
        do {
            for entry in manifest.entries { try copy(entry, into: partial) }
            for (path, bytes) in secrets where path != Manifest.name { try Self.write(bytes, to: path, in: partial) }
            try compare(manifest, with: partial)
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

    private func copy(_ entry: Manifest.Entry, into folder: String) throws {
        try Self.makeParents(of: entry.path, in: folder)
        do { try FolderCopy.copy(file: "\(backup)/\(entry.path)", to: "\(folder)/\(entry.path)") } catch {
            if error.isNoRoom { throw error }
            throw Problem("backup_incomplete", "\(entry.path): \(error).", found: backup)
        }
    }

    /// What was copied is what was backed up, whatever lay in the backup's folder by then.
    private func compare(_ manifest: Manifest, with folder: String) throws {
        let found = Dictionary(uniqueKeysWithValues: try Manifest(of: folder).entries.map { ($0.path, $0) })
        for entry in manifest.entries {
            guard let copy = found[entry.path], copy.size == entry.size, copy.digest == entry.digest else {
                throw Problem("backup_incomplete", "\(entry.path) is not what was backed up.", found: backup)
            }
        }
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
        guard Files.exists(path) else {
            if passphrase == nil { return [] }
            throw Problem("backup_incomplete", "There is no \(KeptFiles.sealed): nothing is sealed.", found: backup)
        }
        guard let passphrase else { throw Problem("backup_sealed", found: path) }
        guard let text = PasswordSeal.open(try Files.read(path), password: passphrase) else {
            throw Problem("passphrase_wrong", found: path)
        }
        return try JSONReader.read(text).members.map { member in
            guard Manifest.isBelow(member.key), let bytes = member.value.string.flatMap(Base64.decode) else {
                throw Problem("backup_incomplete", "A secret cannot be read.", found: path)
            }
            return (member.key, bytes)
        }
    }

    private static func write(_ bytes: [UInt8], to path: String, in folder: String) throws {
        try makeParents(of: path, in: folder)
        try Files.put(bytes, into: "\(folder)/\(path)", isSecret: true)
    }

    private static func makeParents(of path: String, in folder: String) throws {
        let parents = path.split(separator: "/").dropLast().joined(separator: "/")
        if !parents.isEmpty { try Files.makeFolder("\(folder)/\(parents)", isSecret: true) }
    }
}

extension String {
    /// A path without slashes at its end.
    var trimmingSlashes: String {
        let end = lastIndex { $0 != "/" }.map(index(after:)) ?? startIndex
        return end == startIndex ? self : String(self[..<end])
    }
}
