internal import Glibc
internal import Platform

/// The PKI's files: a key and its certificate change together. The caller holds the lock.
extension DemoPKI {
    /// Issues a certificate with a key of its own into `folder` of the PKI's folder.
    @discardableResult
    func put(
        into folder: String, name: String, organization: String, role: Role, keyType: KeyType, options: Options,
        now: Int64
    ) throws -> Certificate {
        let key = try PrivateKey.generate(keyType)
        let certificate = try issue(
            to: key.publicKey, name: name, organization: organization, role: role, options: options, now: now)
        let path = "\(directory)/\(folder)"
        let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        if parent != directory { try Self.makeFolder(parent, in: directory) }
        let workshop = workshop
        try Self.makeFolder(workshop, in: directory)
        defer { Files.removeFolder(workshop) }
        let made = "\(workshop)/identity"
        try stage(key, certificate, in: made, isSynced: true)
        try move(made, to: path)
        try Files.sync(parent)
        return certificate
    }

    /// Writes the file `name` of the PKI's folder anew, in one step; what root writes is the folder's owner's.
    func write(_ bytes: [UInt8], to name: String, isSecret: Bool = false) throws {
        try Files.write(bytes, to: "\(directory)/\(name)", isSecret: isSecret)
        try Files.give("\(directory)/\(name)", toOwnerOf: directory)
    }

    /// Puts key and certificate into a new folder; on disk only after `Files.syncAll`, unless `isSynced`.
    func stage(_ key: PrivateKey, _ certificate: Certificate, in folder: String, isSynced: Bool) throws {
        Files.removeFolder(folder)
        try SystemError.check("mkdir", folder) { unsafe mkdir(folder, 0o700) }
        try SystemError.check("chmod", folder) { unsafe chmod(folder, 0o700) }
        let files = [("key.pem", key.pem, true), ("certificate.pem", certificate.pem + issuing.pem, false)]
        for (name, text, isSecret) in files {
            let path = "\(folder)/\(name)"
            try Files.put(Array(text.utf8), into: path, isSecret: isSecret, isSynced: isSynced)
            try Files.give(path, toOwnerOf: directory)
        }
        if isSynced { try Files.sync(folder) }
        try Files.give(folder, toOwnerOf: directory)
    }

    /// Moves a folder that was staged to its place, in one step; what else an old folder there holds stays in it.
    func move(_ made: String, to place: String) throws {
        if unsafe rename(made, place) == 0 { return }
        guard errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR else {
            throw SystemError(call: "rename", subject: place, number: errno)
        }
        let others = Files.names(in: place).filter {
            !["key.pem", "certificate.pem"].contains($0) && !Self.isTemporary($0)
        }
        if Files.isFolder(place), others.allSatisfy({ unsafe link("\(place)/\($0)", "\(made)/\($0)") == 0 }) {
            if !others.isEmpty { try Files.sync(made) }
            if (try? Files.exchange(made, place)) != nil { return }
        }
        // A link to a folder, a folder in the folder, or a file system that cannot swap: one file after the other.
        try Files.makeSecretFolder(place)
        try Files.write(Files.read("\(made)/key.pem"), to: "\(place)/key.pem", isSecret: true)
        try Files.write(Files.read("\(made)/certificate.pem"), to: "\(place)/certificate.pem")
    }
}
