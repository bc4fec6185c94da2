internal import Glibc
internal import Ledger
internal import Platform
internal import Trust

/// Copies all that a restart needs into a new folder, while the bus runs.
struct Backup {
    let ledger: Ledger
    /// The data folder, the PKI's, and the arguments of `lgsp serve`.
    let data: String
    let certificates: String
    let arguments: [String]

    /// Writes the backup; with a `passphrase` the secrets in it are sealed (`PasswordSeal`). It is on disk when this returns.
    ///
    /// A backup that could not be finished is removed again.
    func write(to path: String, passphrase: [UInt8]?) throws {
        let folder = path.trimmingSlashes
        try Self.make(folder)
        // Under another name until it is whole: half a backup must not look like one.
        let partial = "\(folder).partial-\(getpid())"
        do {
            try ledger.backup(to: partial, others: KeptFiles.databases)
            if let passphrase {
                try seal(into: partial, passphrase)
            } else {
                try copy(into: partial)
                try Files.write(Manifest(of: partial).bytes, to: "\(partial)/\(Manifest.name)", isSecret: true)
            }
            try Files.sync(partial)
            try SystemError.check("rename", folder) { unsafe rename(partial, folder) }
            try Files.syncFolder(of: folder)
        } catch {
            Files.removeFolder(partial)
            unsafe rmdir(folder)
            throw error
        }
    }

    /// Takes the name: an empty folder, which the whole backup replaces.
    private static func make(_ folder: String) throws {
        do {
            try SystemError.check("mkdir", folder) { unsafe mkdir(folder, 0o700) }
        } catch {
            // What a backup that was killed left behind: its empty folder, and its files beside it.
            if error.number == EEXIST, Files.isFolder(folder), Files.names(in: folder).isEmpty {
                return removeRests(of: folder)
            }
            guard error.number == EEXIST else {
                if error.isNoRoom { throw error }
                throw Problem("parameter_invalid", "The folder cannot be made: \(error).", found: folder)
            }
            var problem = Problem("backup_exists", found: folder)
            problem.expected = "a folder that is not there yet"
            throw problem
        }
    }

    /// Removes what killed backups to `folder` left beside it: there is one backup at a time.
    private static func removeRests(of folder: String) {
        let parts = folder.split(separator: "/", omittingEmptySubsequences: false)
        let (parent, name) = (parts.dropLast().joined(separator: "/"), parts.last.map(String.init) ?? "")
        for rest in Files.names(in: parent.isEmpty ? "/" : parent) where rest.hasPrefix("\(name).partial-") {
            Files.removeFolder("\(parent)/\(rest)")
        }
    }

    private var settings: [UInt8] {
        var json = JSONText()
        json.object { json in
            json.key("arguments")
            json.array { json in for argument in arguments { json.string(argument) } }
        }
        return json.bytes
    }

    /// The secrets that are there: where each lies in a backup, and now.
    private var secrets: [(path: String, source: String)] {
        let own = KeptFiles.secrets.map { ($0, "\(data)/\($0)") }.filter { Files.exists($0.1) }
        return own
            + Files.paths(below: certificates).map { ("\(KeptFiles.certificates)/\($0)", "\(certificates)/\($0)") }
    }

    private func copy(into folder: String) throws {
        for (path, source) in secrets {
            let parents = path.split(separator: "/").dropLast().joined(separator: "/")
            if !parents.isEmpty { try Files.makeFolder("\(folder)/\(parents)", isSecret: true) }
            try FolderCopy.copy(file: source, to: "\(folder)/\(path)")
        }
        try Files.write(settings, to: "\(folder)/\(KeptFiles.settings)", isSecret: true)
    }

    /// All secrets as one JSON object, path to bytes in base64, sealed: none of them lies in the backup's place in the clear.
    private func seal(into folder: String, _ passphrase: [UInt8]) throws {
        var json = JSONText(capacity: 1 << 20)
        try json.object { json in
            for (path, source) in secrets {
                let bytes = try Files.read(source)
                json.key(dynamic: path)
                json.base64(bytes.span)
            }
            let bytes = settings
            json.key(dynamic: KeptFiles.settings)
            json.base64(bytes.span)
            // Sealed with them: what lies beside the seal is what was there when it was made, or is not taken back.
            let manifest = try Manifest(of: folder).bytes
            json.key(dynamic: Manifest.name)
            json.base64(manifest.span)
        }
        try Files.write(
            try PasswordSeal.seal(json.bytes, password: passphrase), to: "\(folder)/\(KeptFiles.sealed)", isSecret: true
        )
    }
}
