internal import EdXML
internal import Exchange
internal import Platform

/// The connection of an agency's program that speaks a dialect: what a run asks of the native API about documents goes
/// out in the dialect's calls, and their answers come back in the native form.
///
/// What the dialects have no word for, such as a trace or a registration of paper, goes to the native API on the same
/// connection. Items carry the DocumentId in place of the bus's id: a status names its document by that.
final class DialectWire: Wire {
    private let code: String
    private let client: any DialectClient
    private let native: any Wire
    private let mailboxes: DialectMailboxes
    private let keys: any KeyRing
    private let clock: @Sendable () -> Int64
    private var signer: (any Signing)?

    /// Milliseconds between two lists where a look is to wait.
    private static let pollEvery: Int64 = 20

    init(
        code: String, client: any DialectClient, native: any Wire, mailboxes: DialectMailboxes, keys: any KeyRing,
        clock: @escaping @Sendable () -> Int64
    ) {
        self.code = code
        self.client = client
        self.native = native
        self.mailboxes = mailboxes
        self.keys = keys
        self.clock = clock
    }

    func exchange(_ request: WireRequest) throws(ScenarioError) -> WireAnswer {
        let parts = request.target.split(separator: "?")
        let path = parts.first?.split(separator: "/").dropFirst(2).compactMap { Percent.decode($0) } ?? []
        do throws(DialectFault) {
            switch (request.method, path.first, path.count) {
            case ("POST", "documents", 1): return try submit(request)
            case ("GET", "inbox", 2): return try look(request, query: parts.count > 1 ? parts[1] : "")
            case ("POST", "inbox", 3): return try confirm(request)
            case ("POST", "documents", 3) where path[2] == "statuses": return try status(request, about: path[1])
            default: break
            }
        } catch {
            switch error {
            case .refused(let answer): return answer
            case .failed(let failure): throw failure
            }
        }
        return try native.exchange(request)
    }

    // MARK: Sending

    private func submit(_ request: WireRequest) throws(DialectFault) -> WireAnswer {
        func header(_ name: String) -> String? { request.headers.first { $0.name == name }?.value }
        guard
            let parts = Multipart.parts(
                of: request.body, contentType: header("Content-Type") ?? "", limit: 2 * request.body.count)
        else {
            if header("Lgsp-Signature") != nil { throw Self.detached }
            let id = try client.send(request.body, from: code, kind: .document)
            return Self.answer(201) { $0.member("id", id) }
        }
        var results: [(status: Int, id: String?, problem: String?)] = []
        for part in parts {
            if part.name != "document" {
                if !part.body.isEmpty { throw Self.detached }
                continue
            }
            do throws(DialectFault) {
                results.append((201, try client.send(part.body, from: code, kind: .document), nil))
            } catch {
                guard case .refused(let answer) = error else { throw error }
                results.append((answer.status, nil, (try? JSONReader.read(answer.body))?["code"]?.string))
            }
        }
        return Self.answer(200) { json in
            json.key("results")
            json.array { json in
                for result in results {
                    json.object { json in
                        json.member("status", result.status)
                        json.member("id", result.id)
                        json.member("code", result.problem)
                    }
                }
            }
        }
    }

    private static let detached = DialectFault.failed(
        ScenarioError(
            .badValue, "a dialect has no place for a signature beside the document",
            hint: "Sign inside the document, or use the native door."))

    /// The status `document` gets from this agency, signed inside as a system under `required` has to.
    private func status(_ request: WireRequest, about document: String) throws(DialectFault) -> WireAnswer {
        let wanted = try? JSONReader.read(request.body)
        let pieces = document.split(separator: ",", maxSplits: 2).map(String.init)
        guard pieces.count == 3, let status = wanted?["code"]?.string else {
            throw .failed(ScenarioError(.unexpectedAnswer, "\(document) is no DocumentId"))
        }
        let message = EdXMLStatus(
            from: EdXMLOrgan(id: code, name: code),
            about: EdXMLResponse(
                organID: pieces[0], code: pieces[2], promulgationDate: pieces[1], documentID: document),
            statusCode: status, description: wanted?["reason"]?.string ?? "", timestamp: Self.timestamp(clock()))
        let signed: [UInt8]
        do {
            let signer = try signer ?? keys.signer(of: code)
            self.signer = signer
            signed = try signer.envelop(try EdXMLWriter.write(message))
        } catch {
            throw .failed(error as? ScenarioError ?? ScenarioError(.unexpectedAnswer, "\(error)"))
        }
        let id = try client.send(signed, from: code, kind: .status)
        return Self.answer(201) { $0.member("id", id) }
    }

    /// `yyyy/MM/dd HH:mm:ss` in Vietnam.
    private static func timestamp(_ now: Int64) -> String {
        let second = now / 1000 + 7 * 3600
        let day = Day(number: Int32(second / 86_400)).description.split(separator: "-").joined(separator: "/")
        let clock = Int(second % 86_400)
        return "\(day) "
            + [clock / 3600, clock / 60 % 60, clock % 60].map { Format.padded($0, 2) }.joined(separator: ":")
    }

    // MARK: Receiving

    /// The messages of this mailbox that were not fetched yet; a look that takes parts wants documents alone.
    private func look(_ request: WireRequest, query: Substring) throws(DialectFault) -> WireAnswer {
        func number(_ name: String) -> Int? {
            query.split(separator: "&").first { $0.hasPrefix(name + "=") }.flatMap { Int($0.dropFirst(name.count + 1)) }
        }
        let asParts = request.headers.contains { $0.value == "multipart/mixed" }
        let end = MonotonicTime.now.advanced(byMilliseconds: Int64(number("wait") ?? 0) * 1000)
        let limit = number("limit") ?? 100
        var items: [DialectItem] = []
        while true {
            for kind in asParts ? [.document] : [DialectKind.document, .status] where items.count < limit {
                for id in mailboxes.fresh(try client.list(kind, limit: 1000), of: code).prefix(limit - items.count) {
                    items.append(DialectItem(id: id, kind: kind, content: try client.content(id)))
                }
            }
            if !items.isEmpty || .now >= end { break }
            Pause.milliseconds(Self.pollEvery)
        }
        mailboxes.take(items.map(\.id), of: code)
        return asParts ? DialectItem.parts(items) : DialectItem.json(items)
    }

    private func confirm(_ request: WireRequest) throws(DialectFault) -> WireAnswer {
        let wanted = try? JSONReader.read(request.body)
        let deliveries = wanted?["deliveries"]?.elements.compactMap(\.string) ?? []
        for delivery in deliveries {
            try client.set(delivery, to: wanted?["outcome"]?.string ?? "done")
            mailboxes.confirm(delivery, of: code)
        }
        return Self.answer(200) { $0.member("confirmed", deliveries.count) }
    }

    private static func answer(_ status: Int, _ body: (inout JSONText) -> Void) -> WireAnswer {
        var json = JSONText()
        json.object(body)
        return WireAnswer(status: status, headers: [], body: json.bytes)
    }
}
