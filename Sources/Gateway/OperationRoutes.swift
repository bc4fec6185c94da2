internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform
internal import Synchronization
internal import Trust
internal import XML

/// Health, metrics, the error catalogue and the ledger's own checks.
struct OperationRoutes {
    let services: Services

    func health() throws -> HTTPResponse {
        // Where that cannot be read, it is just then that somebody asks what is wrong.
        let facts = try? services.ledger.read { try $0.lastFact() }
        return .json(200) { json in
            Health(services.ledger.condition, revocations: services.revocations.fault).write(to: &json)
            json.member("facts", facts)
            json.key("limits")
            json.object { json in
                json.member("request_bytes", 128 << 20)
                json.member("document_bytes", XMLLimits().bytes)
                json.member("documents_per_request", 1000)
                json.member("xml_depth", 64)
                json.member("field_bytes", 65_536)
                json.member("connections", services.network.limits.connections)
                json.member("connections_per_caller", services.network.limits.connectionsOfParty)
                json.member("unknown_connections", services.network.limits.strangers)
                json.member("waiting_requests", services.waiters.limit)
                json.member("waiting_requests_per_mailbox", MailboxWaiters.limitOfMailbox)
                json.member("waiting_requests_per_caller", MailboxWaiters.limitOfParty)
                json.member("large_requests", services.workers.limits.jobs)
                json.member("large_requests_per_caller", services.workers.limits.jobsOfParty)
                json.member("large_requests_bytes", services.workers.limits.bytes)
                json.member("listeners", EventFeed.limit)
                json.member("listeners_per_caller", EventFeed.limitOfParty)
                services.webhooks.writeLimits(to: &json)
                json.member("memory_bytes", services.network.limits.memory)
                json.member("bytes_per_second", services.network.limits.bytesPerSecond)
            }
        }
    }

    func metrics(_ caller: Caller) throws -> HTTPResponse {
        guard caller.isAdmin else { throw Problem("not_permitted") }
        let (totals, deliveries, late, refusals, test) = try services.ledger.read {
            (
                try $0.totals(), try $0.deliveryCounts(), try $0.lateDeliveries(), try $0.refusalCounts(),
                TestFigures(try $0.testCounts())
            )
        }
        var text = """
            # HELP lgsp_documents_accepted_total Documents accepted since the ledger began.
            # TYPE lgsp_documents_accepted_total counter
            lgsp_documents_accepted_total \(totals.documents)
            # HELP lgsp_facts_total Facts in the ledger.
            # TYPE lgsp_facts_total counter
            lgsp_facts_total \(totals.facts)
            # HELP lgsp_deliveries_owed Deliveries that hubs still owe.
            # TYPE lgsp_deliveries_owed gauge
            lgsp_deliveries_owed \(totals.owed)
            # HELP lgsp_deliveries Deliveries of documents by their transport state.
            # TYPE lgsp_deliveries gauge

            """
        for (state, count) in deliveries { text += "lgsp_deliveries{state=\"\(state.name)\"} \(count)\n" }
        text += """
            # HELP lgsp_deliveries_late_total Deliveries of documents that were not confirmed in time.
            # TYPE lgsp_deliveries_late_total counter
            lgsp_deliveries_late_total \(late)
            # HELP lgsp_hubs_stopped Hubs that stand still.
            # TYPE lgsp_hubs_stopped gauge
            lgsp_hubs_stopped \(services.ledger.directory.stops.count)
            # HELP lgsp_test_documents_accepted_total Documents of the test lane; they are in no other figure.
            # TYPE lgsp_test_documents_accepted_total counter
            lgsp_test_documents_accepted_total \(test.documents)
            # HELP lgsp_test_deliveries Deliveries of the test lane by their transport state.
            # TYPE lgsp_test_deliveries gauge

            """
        for state in DeliveryState.allCases {
            text += "lgsp_test_deliveries{state=\"\(state.name)\"} \(test.deliveries(state))\n"
        }
        text += "# HELP lgsp_test_refusals_total Refusals of agencies of the test lane.\n"
        text += "# TYPE lgsp_test_refusals_total counter\nlgsp_test_refusals_total \(test.refusals)\n"
        text += "# HELP lgsp_refusals_total Refusals of known callers by code.\n# TYPE lgsp_refusals_total counter\n"
        for (code, count) in refusals { text += "lgsp_refusals_total{code=\"\(code)\"} \(count)\n" }
        text += "# HELP lgsp_refusals_unrecorded_total Refusals over their agency's budget since the start.\n"
        text += "# TYPE lgsp_refusals_unrecorded_total counter\n"
        text += "lgsp_refusals_unrecorded_total \(services.refusals.unrecorded)\n"
        text += "# HELP lgsp_audits_unrecorded_total Refused attempts over their caller's budget since the start.\n"
        text += "# TYPE lgsp_audits_unrecorded_total counter\n"
        text += "lgsp_audits_unrecorded_total \(services.attempts.unrecorded)\n"
        text += services.logins.metrics
        let (gauges, load) = (services.network.gauges, services.workers.load)
        text += """
            # HELP lgsp_connections Open connections.
            # TYPE lgsp_connections gauge
            lgsp_connections \(gauges.open)
            # HELP lgsp_connections_closed_total Connections closed for being slow, or one too many, since the start.
            # TYPE lgsp_connections_closed_total counter
            lgsp_connections_closed_total \(gauges.closed)
            # HELP lgsp_waiting_requests Requests that wait for something in a mailbox.
            # TYPE lgsp_waiting_requests gauge
            lgsp_waiting_requests \(services.waiters.count)
            # HELP lgsp_large_requests Requests with large documents that wait for a worker, or are worked on.
            # TYPE lgsp_large_requests gauge
            lgsp_large_requests{state="waiting"} \(load.waiting)
            lgsp_large_requests{state="running"} \(load.running)
            # HELP lgsp_body_memory_bytes Memory of bodies and answers that are under way.
            # TYPE lgsp_body_memory_bytes gauge
            lgsp_body_memory_bytes \(gauges.memory)

            """
        text += AlertMetrics.text(services.alerts.report)
        if let mailer = services.mailer { text += AlertMetrics.text(mailer.status.now) }
        return HTTPResponse(
            status: 200, contentType: "text/plain; version=0.0.4; charset=utf-8", body: Array(text.utf8))
    }

    private struct BackupBody: Decodable {
        let path: String
        let passphrase: String?
    }

    /// Checks, rebuilds or copies the ledger; admins only, one at a time.
    ///
    /// It reads all there is, so it has a thread of its own: those of the connections are for everybody.
    func ledger(_ action: String, _ call: APIOperation.Call) throws {
        guard call.caller.isAdmin else { throw Problem("not_permitted") }
        guard services.isProving.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged else {
            throw Problem("busy", "Another check or copy of the ledger is under way.")
        }
        let routes = self
        do {
            _ = try Thread(name: "ledger") {
                Workers.yieldToServingThreads()
                let response: HTTPResponse
                do { response = try routes.answer(action, call) } catch {
                    response = Router.problem(of: error).response
                }
                // Before the answer: whoever has it may ask for the next proof.
                routes.services.isProving.store(false, ordering: .releasing)
                call.responder.respond(response)
            }
        } catch {
            services.isProving.store(false, ordering: .releasing)
            throw error
        }
    }

    private func answer(_ action: String, _ call: APIOperation.Call) throws -> HTTPResponse {
        switch action {
        case "verify":
            return try verify(call.request)
        case "rebuild":
            let different = try different()
            return .json(200) { json in
                json.member("equal", different.isEmpty)
                json.key("different")
                json.array { json in for table in different { json.string(table) } }
            }
        case "backup":
            let body = try call.body.read(BackupBody.self)
            guard body.path.utf8.first == UInt8(ascii: "/"), !body.path.utf8.contains(0) else {
                throw Problem("parameter_invalid", "path is an absolute path.", found: body.path)
            }
            // What no file system of Linux takes (PATH_MAX and NAME_MAX of limits.h).
            guard body.path.utf8.count <= 4_000, body.path.split(separator: "/").allSatisfy({ $0.utf8.count <= 255 })
            else {
                throw Problem(
                    "parameter_invalid", "path has at most 4,000 bytes, each name in it 255.", found: body.path)
            }
            try services.backup.write(to: body.path, passphrase: body.passphrase.map { Array($0.utf8) })
            return .json(200) { json in
                json.member("path", body.path)
                json.member("sealed", body.passphrase != nil)
            }
        default: throw Problem("not_found", found: action)
        }
    }

    /// The read models that differ from what the facts give.
    private func different() throws -> [String] {
        let path = "\(services.ledger.scratchDirectory)/rebuild-\(services.clock().milliseconds).sqlite"
        return try services.ledger.rebuild(scratch: path)
    }

    /// Checks all there is: the chain, every payload, and every read model but with `read_models=0`. A batch that the ledger is
    /// known to have had is told by its number and its checkpoint's digest.
    private func verify(_ request: HTTPRequest) throws -> HTTPResponse {
        var heads: [LedgerHead] = []
        if let batch = try request.number("batch", in: 1...Int64.max) {
            guard let digest = request.parameter("checkpoint").flatMap(Hex.decode), digest.count == 32 else {
                throw Problem(
                    "parameter_invalid", "checkpoint is 64 hexadecimal digits.", found: request.parameter("checkpoint"))
            }
            heads.append(LedgerHead(batch: batch, digest: digest))
        }
        let found = try services.ledger.verify(against: heads) { services.busKey.verify($1, over: $0) }
        let hasModels = try request.parameter("read_models") == nil || request.flag("read_models")
        let different = hasModels ? try different() : []
        return .json(200) { json in
            json.member("valid", found.faults.isEmpty && different.isEmpty)
            json.member("batches", found.batches)
            json.member("facts", found.facts)
            json.member("messages", found.messages)
            json.member("unproven", found.unproven)
            json.member("read_models", hasModels ? "checked" : "unchecked")
            json.key("faults")
            json.array { json in
                for fault in found.faults { json.string(fault) }
                for model in different { json.string("the read model \(model) is not what the facts give") }
            }
            if let head = found.head {
                json.key("head")
                json.object { json in
                    json.member("batch", head.batch)
                    json.member("checkpoint", hex: head.digest)
                }
            }
        }
    }
}
