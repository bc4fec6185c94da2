internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform
internal import Trust

/// `/tokens` and `/console/links`: how people and programs without a certificate come in; admins only.
struct AccessRoutes {
    let services: Services
    let caller: Caller

    private struct Body: Decodable {
        let name: String?
        let role: String?
        let agencies: [String]?
        let hub: String?
        let certificate: String?
    }

    func tokens() throws -> HTTPResponse {
        guard caller.isAdmin else { throw Problem("not_permitted") }
        return .json(200) { json in
            json.key("items")
            json.array { json in
                for (name, entry) in services.accessTokens.all {
                    json.object { json in
                        json.member("name", name)
                        json.member("role", entry.grant.role.rawValue)
                        json.key("agencies")
                        json.array { json in for code in entry.grant.agencies { json.string(code) } }
                        json.member("hub", entry.grant.hub)
                        json.member("certificate", entry.isCertificate)
                        json.member("since", entry.since.text)
                    }
                }
            }
        }
    }

    /// Makes a token, told in this answer only; or has a certificate be one.
    func addToken(_ json: JSONBody) throws -> HTTPResponse {
        let (body, role, agencies, hub) = try read(json)
        guard let name = body.name, (1...64).contains(name.utf8.count),
            name.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw Problem("bad_request", "name has 1 to 64 visible ASCII characters.", found: body.name) }
        let token = Hex.encode(services.randomBytes())
        let key = try body.certificate.map(key)
        guard
            try services.accessTokens.add(
                hash: key ?? SHA256.digest(Array(token.utf8)), isCertificate: key != nil, name: name, role: role,
                agencies: agencies, hub: hub, at: services.clock())
        else { throw Problem("token_exists", found: name) }
        return .json(201) { json in
            json.member("name", name)
            json.member("role", role.rawValue)
            if let hub { json.member("hub", hub) }
            if let key { json.member("key", hex: key) } else { json.member("token", token) }
        }
    }

    func removeToken(_ name: String) throws -> HTTPResponse {
        guard caller.isAdmin else { throw Problem("not_permitted") }
        guard try services.accessTokens.remove(name) else { throw Problem("not_found", found: name) }
        return .json(200) { $0.member("name", name) }
    }

    /// Makes a one-time link to the console; it is told in this answer only, and kept as a hash.
    func addLink(_ json: JSONBody) throws -> HTTPResponse {
        let (_, role, agencies, hub) = try read(json)
        let secret = Hex.encode(services.randomBytes())
        let name = role == .agency ? agencies.joined(separator: ", ") : role.rawValue
        let maker = caller.name.isEmpty ? "" : " by \(caller.name)"
        services.sessions.addLink(
            secret, Grant(role: role, agencies: agencies, name: "link of \(name)\(maker)", hub: hub),
            token: caller.origin)
        return .json(201) { json in
            json.member("path", "/console/enter?link=\(secret)")
            json.member("role", role.rawValue)
            if let hub { json.member("hub", hub) }
            json.member("valid_seconds", Int(Sessions.lifeOfLink / 1_000))
        }
    }

    /// Who changed what.
    func audit(_ request: HTTPRequest) throws -> HTTPResponse {
        guard caller.isAdmin else { throw Problem("not_permitted") }
        let limit = try request.limit(most: 500, usual: 100)
        let cursor = try request.cursor()
        let rows = try services.ledger.read { try $0.audits(before: cursor, limit: limit + 1) }
        return .json(200) { json in
            json.key("items")
            json.array { json in
                for row in rows.prefix(limit) {
                    json.object { json in
                        json.member("at", row.at.text)
                        json.member("actor", row.audit.actor)
                        json.member("operation", row.audit.operation)
                        json.member("target", row.audit.target)
                        json.member("detail", row.audit.detail)
                        let (outcome, code) = Auditor.words(of: row.outcome)
                        json.member("outcome", outcome)
                        json.member("code", code)
                        json.member("fact", row.fact)
                    }
                }
            }
            json.key("cursor")
            if rows.count > limit { json.string("\(rows[limit - 1].fact)") } else { json.null() }
        }
    }

    /// The key of a certificate, which must speak for nobody else yet: who it is would depend on who is asked first.
    private func key(_ pem: String) throws -> [UInt8] {
        guard let certificate = try? Certificate.all(in: Array(pem.utf8)).first else {
            throw Problem("bad_request", "The certificate is not one in PEM.")
        }
        let key = certificate.publicKey.digest
        guard key != services.adminKey, services.ledger.directory.agencies(key: key).isEmpty,
            services.accessTokens.grant(ofKey: key) == nil
        else { throw Problem("bad_request", "The certificate speaks for somebody already.") }
        return key
    }

    private func read(_ json: JSONBody) throws -> (Body, Grant.Role, [String], hub: String?) {
        guard caller.isAdmin else { throw Problem("not_permitted") }
        let body = try json.read(Body.self)
        guard let role = Grant.Role(rawValue: body.role ?? "admin") else {
            throw Problem("bad_request", "role is admin, auditor or agency.", found: body.role)
        }
        let directory = services.ledger.directory
        var seen: Set<AgencyNumber> = []
        let agencies: [String] = try (body.agencies ?? []).compactMap { code in
            let number = try DocumentRoutes.agency(code, in: directory)
            return seen.insert(number).inserted ? directory.agency(number)?.code ?? code : nil
        }
        guard (role == .agency) != agencies.isEmpty else {
            throw Problem("bad_request", "The role agency names its agencies, the others none.")
        }
        if let hub = body.hub {
            guard role != .agency else { throw Problem("bad_request", "The role agency has no hub.", found: hub) }
            guard directory.hub(code: hub) != nil else {
                throw Problem("not_found", "There is no such hub.", found: hub)
            }
        }
        return (body, role, agencies, body.hub)
    }
}
