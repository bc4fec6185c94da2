internal import Exchange
internal import HTTP
internal import Platform
internal import Trust

/// `POST /v1/auth/login`: a bearer token for whoever knows a system's secret, or the password of an account.
struct LGSPLogin {
    let services: Services

    func answer(_ request: HTTPRequest) throws -> HTTPResponse {
        let body = try DialectBody(request.body)
        let (name, password, now) = (body["username"] ?? "", body["password"] ?? "", services.clock())
        let attempt = LoginAttempt(door: .lgsp, name: LoginName(name), source: request.source)
        let (login, proof) = try services.prove(attempt) { () throws(Problem) in
            guard let proven = prove(name, password, at: now) else {
                throw Problem("token_invalid", "The user's name or password is wrong.").ofSecret
            }
            return proven
        }
        let token = services.tokens.issue(to: login, proof: proof, at: now)
        return .lgsp { json in
            json.member("token", token)
            json.key("data")
            json.object { json in
                json.member("id", name)
                json.member("username", name)
                json.member("name", name)
                json.member("token", token)
            }
        }
    }

    /// Who logs in, and the secret that the token ends with: the one that was given.
    private func prove(_ name: String, _ password: String, at now: Instant) -> (LoginTokens.Login, proof: [UInt8])? {
        if (try? services.system(name)) != nil {
            return services.secrets.isValid(password, of: name, at: now)
                ? (.system(name), Array(password.utf8)) : nil
        }
        let account = services.accounts[name]
        // A name that is nobody's takes as long as a wrong password: how long tells no names.
        let isRight = (account?.password ?? LoginAccounts.nobody).matches(password)
        guard let account, isRight else { return nil }
        return (.account(name), account.password.hash)
    }
}

extension Services {
    /// Who logged in for a bearer token; nil where it is none, is over, or what it was proved with holds no more.
    func login(of token: String) -> LoginTokens.Login? {
        tokens.login(of: token, at: clock(), proofs: proofs)
    }

    /// What a login may have been proved with, the newest first; none where the system is closed or the account gone.
    func proofs(of login: LoginTokens.Login) -> [[UInt8]] {
        switch login {
        case .system(let id):
            guard (try? system(id)) != nil else { return [] }
            return (secrets.secret(of: id)?.valid(at: clock()) ?? []).map { Array($0.utf8) }
        case .account(let name): return accounts[name].map { [$0.password.hash] } ?? []
        }
    }
}
