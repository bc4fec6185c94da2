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
                try write(found, directory, to: &json)
                if caller.speaks(for: found.number) { certificates(of: found, to: &json) }
            }
        }
        let limit = try request.limit(most: 10_000, usual: 1000)
        let first = Int(clamping: try request.cursor() ?? 0)
        let (tier, hub, parent) = (request.parameter("tier"), request.parameter("hub"), request.parameter("parent"))
        var items: [Agency] = []
        var next: Int?
        for index in directory.agencies.indices.dropFirst(max(0, first)) {
            let agency = directory.agencies[index]
            if let tier, directory.tiers[agency.tier].code != tier { continue }
            if let hub, directory.hubs[agency.hub].code != hub { continue }
            if let parent, agency.parent.flatMap({ directory.agency($0)?.code }) != parent { continue }
            if items.count == limit {
                next = index
                break
            }
            items.append(agency)
        }
        return try .json(200) { json in
            json.key("items")
            try json.array { json in for agency in items { try json.object { try write(agency, directory, to: &$0) } } }
            json.key("cursor")
            if let next { json.string(String(next)) } else { json.null() }
        }
    }

    private func write(_ agency: Agency, _ directory: Directory, to json: inout JSONText) throws {
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
            json.member("mailbox", try services.ledger.read { try $0.mailboxDepth(agency.number, limit: 10_000) })
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
        let agencies: [String]
        let certificates: [String]
    }

    /// Binds the keys of many certificates, each to its agency: all of them or none; admins only.
    func bind(_ request: HTTPRequest, _ responder: HTTPResponder) throws {
        guard caller.administers else { throw Problem("not_permitted") }
        let directory = services.ledger.directory
        let body = try JSONBody.read(Certificates.self, request.body)
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
        let successor: String?
    }

    private struct Merger: Decodable {
        let agencies: [String]
    }

    /// Closes an agency, and names who takes it over; admins only.
    func close(_ code: String, _ request: HTTPRequest, _ responder: HTTPResponder) throws {
        try close([code], successor: try JSONBody.read(Closing.self, request.body).successor, responder)
    }

    /// Closes agencies that one takes over; admins only.
    func merge(into code: String, _ request: HTTPRequest, _ responder: HTTPResponder) throws {
        try close(try JSONBody.read(Merger.self, request.body).agencies, successor: code, responder)
    }

    private func close(_ codes: [String], successor: String?, _ responder: HTTPResponder) throws {
        guard caller.administers else { throw Problem("not_permitted") }
        let directory = services.ledger.directory
        // Whoever takes over gets another's mailbox: that is both sides' affair.
        if !caller.isAdmin { for code in codes + (successor.map { [$0] } ?? []) { _ = try own(code, in: directory) } }
        try services.ledger.close(codes, successor: successor) { result in
            switch result {
            case .success(let facts):
                responder.respond(
                    .json(200) { json in
                        json.key("closed")
                        json.array { json in for code in codes { json.string(code) } }
                        json.member("successor", successor)
                        json.member("changes", facts.count)
                    })
            case .failure(let error): responder.respond(Router.problem(of: error).response)
            }
        }
    }

    private struct Email: Decodable {
        let email: String
    }

    /// Names an agency's official mailbox for e-mail, or takes it away; admins only.
    func name(_ code: String, _ request: HTTPRequest, _ responder: HTTPResponder) throws {
        guard caller.administers else { throw Problem("not_permitted") }
        let agency = try own(code, in: services.ledger.directory)
        let text = try JSONBody.read(Email.self, request.body).email
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
    func mark(_ code: String, _ request: HTTPRequest, _ responder: HTTPResponder) throws {
        guard caller.administers else { throw Problem("not_permitted") }
        let agency = try own(code, in: services.ledger.directory)
        let mark = TestMark(agency: agency, isTest: try JSONBody.read(Lane.self, request.body).test)
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
