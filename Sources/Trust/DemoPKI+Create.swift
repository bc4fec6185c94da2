internal import Glibc
internal import Platform

extension DemoPKI {
    /// The PKI in `directory` with fresh CRLs, or a new one where there is none; of several processes at once one makes it.
    ///
    /// For `machine` see `create`. Throws `PKIError` where the folder is in use, or its PKI is damaged.
    public static func open(orCreateIn directory: String, now: Int64, machine: Int64? = nil) throws -> DemoPKI {
        try makeFolder("\(directory)/ca", in: directory)
        return try withExtendedLifetime(lock(directory)) {
            guard Files.exists("\(directory)/root.pem") else {
                return try make(in: directory, .p256, now: now, machine: machine ?? now)
            }
            let pki = try DemoPKI(directory: directory)
            try pki.putCRL(of: pki.revoked(), now: now)
            return pki
        }
    }

    /// Makes root, issuing authority, CRLs, and the bus's own certificates in `directory`.
    ///
    /// `root.pem` comes last: where it is, all is there, and what a crash left without it can be made anew. The
    /// authorities, the server and the admin have keys of `keyType`; the receipts' key is P-256 whatever it is.
    ///
    /// `machine` is the machine's own time where `now` is a shifted one: certificates are valid at both, because other
    /// programs judge the connection by the machine's clock.
    ///
    /// Throws `PKIError` where there is a PKI, or what is left of one, and it is not told to replace it.
    public static func create(
        directory: String, keyType: KeyType = .p256, replacing: Bool = false, now: Int64, machine: Int64? = nil
    ) throws -> DemoPKI {
        try makeFolder("\(directory)/ca", in: directory)
        return try withExtendedLifetime(lock(directory)) {
            guard replacing || !Files.exists("\(directory)/root.pem") else {
                throw PKIError(.exists, "there is a PKI in \(directory) already")
            }
            return try make(in: directory, keyType, replacing: replacing, now: now, machine: machine ?? now)
        }
    }

    /// Makes a PKI in `directory`, whose lock is held.
    private static func make(
        in directory: String, _ keyType: KeyType, replacing: Bool = false, now: Int64, machine: Int64
    ) throws -> DemoPKI {
        if !replacing, !Files.exists("\(directory)/\(unfinished)") {
            for name in ["ca/root-key.pem", "ca/issuing-key.pem", "ca/revoked.tsv"]
            where Files.exists("\(directory)/\(name)") {
                throw PKIError(.damaged, "the folder \(directory) holds \(name), but no root.pem")
            }
        }
        let pki = try authorities(directory, keyType, first: min(now, machine), last: max(now, machine))
        if Files.names(in: directory) == ["ca"] { try Files.makeSecretFolder(directory) }
        try makeFolder(pki.workshop, in: directory)
        defer { Files.removeFolder(pki.workshop) }
        // All of it is on disk before anything is moved: a full one is known by then.
        let draft = DemoPKI(
            directory: "\(pki.workshop)/pki", root: pki.root, rootKey: pki.rootKey, issuing: pki.issuing,
            issuingKey: pki.issuingKey)
        for path in [draft.directory, "\(draft.directory)/ca"] { try makeFolder(path, in: directory) }
        try draft.putAll(keyType, number: pki.nextNumber(now: now), options: Options(around: now, machine), now: now)
        try pki.take(draft.directory)
        return pki
    }

    /// Puts everything of a new PKI into the folder.
    private func putAll(_ keyType: KeyType, number: UInt64, options: Options, now: Int64) throws {
        for (name, key) in [("root-key.pem", rootKey), ("issuing-key.pem", issuingKey)] {
            try write(Array(key.pem.utf8), to: "ca/\(name)", isSecret: true)
        }
        try write([], to: Self.revokedCertificates)
        try write(Array(issuing.pem.utf8), to: "issuing.pem")
        try write(Array(root.pem.utf8), to: "root.pem")
        try putCRL(of: RevokedSerials(), number: number, now: now)
        for (folder, name, role, keyType) in [
            ("server", "localhost", Role.server, keyType), ("admin", "admin", .admin, keyType),
            ("bus", "LGSP Bus receipts", .receipts, .p256),
        ] {
            let key = try PrivateKey.generate(keyType)
            let certificate = try issue(
                to: key.publicKey, name: name, organization: "LGSP Bus Demo", role: role, options: options, now: now)
            try stage(key, certificate, in: "\(directory)/\(folder)", isSynced: true)
        }
    }

    /// Moves everything of the PKI in `draft` to its place, in place of what is there.
    private func take(_ draft: String) throws {
        // From here to `root.pem` there is no PKI, and whoever comes next makes one from the start.
        try write([], to: Self.unfinished)
        for name in ["root.pem", Self.revokedAuthorities, Self.furtherLists] { unsafe unlink("\(directory)/\(name)") }
        try Files.sync(directory)
        let names = Files.names(in: "\(draft)/ca").map { "ca/\($0)" } + Files.names(in: draft)
        for name in names where name != "ca" && name != "root.pem" {
            try move("\(draft)/\(name)", to: "\(directory)/\(name)")
        }
        try Files.sync("\(directory)/ca")
        try Files.sync(directory)
        try move("\(draft)/root.pem", to: "\(directory)/root.pem")
        try Files.sync(directory)
        unsafe unlink("\(directory)/\(Self.unfinished)")
    }

    /// New authorities, on no disk yet.
    private static func authorities(
        _ directory: String, _ keyType: KeyType, first: Int64, last: Int64
    ) throws -> DemoPKI {
        let rootKey = try PrivateKey.generate(keyType)
        let issuingKey = try PrivateKey.generate(keyType)
        let usage = "critical,keyCertSign,cRLSign"
        let root = try make(
            name: "LGSP Bus Demo Root", organization: "LGSP Bus Demo", key: rootKey.publicKey, issuer: nil,
            issuerKey: rootKey, notBefore: first - day, notAfter: last + 3650 * day, constraints: "critical,CA:TRUE",
            keyUsage: usage)
        let issuing = try make(
            name: "LGSP Bus Demo Issuing CA", organization: "LGSP Bus Demo", key: issuingKey.publicKey, issuer: root,
            issuerKey: rootKey, notBefore: first - day, notAfter: last + 1825 * day,
            constraints: "critical,CA:TRUE,pathlen:0", keyUsage: usage)
        return DemoPKI(directory: directory, root: root, rootKey: rootKey, issuing: issuing, issuingKey: issuingKey)
    }
}
