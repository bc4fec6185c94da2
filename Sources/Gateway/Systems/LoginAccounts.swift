internal import Exchange
internal import Glibc
internal import Platform
internal import Trust

/// The accounts that provincial programs log in with where one serves several systems: a name and a password, and no right
/// of its own but to read the list of agencies.
///
/// Kept in one file of the data folder that its owner alone may read, passwords as salted hashes.
final class LoginAccounts: Sendable {
    /// One account.
    struct Account: Sendable {
        let password: PasswordHash
        /// When its password was set.
        let since: Instant
    }

    /// What a password is compared with where there is no account: no password is the one.
    static let nobody = PasswordHash(salt: [UInt8](repeating: 0, count: 16), rounds: 10_000, hash: [])

    private let path: String
    private let accounts: Monitor<[String: Account]>

    /// The accounts in `folder`; none where there is no file yet. Throws where it cannot be read.
    init(folder: String) throws {
        path = "\(folder)/login-accounts.json"
        var found: [String: Account] = [:]
        if Files.exists(path) {
            for member in try KeptFiles.members(of: path) {
                guard let salt = member.value["salt"]?.string.flatMap(Hex.decode),
                    let hash = member.value["hash"]?.string.flatMap(Hex.decode),
                    let rounds = member.value["rounds"]?.int
                else { throw KeptFiles.damaged(path) }
                found[member.key] = Account(
                    password: PasswordHash(salt: salt, rounds: rounds, hash: hash),
                    since: Instant(milliseconds: Int64(member.value["since"]?.int ?? 0)))
            }
        }
        accounts = Monitor(found)
    }

    /// All accounts in order of their names.
    var all: [(name: String, account: Account)] {
        accounts.withLock { $0.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 } }
    }

    /// The account of this name.
    subscript(_ name: String) -> Account? {
        // Looking up what strangers send costs no more than a name is long.
        name.utf8.count <= 128 ? accounts.withLock { $0[name] } : nil
    }

    /// Keeps an account, or gives one a new password, and has it on disk; whether it is new.
    func set(_ name: String, password: PasswordHash, at now: Instant) throws -> Bool {
        try change { $0.updateValue(Account(password: password, since: now), forKey: name) == nil }
    }

    /// Forgets an account; false where there is none of that name.
    func remove(_ name: String) throws -> Bool {
        try change { $0.removeValue(forKey: name) != nil }
    }

    private func change(_ body: (inout [String: Account]) -> Bool) throws -> Bool {
        try accounts.withLock { accounts in
            var changed = accounts
            let result = body(&changed)
            var json = JSONText()
            json.object { json in
                for (name, account) in changed.sorted(by: { $0.key < $1.key }) {
                    json.key(dynamic: name)
                    json.object { json in
                        json.member("salt", hex: account.password.salt)
                        json.member("rounds", account.password.rounds)
                        json.member("hash", hex: account.password.hash)
                        json.member("since", account.since.milliseconds)
                    }
                }
            }
            try Files.write(json.bytes, to: path, isSecret: true)
            accounts = changed
            return result
        }
    }
}
