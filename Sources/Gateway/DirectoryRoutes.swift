internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform
internal import Trust

/// `/agencies`, and `/certificates`.
struct DirectoryRoutes {
    let services: Services
    let caller: Caller

    func agencies(_ code: String?, _ request: HTTPRequest) throws -> HTTPResponse {
        let directory = services.ledger.directory
        if let code {
            let agency = try DocumentRoutes.agency(code, in: directory)
            guard let found = directory.agency(agency) else { throw Problem("not_found", found: code) }
            return try .json(200) { json in
                try write(found, directory, depth: Self.deep, to: &json)
                try details(of: found, directory, to: &json)
                guard caller.speaks(for: found.number) else { return }
                json.key("system_ids")
                json.array { json in
                    // A hub's admin knows the systems that speak for none but its agencies.
                    let known = directory.openSystems(of: found.number).filter {
                        caller.scope == nil || caller.administers($0)
                    }
                    for system in known.prefix(100) { json.string(system.id) }
                }
                certificates(of: found, to: &json)
            }
        }
        let hasDetails = try request.flag("details")
        let limit = try request.limit(most: hasDetails ? 500 : 10_000, usual: hasDetails ? 100 : 1000)
        let first = Int(clamping: try request.cursor() ?? 0)
        let (items, next) = try page(request, in: directory, from: first, limit: limit)
        return try .json(200) { json in
            json.key("items")
            try json.array { json in
                for agency in items {
                    try json.object { json in
                        try write(agency, directory, depth: hasDetails ? Self.shallow : Self.deep, to: &json)
                        if hasDetails { try details(of: agency, directory, to: &json) }
                    }
                }
            }
            json.key("cursor")
            if let next { json.string(String(next)) } else { json.null() }
        }
    }

    /// So far a mailbox is counted, of one agency and of many.
    private static let (deep, shallow) = (10_000, 1_000)

    /// The agencies that are asked for, from the number `first` on, and the number of the next one.
    private func page(
        _ request: HTTPRequest, in directory: Directory, from first: Int, limit: Int
    ) throws -> (items: [Agency], next: Int?) {
        let (tier, hub) = (request.parameter("tier"), request.parameter("hub"))
        let (tierIndex, hubIndex) = (tier.flatMap(directory.tier(code:)), hub.flatMap(directory.hub(code:)))
        if tier != nil && tierIndex == nil || hub != nil && hubIndex == nil { return ([], nil) }
        var branch: [AgencyNumber]?
        if let parent = request.parameter("parent") {
            branch = directory.agency(named: parent).map { directory.agencies(below: $0.number) } ?? []
        } else if try request.flag("top") {
            branch = directory.agencies(below: nil)
        }
        func take(_ numbers: some Sequence<Int>) -> (items: [Agency], next: Int?) {
            var items: [Agency] = []
            for index in numbers {
                let agency = directory.agencies[index]
                if let tierIndex, agency.tier != tierIndex { continue }
                if let hubIndex, agency.hub != hubIndex { continue }
                if items.count == limit { return (items, index) }
                items.append(agency)
            }
            return (items, nil)
        }
        if let branch { return take(branch.lazy.map { Int($0.value) }.filter { $0 >= first }) }
        return take(directory.agencies.indices.dropFirst(max(0, first)))
    }

    private func write(_ agency: Agency, _ directory: Directory, depth: Int, to json: inout JSONText) throws {
        json.member("code", agency.code)
        json.member("old_code", agency.oldCode)
        json.member("name", agency.name)
        json.member("tier", directory.tiers[agency.tier].code)
        json.member("parent", agency.parent.flatMap { directory.agency($0)?.code })
        json.member("hub", directory.hubs[agency.hub].code)
        json.member("status", "\(agency.status)")
        json.member("valid_from", agency.validFrom?.description)
        json.member("valid_until", agency.validUntil?.description)
        json.member("invented", agency.isInvented)
        json.member("test", directory.isTest(agency.number))
        json.member("successor", Succession.heir(of: agency, in: directory)?.code)
        json.member("email", directory.email(of: agency.number)?.description)
        if caller.speaks(for: agency.number) {
            json.member("mailbox", try services.ledger.read { try $0.mailboxDepth(agency.number, limit: depth) })
        }
    }

    /// What costs a look each: how many are below, and to those who may know, what waits longest, which certificate
    /// lasts longest, how many systems speak for it.
    private func details(of agency: Agency, _ directory: Directory, to json: inout JSONText) throws {
        json.member("below", directory.agencies(below: agency.number).count)
        guard caller.speaks(for: agency.number) else { return }
        let now = services.clock()
        let oldest = try services.ledger.read { try $0.oldestUnfetched(agency.number) }
        json.moment("oldest_unfetched_at", oldest)
        json.key("oldest_unfetched_seconds")
        if let oldest { json.number(max(0, now.milliseconds - oldest.milliseconds) / 1_000) } else { json.null() }
        json.member("systems", directory.openSystems(of: agency.number).count)
        json.key("certificate")
        let judged = services.signers.certificates(of: agency.number.value).map {
            ($0, services.store.current.evaluate($0, at: now.milliseconds))
        }
        let best = judged.filter { $0.1.status == .valid }.max { $0.0.notAfter < $1.0.notAfter } ?? judged.first
        guard let (certificate, verdict) = best else { return json.null() }
        json.object { json in
            json.member("not_after", Instant(milliseconds: certificate.notAfter).text)
            json.member("status", verdict.status.rawValue)
            json.member("code", verdict.code?.rawValue)
        }
    }

    /// The agency's certificates, the newest first, each judged now.
    private func certificates(of agency: Agency, to json: inout JSONText) {
        json.key("certificates")
        json.array { json in
            for certificate in services.signers.certificates(of: agency.number.value) {
                let verdict = services.store.current.evaluate(certificate, at: services.clock().milliseconds)
                json.object { json in
                    json.member("fingerprint", certificate.fingerprint)
                    json.member("key", certificate.fingerprintOfKey)
                    json.member("kind", certificate.publicKey.kind.description)
                    json.member("subject", certificate.subject)
                    json.member("issuer", certificate.issuer)
                    json.member("serial", certificate.serial)
                    json.member("not_before", Instant(milliseconds: certificate.notBefore).text)
                    json.member("not_after", Instant(milliseconds: certificate.notAfter).text)
                    json.member("status", verdict.status.rawValue)
                    json.member("code", verdict.code?.rawValue)
                }
            }
        }
    }

    /// Binds the key of a certificate to an agency; admins only.
    func bind(_ code: String, _ request: HTTPRequest, _ responder: HTTPResponder) throws {
        guard caller.administers else { throw Problem("not_permitted") }
        let agency = try own(code, in: services.ledger.directory)
        guard let certificate = try? Certificate.all(in: request.body).first else {
            throw Problem("bad_request", "The body is a certificate in PEM.")
        }
        let key = certificate.publicKey.digest
        try bind([CertificateBinding(agency: agency, key: key, certificate: certificate.der)], responder) {
            $0.member("key", hex: key)
        }
    }

    /// The agency with this code, where the caller has an admin's rights over it.
    private func own(_ code: String, in directory: Directory) throws -> AgencyNumber {
        let agency = try DocumentRoutes.agency(code, in: directory)
        guard caller.administers(agency) else { throw Problem("hub_scope", found: code) }
        return agency
    }

    private struct Certificates: Decodable {
        @Trimmed var agencies: [String]
        let certificates: [String]
    }

    /// Binds the keys of many certificates, each to its agency: all of them or none; admins only.
    func bind(_ json: JSONBody, _ responder: HTTPResponder) throws {
        guard caller.administers else { throw Problem("not_permitted") }
        let directory = services.ledger.directory
        let body = try json.read(Certificates.self)
        guard body.agencies.count == body.certificates.count else {
            throw Problem("bad_request", "There are to be as many certificates as agencies.")
        }
        let bindings = try zip(body.agencies, body.certificates).map { code, pem in
            let agency = try own(code, in: directory)
            guard let certificate = try? Certificate.all(in: Array(pem.utf8)).first else {
                throw Problem("bad_request", "A certificate is not one in PEM.", found: code)
            }
            return CertificateBinding(agency: agency, key: certificate.publicKey.digest, certificate: certificate.der)
        }
        try bind(bindings, responder) { $0.member("bound", bindings.count) }
    }

    private func bind(
        _ bindings: [CertificateBinding], _ responder: HTTPResponder,
        _ answer: @escaping @Sendable (inout JSONText) -> Void
    ) throws {
        let services = services
        for binding in bindings {
            // A key speaks for agencies or has rights of its own: bound, it would lose those.
            guard binding.key != services.adminKey, services.accessTokens.grant(ofKey: binding.key) == nil,
                services.ledger.directory.agencies(key: binding.key).allSatisfy(caller.administers)
            else { throw Problem("not_permitted", "The key is somebody else's already.") }
        }
        try services.ledger.append(bindings.map(Fact.certificateBound)) { result in
            switch result {
            case .success:
                // What cannot be read now is learnt at the next binding or start; embedded certificates do without.
                try? services.learnSigners()
                responder.respond(.json(201, answer))
            case .failure(let error): responder.respond(Router.problem(of: error).response)
            }
        }
    }

    private struct Closing: Decodable {
        @Trimmed var successor: String?
    }

    private struct Merger: Decodable {
        @Trimmed var agencies: [String]
    }

    /// Closes an agency, and names who takes it over; admins only.
    func close(_ code: String, _ json: JSONBody, _ responder: HTTPResponder) throws {
        try close([code], successor: try json.read(Closing.self).successor, responder)
    }

    /// Closes agencies that one takes over; admins only.
    func merge(into code: String, _ json: JSONBody, _ responder: HTTPResponder) throws {
        try close(try json.read(Merger.self).agencies, successor: code, responder)
    }

    private func close(_ codes: [String], successor: String?, _ responder: HTTPResponder) throws {
        guard caller.administers else { throw Problem("not_permitted") }
        let directory = services.ledger.directory
        // Whoever takes over gets another's mailbox: that is both sides' affair.
        if !caller.isAdmin {
            for code in codes + (successor.map { [$0] } ?? []) {
                let agency = try own(code, in: directory)
                // What was another's affair already stays that: the one who acts for it has its documents.
                if let heir = directory.agency(agency).flatMap({ Succession.heir(of: $0, in: directory) }),
                    !caller.administers(heir.number)
                {
                    throw Problem("hub_scope", found: code)
                }
            }
        }
        try services.ledger.close(codes, successor: successor) { result in
            switch result {
            case .success(let facts):
                responder.respond(
                    .json(200) { json in
                        json.key("closed")
                        json.array { json in
                            for code in codes { json.string(directory.agency(named: code)?.code ?? code) }
                        }
                        json.member("successor", successor.map { directory.agency(named: $0)?.code ?? $0 })
                        json.member("changes", facts.count)
                    })
            case .failure(let error): responder.respond(Router.problem(of: error).response)
            }
        }
    }

    private struct Email: Decodable {
        @Trimmed var email: String
    }

    /// Names an agency's official mailbox for e-mail, or takes it away; admins only.
    func name(_ code: String, _ json: JSONBody, _ responder: HTTPResponder) throws {
        guard caller.administers else { throw Problem("not_permitted") }
        let agency = try own(code, in: services.ledger.directory)
        let text = try json.read(Email.self).email
        let address = EmailAddress(text)
        guard address != nil || text.isEmpty else { throw Problem("email_malformed", found: text) }
        try services.ledger.append([.emailNamed(AgencyEmail(agency: agency, address: address))]) { result in
            switch result {
            case .success:
                responder.respond(
                    .json(200) { json in
                        json.member("code", code)
                        json.member("email", address?.description)
                    })
            case .failure(let error): responder.respond(Router.problem(of: error).response)
            }
        }
    }

    private struct Lane: Decodable {
        let test: Bool
    }

    /// Puts an agency's mailbox into the test lane, or takes it out; admins only.
    func mark(_ code: String, _ json: JSONBody, _ responder: HTTPResponder) throws {
        guard caller.administers else { throw Problem("not_permitted") }
        let agency = try own(code, in: services.ledger.directory)
        let mark = TestMark(agency: agency, isTest: try json.read(Lane.self).test)
        let services = services
        try services.ledger.append([.testMarked(mark)]) { result in
            switch result {
            case .success:
                responder.respond(
                    .json(200) { json in
                        json.member("code", code)
                        json.member("test", services.ledger.directory.isTest(agency))
                    })
            case .failure(let error): responder.respond(Router.problem(of: error).response)
            }
        }
    }
}
