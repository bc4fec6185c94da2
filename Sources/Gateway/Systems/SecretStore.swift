internal import Exchange
internal import Glibc
internal import Platform
internal import Trust

/// The secrets of the connected systems, or of the webhooks, in one file of the data folder that its owner alone may read.
///
/// They are no facts: the journal is read and copied by more people than may speak for a system.
final class SecretStore: Sendable {
    private struct State {
        var secrets: [String: SystemSecret] = [:]
        /// Who has a secret, by its SHA-256: for interfaces that send the secret alone.
        var owners: [[UInt8]: Set<String>] = [:]

        mutating func set(_ secret: SystemSecret, of system: String) {
            if let old = secrets[system] {
                for text in [old.current, old.previous].compactMap(\.self) {
                    owners[SHA256.digest([UInt8](text.utf8))]?.remove(system)
                }
            }
            secrets[system] = secret
            for text in [secret.current, secret.previous].compactMap(\.self) {
                owners[SHA256.digest([UInt8](text.utf8)), default: []].insert(system)
            }
        }
    }

    private let path: String
    private let state = Monitor(State())

    /// The secrets in `folder`; none where there is no file yet.
    init(folder: String, name: String = "system-secrets.json") throws {
        path = "\(folder)/\(name)"
        guard Files.exists(path) else { return }
        let members = try KeptFiles.members(of: path)
        guard members.allSatisfy({ $0.value["secret"]?.string != nil }) else { throw KeptFiles.damaged(path) }
        state.withLock { state in
            for member in members {
                guard let current = member.value["secret"]?.string else { continue }
                var secret = SystemSecret(current: current, since: Self.moment(member.value["since"]))
                secret.previous = member.value["previous"]?.string
                secret.previousUntil = Self.moment(member.value["previous_until"])
                state.set(secret, of: member.key)
            }
        }
    }

    private static func moment(_ node: JSONNode?) -> Instant {
        Instant(milliseconds: Int64(node?.int ?? 0))
    }

    /// The secret of a system, nil where it has none.
    func secret(of system: String) -> SystemSecret? { state.withLock { $0.secrets[system] } }

    /// The systems that may have `text` as their secret; whether it is valid now is to be looked at with the system.
    func owners(of text: String) -> Set<String> {
        state.withLock { $0.owners[SHA256.digest([UInt8](text.utf8))] ?? [] }
    }

    /// Whether `text` is a secret of the system at `now`; takes the same time wherever it differs.
    func isValid(_ text: String, of system: String, at now: Instant) -> Bool {
        let digest = SHA256.digest([UInt8](text.utf8))
        return (secret(of: system)?.valid(at: now) ?? []).reduce(false) { found, secret in
            HMACSHA256.isSame(SHA256.digest([UInt8](secret.utf8)), digest) || found
        }
    }

    /// Changes the secret of a system, and has it on disk.
    func change(_ system: String, _ body: (SystemSecret?) -> SystemSecret) throws {
        try state.withLock { state in
            var changed = state
            changed.set(body(state.secrets[system]), of: system)
            try Files.write(Self.text(of: changed.secrets), to: path, isSecret: true)
            state = changed
        }
    }

    /// Forgets the secret of a system, on disk too.
    func remove(_ system: String) throws {
        try state.withLock { state in
            var changed = state
            guard let old = changed.secrets.removeValue(forKey: system) else { return }
            for text in [old.current, old.previous].compactMap(\.self) {
                changed.owners[SHA256.digest([UInt8](text.utf8))]?.remove(system)
            }
            try Files.write(Self.text(of: changed.secrets), to: path, isSecret: true)
            state = changed
        }
    }

    private static func text(of secrets: [String: SystemSecret]) -> [UInt8] {
        var json = JSONText()
        json.object { json in
            for (system, secret) in secrets.sorted(by: { $0.key < $1.key }) {
                json.key(dynamic: system)
                json.object { json in
                    json.member("secret", secret.current)
                    json.member("since", secret.since.milliseconds)
                    if let previous = secret.previous {
                        json.member("previous", previous)
                        json.member("previous_until", secret.previousUntil.milliseconds)
                    }
                }
            }
        }
        return json.bytes
    }
}
