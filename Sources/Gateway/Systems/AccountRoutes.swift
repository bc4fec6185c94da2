internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform
internal import Trust

/// `/accounts`: the accounts that programs of provincial LGSPs log in with; admins of the whole bus only.
struct AccountRoutes {
    let services: Services
    let caller: Caller

    private struct Body: Decodable {
        let name: String?
        let secret: String?
    }

    func list() throws -> HTTPResponse {
        guard caller.isAdmin else { throw Problem("not_permitted") }
        return .json(200) { json in
            json.key("items")
            json.array { json in
                for (name, account) in services.accounts.all {
                    json.object { json in
                        json.member("name", name)
                        json.member("since", account.since.text)
                    }
                }
            }
        }
    }

    /// Makes an account, or gives one a new password; a password that is made here is told in this answer only.
    func add(_ json: JSONBody) throws -> HTTPResponse {
        guard caller.isAdmin else { throw Problem("not_permitted") }
        let body = try json.read(Body.self)
        guard let name = body.name, ConnectedSystem.isValid(id: name) else {
            throw Problem("bad_request", "name has 1 to 128 visible ASCII characters.", found: body.name)
        }
        // A login asks for the system of that name first.
        guard services.ledger.directory.system(id: name) == nil else {
            throw Problem("system_exists", "A system has this name: it can log in itself.", found: name)
        }
        let secret = body.secret ?? services.newSecret()
        guard SystemSecret.lengths.contains(secret.utf8.count) else { throw Problem("system_secret_malformed") }
        let salt = Array(services.randomBytes().prefix(16))
        let isNew = try services.accounts.set(
            name, password: try PasswordHash(of: secret, salt: salt), at: services.clock())
        return .json(isNew ? 201 : 200) { json in
            json.member("name", name)
            if body.secret == nil { json.member("secret", secret) }
        }
    }

    func remove(_ name: String) throws -> HTTPResponse {
        guard caller.isAdmin else { throw Problem("not_permitted") }
        guard try services.accounts.remove(name) else { throw Problem("not_found", found: name) }
        return .json(200) { $0.member("name", name) }
    }
}
