internal import Exchange
internal import Platform
internal import Trust

/// The tokens that programs and people without a certificate are known by (RFC 6750): kept as hashes, in one file of the
/// data folder that its owner alone may read, and told once.
final class AccessTokens: Sendable {
    /// One token, without itself; or a certificate that is one.
    struct Entry: Sendable {
        let grant: Grant
        /// The SHA-256 of the token, or of the certificate's SubjectPublicKeyInfo.
        let hash: [UInt8]
        var isCertificate = false
        let since: Instant
    }

    private let path: String
    private let entries: Monitor<[String: Entry]>

    /// The tokens in `folder`; none where there is no file yet.
    init(folder: String) throws {
        path = "\(folder)/access-tokens.json"
        var found: [String: Entry] = [:]
        if Files.exists(path) {
            for member in try KeptFiles.members(of: path) {
                guard let role = member.value["role"]?.string.flatMap(Grant.Role.init),
                    let hash = member.value["hash"]?
                        .string.flatMap(Hex.decode)
                else { throw KeptFiles.damaged(path) }
                let agencies = member.value["agencies"]?.elements.compactMap(\.string) ?? []
                let isCertificate = member.value["certificate"]?.bool ?? false
                found[member.key] = Entry(
                    grant: Self.grant(
                        member.key, role, agencies, hub: member.value["hub"]?.string, isCertificate: isCertificate),
                    hash: hash, isCertificate: isCertificate,
                    since: Instant(milliseconds: Int64(member.value["since"]?.int ?? 0)))
            }
        }
        entries = Monitor(found)
    }

    /// All tokens in order of their names.
    var all: [(name: String, entry: Entry)] {
        entries.withLock { $0.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 } }
    }

    /// What `text` grants, nil where it is no token.
    func grant(of text: String) -> Grant? {
        let hash = SHA256.digest(Array(text.utf8))
        return entries.withLock { entries in
            entries.values.first { !$0.isCertificate && HMACSHA256.isSame($0.hash, hash) }?.grant
        }
    }

    /// Whether there still is a token with this SHA-256, or a certificate with this key that is one.
    func holds(_ hash: [UInt8]) -> Bool {
        entries.withLock { $0.values.contains { $0.hash == hash } }
    }

    /// What the certificate with this SHA-256 of its SubjectPublicKeyInfo grants, nil for nothing.
    func grant(ofKey digest: [UInt8]) -> Grant? {
        entries.withLock { $0.values.first { $0.isCertificate && $0.hash == digest }?.grant }
    }

    /// Keeps `hash`, of a token or of a certificate's key, under a name; false where the name is taken.
    func add(
        hash: [UInt8], isCertificate: Bool, name: String, role: Grant.Role, agencies: [String], hub: String?,
        at now: Instant
    ) throws -> Bool {
        try entries.withLock { entries in
            guard entries[name] == nil else { return false }
            var changed = entries
            changed[name] = Entry(
                grant: Self.grant(name, role, agencies, hub: hub, isCertificate: isCertificate), hash: hash,
                isCertificate: isCertificate, since: now)
            try write(changed)
            entries = changed
            return true
        }
    }

    /// Forgets a token; false where there is none of that name.
    func remove(_ name: String) throws -> Bool {
        try entries.withLock { entries in
            var changed = entries
            guard changed.removeValue(forKey: name) != nil else { return false }
            try write(changed)
            entries = changed
            return true
        }
    }

    private static func grant(
        _ name: String, _ role: Grant.Role, _ agencies: [String], hub: String?, isCertificate: Bool
    ) -> Grant {
        Grant(role: role, agencies: agencies, name: "\(isCertificate ? "certificate" : "token") \(name)", hub: hub)
    }

    private func write(_ entries: [String: Entry]) throws {
        var json = JSONText()
        json.object { json in
            for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
                json.key(dynamic: name)
                json.object { json in
                    json.member("role", entry.grant.role.rawValue)
                    json.member("hash", hex: entry.hash)
                    json.key("agencies")
                    json.array { json in for code in entry.grant.agencies { json.string(code) } }
                    if let hub = entry.grant.hub { json.member("hub", hub) }
                    if entry.isCertificate { json.member("certificate", true) }
                    json.member("since", entry.since.milliseconds)
                }
            }
        }
        try Files.write(json.bytes, to: path, isSecret: true)
    }
}
