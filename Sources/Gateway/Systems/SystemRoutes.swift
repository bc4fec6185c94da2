internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// `/systems`: the programs that speak for agencies over the field's interfaces; admins only.
struct SystemRoutes {
    let services: Services
    let caller: Caller

    private struct Body: Decodable {
        let id: String?
        let secret: String?
        let agencies: [String]?
        let policy: String?
        let duplicates: String?
        let verified_only: Bool?
        let registrations: Int64?
        let test: Bool?
        let quota_documents: Int64?
        let quota_bytes: Int64?
        let keep_old_seconds: Int64?
    }

    /// A month: longer, and the old secret is simply the second one.
    private static let longestOverlap: Int64 = 31 * 86_400

    func list() throws -> HTTPResponse {
        guard caller.administers else { throw Problem("not_permitted") }
        let directory = services.ledger.directory
        return .json(200) { json in
            json.key("items")
            json.array { json in
                for system in directory.systems where caller.administers(system) {
                    json.object { write(system, directory, to: &$0) }
                }
            }
        }
    }

    /// Adds a system with its secret, or changes the policies and agencies of one that is there.
    func add(_ json: JSONBody, _ responder: HTTPResponder) throws {
        guard caller.administers else { throw Problem("not_permitted") }
        let body = try json.read(Body.self)
        let directory = services.ledger.directory
        guard let id = body.id, ConnectedSystem.isValid(id: id) else {
            throw Problem("system_id_malformed", found: body.id)
        }
        let known = directory.system(id: id).map { directory.systems[$0] }
        // A login asks for the system of a name first: the account would be shut out.
        guard known != nil || services.accounts[id] == nil else {
            throw Problem("system_exists", "A login account has this name: lgsp account remove.", found: id)
        }
        guard known.map(caller.administers) ?? true else { throw Problem("hub_scope", found: id) }
        var system = known ?? ConnectedSystem(id: id, agencies: [])
        if let codes = body.agencies {
            var seen: Set<AgencyNumber> = []
            system.agencies = try codes.map { try DocumentRoutes.agency($0, in: directory) }.filter {
                seen.insert($0).inserted
            }
        }
        guard !system.agencies.isEmpty else { throw Problem("system_without_agencies", found: id) }
        guard caller.administers(system) else { throw Problem("hub_scope", found: id) }
        system.signatures = try Self.choice(body.policy, among: Self.policies) ?? system.signatures
        system.duplicates = try Self.choice(body.duplicates, among: Self.duplicates) ?? system.duplicates
        system.wantsVerifiedOnly = body.verified_only ?? system.wantsVerifiedOnly
        if let count = body.registrations {
            guard let limit = UInt32(exactly: count), limit <= ConnectedSystem.registrationLimit else {
                throw Problem(
                    "bad_request", "registrations is 0 to \(ConnectedSystem.registrationLimit).", found: "\(count)")
            }
            system.registrations = limit
        }
        system.isTest = body.test ?? system.isTest
        system.quota.documents = try Self.limit(body.quota_documents, else: system.quota.documents)
        system.quota.bytes = try Self.limit(body.quota_bytes, else: system.quota.bytes)
        system.isClosed = false
        try checkLane(of: system, in: directory)
        // A system that is there has its secret rotated, which says how long the old one lives.
        let isNew = known == nil || known?.isClosed == true
        guard isNew || body.secret == nil else { throw Problem("system_exists", found: id) }
        var made: String?
        if isNew {
            let secret = body.secret ?? services.newSecret()
            made = body.secret == nil ? secret : nil
            try Self.check(secret)
            let now = services.clock()
            try services.secrets.change(id) { _ in SystemSecret(current: secret, since: now) }
        }
        try store(system, known == nil ? 201 : 200, made, responder)
    }

    /// A system for tests makes its agencies' mailboxes test mailboxes: no other open system may work with those.
    private func checkLane(of system: ConnectedSystem, in directory: Directory) throws {
        let others = directory.systems.filter { $0.id != system.id && !$0.isClosed && $0.isTest != system.isTest }
        for other in others {
            guard let shared = other.agencies.first(where: system.agencies.contains) else { continue }
            throw Problem(
                "system_lane_conflict",
                "\(other.id) speaks for \(directory.agency(shared)?.code ?? "") in the other lane.", found: system.id)
        }
    }

    /// Replaces the secret of a system.
    func rotate(_ id: String, _ json: JSONBody, _ responder: HTTPResponder) throws {
        let system = try system(id)
        let body = try json.read(Body.self)
        let secret = body.secret ?? services.newSecret()
        try Self.check(secret)
        let overlap = body.keep_old_seconds ?? 0
        guard (0...Self.longestOverlap).contains(overlap) else {
            throw Problem("bad_request", "keep_old_seconds is 0 to \(Self.longestOverlap).", found: "\(overlap)")
        }
        let now = services.clock()
        try services.secrets.change(id) { old in
            guard var changed = old else { return SystemSecret(current: secret, since: now) }
            changed.rotate(
                to: secret, keepingOldUntil: Instant(milliseconds: now.milliseconds + overlap * 1000), at: now)
            return changed
        }
        // The fact says that something changed, not what: the secret is none of the journal's business.
        try store(system, 200, body.secret == nil ? secret : nil, responder)
    }

    /// Closes a system: it may do nothing any more.
    func close(_ id: String, _ responder: HTTPResponder) throws {
        var system = try system(id)
        system.isClosed = true
        try store(system, 200, nil, responder)
    }

    private func system(_ id: String) throws -> ConnectedSystem {
        guard caller.administers else { throw Problem("not_permitted") }
        let directory = services.ledger.directory
        guard let index = directory.system(id: id) else { throw Problem("not_found", found: id) }
        let system = directory.systems[index]
        guard caller.administers(system) else { throw Problem("not_found", found: id) }
        return system
    }

    /// Stores the system; a secret that was `made` here is told once, in this answer.
    private func store(
        _ system: ConnectedSystem, _ status: Int, _ made: String?, _ responder: HTTPResponder
    ) throws {
        let services = services
        try services.ledger.append([.systemDefined(system)]) { result in
            switch result {
            case .success:
                responder.respond(
                    .json(status) { json in
                        write(system, services.ledger.directory, to: &json)
                        if let made { json.member("secret", made) }
                    })
            case .failure(let error): responder.respond(Router.problem(of: error).response)
            }
        }
    }

    private func write(_ system: ConnectedSystem, _ directory: Directory, to json: inout JSONText) {
        json.member("id", system.id)
        json.key("agencies")
        json.array { json in for agency in system.agencies { json.string(directory.agency(agency)?.code ?? "") } }
        json.member("policy", Self.name(system.signatures, among: Self.policies))
        json.member("duplicates", Self.name(system.duplicates, among: Self.duplicates))
        json.member("verified_only", system.wantsVerifiedOnly)
        json.member("registrations", Int64(system.registrations))
        json.member("registered", system.registered.count { directory.agency($0)?.status == .active })
        json.member("test", system.isTest)
        json.member("closed", system.isClosed)
        json.quota(of: system, SystemQuotas(services).usage(of: system))
        let secret = services.secrets.secret(of: system.id)
        json.moment("secret_since", secret?.since)
        json.member(
            "secret_age_days",
            secret.map { max(0, (services.clock().milliseconds - $0.since.milliseconds) / 86_400_000) })
        json.moment("old_secret_until", secret?.previous == nil ? nil : secret?.previousUntil)
    }

    /// A limit as it is given: 0 for none, nothing for the one before.
    private static func limit(_ given: Int64?, else before: UInt64?) throws -> UInt64? {
        guard let given else { return before }
        guard given >= 0 else { throw Problem("bad_request", "A quota is not below 0.", found: "\(given)") }
        return given == 0 ? nil : UInt64(given)
    }

    private static let policies: [(String, ConnectedSystem.SignaturePolicy)] = [
        ("required", .required), ("advisory", .advisory),
    ]
    private static let duplicates: [(String, ConnectedSystem.DuplicatePolicy)] = [
        ("accept", .accept), ("refuse", .refuse),
    ]

    private static func choice<Value>(_ name: String?, among choices: [(String, Value)]) throws -> Value? {
        guard let name else { return nil }
        guard let choice = choices.first(where: { $0.0 == name }) else {
            let names = choices.map(\.0).joined(separator: " or ")
            throw Problem("bad_request", "It is \(names).", found: name)
        }
        return choice.1
    }

    private static func name<Value: Equatable>(_ value: Value, among choices: [(String, Value)]) -> String? {
        choices.first { $0.1 == value }?.0
    }

    private static func check(_ secret: String) throws {
        guard SystemSecret.lengths.contains(secret.utf8.count) else { throw Problem("system_secret_malformed") }
    }
}
