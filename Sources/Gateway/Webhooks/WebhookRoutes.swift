internal import Exchange
internal import HTTP
internal import Ledger
internal import Outbound
internal import Platform
internal import Synchronization

/// `/webhooks`: addresses that are told when something lies in a mailbox; an agency's own, or an admin's.
struct WebhookRoutes {
    let services: Services
    let caller: Caller

    private struct Body: Decodable {
        let url: String?
        let agency: String?
        let system: String?
        let confirms: Bool?
        let secret: String?
    }

    private struct Retry: Decodable {
        let deliveries: [String]?
    }

    /// How many are tested at once: each has a thread that waits.
    private static let testLimit = 4
    private static let letterLimit = 1_000

    private func webhook(_ text: String) throws -> Webhook {
        guard let id = Identifier(text), let webhook = services.ledger.directory.webhook(id), !webhook.isRemoved,
            isOwn(webhook)
        else { throw Problem("not_found", found: text) }
        return webhook
    }

    /// A system's webhook is an admin's to manage: a system has no certificate of its own.
    private func isOwn(_ webhook: Webhook) -> Bool {
        if case .agency(let agency) = webhook.owner, caller.agencies.contains(agency) { return true }
        return caller.administers(webhook, in: services.ledger.directory)
    }

    /// The caller's webhooks.
    func list() throws -> HTTPResponse {
        let directory = services.ledger.directory
        return try .json(200) { json in
            json.key("items")
            try json.array { json in
                for webhook in directory.webhooks where !webhook.isRemoved && isOwn(webhook) {
                    try json.object { try write(webhook, to: &$0) }
                }
            }
        }
    }

    /// One webhook and its dead letters.
    func show(_ id: String) throws -> HTTPResponse {
        let webhook = try webhook(id)
        let letters = try services.ledger.read { reader in
            try reader.webhookLetters(of: webhook.id, limit: Self.letterLimit).map {
                ($0, try reader.delivery($0.delivery))
            }
        }
        return try .json(200) { json in
            try write(webhook, to: &json)
            json.key("dead_letters")
            json.array { json in
                for (letter, delivery) in letters {
                    json.object { json in
                        json.member("delivery", delivery?.id.description)
                        json.member("state", delivery?.state.name)
                        json.member("at", letter.at.text)
                        json.member("attempts", letter.attempts)
                        json.member("code", letter.code)
                    }
                }
            }
        }
    }

    /// Defines a webhook; its secret is told in this answer only, where it was made here.
    func add(_ json: JSONBody, _ responder: HTTPResponder) throws {
        let body = try json.read(Body.self)
        let directory = services.ledger.directory
        let owner: Webhook.Owner
        switch (body.agency, body.system) {
        case (let code?, nil): owner = .agency(try DocumentRoutes.agency(code, in: directory))
        case (nil, let system?):
            guard let index = directory.system(id: system), !directory.systems[index].isClosed else {
                throw Problem("not_found", found: system)
            }
            owner = .system(system)
        default: throw Problem("webhook_owner_missing")
        }
        let now = services.clock()
        var webhook = Webhook(id: services.newID(at: now), owner: owner, url: body.url ?? "")
        webhook.confirms = body.confirms ?? false
        guard isOwn(webhook) else { throw Problem("not_permitted") }
        guard let address = WebAddress(webhook.url), services.webhooks.permits(address) else {
            throw Problem("webhook_url_refused", found: webhook.url)
        }
        guard directory.webhooks.count(where: { !$0.isRemoved && $0.owner == owner }) < Webhook.limitOfOwner else {
            throw Problem("webhook_limit", "At most \(Webhook.limitOfOwner).")
        }
        let secret = body.secret ?? services.newSecret()
        guard SystemSecret.lengths.contains(secret.utf8.count) else { throw Problem("system_secret_malformed") }
        try services.webhookSecrets.change(webhook.id.description) { _ in SystemSecret(current: secret, since: now) }
        let made = body.secret == nil ? secret : nil
        try store(.webhookDefined(webhook), responder) { [webhook] in
            try .json(201) { json in
                try write(webhook, to: &json)
                // Told once, in this answer.
                json.member("secret", made)
            }
        }
    }

    /// Removes a webhook with its secret.
    func remove(_ id: String, _ responder: HTTPResponder) throws {
        let webhook = try webhook(id)
        var removed = webhook
        removed.isRemoved = true
        let secrets = services.webhookSecrets
        try store(.webhookDefined(removed), responder) {
            try secrets.remove(webhook.id.description)
            return .json(200) { json in
                json.member("id", webhook.id.description)
                json.member("removed", true)
            }
        }
    }

    /// Posts a notice about nothing, and tells what came of it. It has a thread of its own: a target may be slow.
    func test(_ id: String, _ responder: HTTPResponder) throws {
        let webhook = try webhook(id)
        let services = services
        guard services.webhookTests.add(1, ordering: .relaxed).newValue <= Self.testLimit else {
            services.webhookTests.subtract(1, ordering: .relaxed)
            throw Problem("busy", "Other webhooks are being tested.")
        }
        let now = services.clock()
        let notice = WebhookNotice(testOf: webhook, id: services.newID(at: now), at: now)
        do {
            _ = try Thread(name: "webhook-test") {
                defer { services.webhookTests.subtract(1, ordering: .relaxed) }
                let start = MonotonicTime.now
                let result = services.webhooks.caller.post(notice, to: webhook)
                responder.respond(
                    .json(200) { json in
                        json.member("id", webhook.id.description)
                        json.member("delivery", notice.id.description)
                        json.member("outcome", result.code)
                        json.member("status", result.status)
                        json.member("milliseconds", MonotonicTime.now.since(start) / 1_000_000)
                    })
            }
        } catch {
            services.webhookTests.subtract(1, ordering: .relaxed)
            throw error
        }
    }

    /// Has dead letters told again from the first attempt on, under the ids they had: those named, or all.
    func retry(_ id: String, _ json: JSONBody, _ responder: HTTPResponder) throws {
        let webhook = try webhook(id)
        let named = try json.read(Retry.self).deliveries
        let dead = try services.ledger.read {
            try $0.webhookLetters(of: webhook.id, limit: Self.letterLimit).map(\.delivery)
        }
        var chosen = dead
        if let named {
            let letters = Set(dead)
            chosen = try named.map { name in
                guard let id = Identifier(name), letters.contains(id.serial) else {
                    throw Problem("delivery_unknown", found: name)
                }
                return id.serial
            }
        }
        let answer: @Sendable () -> HTTPResponse = { [count = chosen.count] in
            .json(200) { json in
                json.member("id", webhook.id.description)
                json.member("restarted", count)
            }
        }
        guard !chosen.isEmpty else { return responder.respond(answer()) }
        let signals = services.webhookSignals
        try store(.webhookRestarted(WebhookRestarted(webhook: webhook.id, deliveries: chosen)), responder) {
            signals.restarted()
            return answer()
        }
    }

    private func store(
        _ fact: Fact, _ responder: HTTPResponder, _ answer: @escaping @Sendable () throws -> HTTPResponse
    ) throws {
        try services.ledger.append([fact]) { result in
            switch result {
            case .success:
                responder.perform {
                    do { responder.respond(try answer()) } catch {
                        responder.respond(Router.problem(of: error).response)
                    }
                }
            case .failure(let error): responder.respond(Router.problem(of: error).response)
            }
        }
    }

    private func write(_ webhook: Webhook, to json: inout JSONText) throws {
        json.member("id", webhook.id.description)
        switch webhook.owner {
        case .agency(let agency): json.member("agency", services.ledger.directory.agency(agency)?.code)
        case .system(let system): json.member("system", system)
        }
        json.member("url", webhook.url)
        json.member("confirms", webhook.confirms)
        json.member("pending", try services.webhooks.outbox.count(of: webhook.id))
        json.member(
            "dead",
            try services.ledger.read { try $0.webhookLetters(of: webhook.id, limit: Self.letterLimit).count })
        let last = services.webhooks.last(of: webhook.id)
        json.moment("last_call", last?.at)
        json.member("last_outcome", last?.code)
    }
}
