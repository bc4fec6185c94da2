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
        let facts = try services.ledger.read { try $0.lastFact() }
        return .json(200) { json in
            json.member("status", "ok")
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
        text += services.logins.metrics
        let gauges = services.network.gauges
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
            # HELP lgsp_body_memory_bytes Memory of bodies and answers that are under way.
            # TYPE lgsp_body_memory_bytes gauge
            lgsp_body_memory_bytes \(gauges.memory)

            """
        text += AlertMetrics.text(services.alerts.report)
        if let mailer = services.mailer { text += AlertMetrics.text(mailer.status.now) }
        return HTTPResponse(
            status: 200, contentType: "text/plain; version=0.0.4; charset=utf-8", body: Array(text.utf8))
    }

    private struct Backup: Decodable {
        let path: String
    }

    /// Checks, rebuilds or copies the ledger; admins only, one at a time.
    ///
    /// It reads all there is, so it has a thread of its own: those of the connections are for everybody.
    func ledger(_ action: String, _ caller: Caller, _ request: HTTPRequest, _ responder: HTTPResponder) throws {
        guard caller.isAdmin else { throw Problem("not_permitted") }
        guard services.isProving.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged else {
            throw Problem("busy", "Another check or copy of the ledger is under way.")
        }
        let routes = self
        do {
            _ = try Thread(name: "ledger") {
                let response: HTTPResponse
                do { response = try routes.ledger(action, request) } catch {
                    response = Router.problem(of: error).response
                }
                // Before the answer: whoever has it may ask for the next proof.
                routes.services.isProving.store(false, ordering: .releasing)
                responder.respond(response)
            }
        } catch {
            services.isProving.store(false, ordering: .releasing)
            throw error
        }
    }

    private func ledger(_ action: String, _ request: HTTPRequest) throws -> HTTPResponse {
        switch action {
        case "verify":
            let found = try services.ledger.verify { services.busKey.verify($1, over: $0) }
            return .json(200) { json in
                json.member("valid", found.faults.isEmpty)
                json.member("batches", found.batches)
                json.member("facts", found.facts)
                json.key("faults")
                json.array { json in for fault in found.faults { json.string(fault) } }
            }
        case "rebuild":
            let path = "\(services.ledger.scratchDirectory)/rebuild-\(services.clock().milliseconds).sqlite"
            let different = try services.ledger.rebuild(scratch: path)
            return .json(200) { json in
                json.member("equal", different.isEmpty)
                json.key("different")
                json.array { json in for table in different { json.string(table) } }
            }
        case "backup":
            let path = try JSONBody.read(Backup.self, request.body).path
            // What no file system of Linux takes (PATH_MAX and NAME_MAX of limits.h).
            guard (1...4_000).contains(path.utf8.count), path.split(separator: "/").allSatisfy({ $0.utf8.count <= 255 })
            else {
                throw Problem("bad_request", "path has 1 to 4,000 bytes, each name in it at most 255.", found: path)
            }
            try services.ledger.backup(to: path)
            return .json(200) { $0.member("path", path) }
        default: throw Problem("not_found", found: action)
        }
    }
}
