internal import Client
internal import HTTP
internal import Platform

/// One mailbox of a scripted recipient, worked on by one thread: it looks, answers by the script, and confirms.
final class RecipientDesk: Sendable {
    private struct Calls {
        /// Webhooks' requests that are answered once the mailbox was seen to; nil where that is done.
        var waiting: [HTTPResponder?] = []
    }

    private struct Box: @unchecked Sendable {
        // Sendable: handed once to the desk's thread, which alone uses it.
        let client: APIClient
    }

    private let code: String
    private let script: RecipientScript
    private let delay: Int64
    private let reason: String
    private let isCalled: Bool
    private let output: Output
    private let box: Box
    private let calls = Monitor(Calls())
    private static let callLimit = 1_000

    /// A desk for the agency `code`; where `isCalled`, it looks when a webhook says so, else it polls.
    init(
        _ code: String, _ script: RecipientScript, delay: Int64, reason: String, isCalled: Bool, client: APIClient,
        output: Output
    ) {
        self.code = code
        self.script = script
        self.delay = delay
        self.reason = reason
        self.isCalled = isCalled
        self.output = output
        box = Box(client: client)
    }

    /// A webhook says that something lies in the mailbox.
    func call(_ responder: HTTPResponder) {
        let isAnswered = script == .accept || script == .refuse
        if isAnswered { responder.respond(HTTPResponse(status: 204)) }
        calls.notify { calls in
            // What is let go of is answered 500, as by a program that has too much to do.
            if calls.waiting.count >= Self.callLimit { calls.waiting.removeFirst() }
            calls.waiting.append(isAnswered ? nil : responder)
        }
    }

    /// Works for ever.
    func run() {
        guard script != .silent else { return }
        while true {
            if isCalled {
                let responder: [HTTPResponder?]? = calls.wait { $0.waiting.isEmpty ? nil : [$0.waiting.removeFirst()] }
                if let responder = responder?.first ?? nil {
                    pause(delay)
                    responder.respond(HTTPResponse(status: 204))
                }
            }
            do { try look() } catch {
                output.note("\(code): \(error.code): \(error.title)")
                pause(1_000)
            }
        }
    }

    private func look() throws(APIProblem) {
        for item in try box.client.inbox(code, wait: isCalled ? 0 : 10)["items"].elements {
            guard let delivery = item["delivery"].string, let document = item["document"].string else { continue }
            let statuses = item["kind"].string == "document" ? script.statuses : []
            if script == .slow, !isCalled { pause(delay) }
            // The same status twice is one status: what was cut off here is done again.
            for status in statuses {
                _ = try box.client.status(
                    document, code: status, reason: status == "02" ? reason : nil, agency: code)
            }
            _ = try box.client.confirm(code, [delivery], outcome: "done", reason: nil)
            output.list(
                [
                    .object([
                        .init("agency", .string(code)), .init("delivery", .string(delivery)),
                        .init("document", .string(document)), .init("kind", item["kind"]),
                        .init("statuses", .string(statuses.joined(separator: " "))),
                    ])
                ], ["agency", "delivery", "document", "kind", "statuses"])
        }
    }

    /// Nothing ends it but the program's end.
    private func pause(_ milliseconds: Int64) {
        let never = Monitor(())
        _ = never.wait(until: MonotonicTime.now.advanced(byMilliseconds: milliseconds)) { _ in nil as Bool? }
    }
}
