internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform
internal import Trust

/// `/routes`: the way of a document before it is sent, and everything that would stop it.
struct RouteForecast {
    let services: Services
    let caller: Caller

    /// Something that would stop a document.
    private struct Obstacle {
        let code: String
        var detail = ""
    }

    func handle(_ request: HTTPRequest) throws -> HTTPResponse {
        let directory = services.ledger.directory
        guard let from = request.parameter("from") else { throw Problem("bad_request", "from is missing.") }
        let number = try DocumentRoutes.agency(from, in: directory)
        guard let sender = directory.agency(number) else { throw Problem("not_found") }
        let day = try request.day("at") ?? services.clock().day
        let quotas = quotas(of: sender, in: directory)
        let ofSender = obstacles(of: sender, on: day) + spent(quotas, on: day)
        let rules = directory.sendRules.of(sender, in: directory)
        return .json(200) { json in
            json.member("from", from)
            json.member("at", day.description)
            json.key("systems")
            json.array { json in
                for (system, used) in quotas {
                    json.object { json in
                        json.member("id", system.id)
                        json.quota(of: system, used)
                    }
                }
            }
            json.key("routes")
            json.array { json in
                for code in request.parameters("to") {
                    json.object { json in
                        json.member("to", code)
                        let addressed = directory.agency(named: code)
                        let heir = addressed.flatMap { Succession.heir(of: $0, in: directory) }
                        let receiver = heir ?? addressed
                        json.member("successor", heir?.code)
                        way(from: sender, to: receiver, in: directory, to: &json)
                        json.member("verified_only", receiver.map { directory.wantsVerifiedOnly($0.number) } ?? false)
                        let rule = receiver.flatMap { rules.first(to: $0, in: directory) }
                        if let rule { write(rule, to: &json) }
                        write(
                            ofSender + obstacles(from: sender, to: receiver, rule: rule, in: directory, on: day),
                            to: &json)
                    }
                }
            }
        }
    }

    /// The systems with a quota that speak for the sender, with what they used today; told to the sender and admins.
    private func quotas(
        of sender: Agency, in directory: Directory
    ) -> [(system: ConnectedSystem, used: SystemUsage)] {
        guard caller.speaks(for: sender.number) else { return [] }
        let systems = directory.systems.filter {
            !$0.isClosed && $0.agencies.contains(sender.number) && (caller.scope == nil || caller.administers($0))
        }
        return systems.compactMap { system in
            SystemQuotas(services).usage(of: system).map { (system, $0) }
        }
    }

    /// Quotas that are used up; tomorrow they are fresh.
    private func spent(
        _ quotas: [(system: ConnectedSystem, used: SystemUsage)], on day: Day
    ) -> [Obstacle] {
        guard day == services.clock().day else { return [] }
        return quotas.compactMap { system, used in
            system.quota.excess(of: 1, after: used).map {
                Obstacle(code: "quota_exceeded", detail: "System \(system.id): \($0)")
            }
        }
    }

    private func way(from sender: Agency, to receiver: Agency?, in directory: Directory, to json: inout JSONText) {
        let path = receiver.flatMap { Route.path(from: sender.hub, to: $0.hub, hubs: directory.hubs) } ?? []
        json.key("hubs")
        json.array { json in for hub in path { json.string(directory.hubs[hub].code) } }
        let latency = zip(path, path.dropFirst()).reduce(UInt32(0)) {
            $0 + Route.latency(from: $1.0, to: $1.1, hubs: directory.hubs)
        }
        json.member("latency_ms", latency)
    }

    /// The rule that decides.
    private func write(_ rule: SendRule, to json: inout JSONText) {
        json.key("rule")
        json.object { json in
            json.member("name", rule.name)
            json.member("effect", "\(rule.effect)")
            json.member("reason", rule.reason)
        }
    }

    private func write(_ obstacles: [Obstacle], to json: inout JSONText) {
        json.key("problems")
        json.array { json in
            for obstacle in obstacles {
                let entry = Catalogue.entry(obstacle.code)
                json.object { json in
                    json.member("code", obstacle.code)
                    json.member("message", entry.title)
                    if !obstacle.detail.isEmpty { json.member("detail", obstacle.detail) }
                    json.member("hint", entry.hint)
                }
            }
        }
    }

    /// What would stop anything the agency sends on a day: it is closed, or none of its certificates is valid then.
    private func obstacles(of sender: Agency, on day: Day) -> [Obstacle] {
        var obstacles: [Obstacle] = []
        if !sender.isOpen(on: day) { obstacles.append(Obstacle(code: "sender_closed")) }
        if services.ledger.directory.stops[sender.hub]?.stands(on: day) == true {
            obstacles.append(Obstacle(code: "hub_stopped"))
        }
        let (moment, now) = (max(day.start.milliseconds, services.clock().milliseconds), services.clock().milliseconds)
        let isCertified = services.signers.certificates(of: sender.number.value).contains { certificate in
            // Revocation is known as of now only; the dates tell the future.
            let stands = services.store.current.evaluate(certificate, at: now)
            return moment <= certificate.notAfter && certificate.notBefore <= moment
                && (stands.status == .valid || certificate.notBefore > now)
        }
        if !isCertified { obstacles.append(Obstacle(code: "sender_without_certificate")) }
        return obstacles
    }

    /// What would stop a document of the sender at one receiver.
    private func obstacles(
        from sender: Agency, to receiver: Agency?, rule: SendRule?, in directory: Directory, on day: Day
    ) -> [Obstacle] {
        guard let receiver else { return [Obstacle(code: "unknown_receiver")] }
        var obstacles: [Obstacle] = []
        if !receiver.isOpen(on: day) { obstacles.append(Obstacle(code: "receiver_closed")) }
        // What goes through a hub that stands still is not refused: it waits there.
        let path = Route.path(from: sender.hub, to: receiver.hub, hubs: directory.hubs) ?? []
        if path.dropFirst().contains(where: { directory.stops[$0]?.stands(on: day) == true }) {
            obstacles.append(Obstacle(code: "hub_on_the_way_stopped"))
        }
        let isTest = directory.isTest(sender.number)
        if isTest != directory.isTest(receiver.number) {
            obstacles.append(Obstacle(code: isTest ? "receiver_not_test" : "receiver_is_test"))
        }
        if let rule, rule.effect == .deny {
            obstacles.append(Obstacle(code: "send_rule_denies", detail: "Rule \(rule.name): \(rule.reason)"))
        }
        return obstacles
    }
}
