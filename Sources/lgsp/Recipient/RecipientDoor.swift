internal import HTTP
internal import Platform
internal import Trust

/// The door of a scripted recipient: a webhook's target that checks the signature and wakes the desk of the mailbox.
final class RecipientDoor: HTTPHandler {
    private let desks: [String: RecipientDesk]
    private let secret: [UInt8]?
    private let now: @Sendable () -> Int64

    /// Who sends to the desks under `secret`, or anyone where that is nil; `now` is seconds since 1970.
    init(_ desks: [String: RecipientDesk], secret: String?, now: @escaping @Sendable () -> Int64) {
        self.desks = desks
        self.secret = secret.map { [UInt8]($0.utf8) }
        self.now = now
    }

    func admit(
        method: String, target: String, source: HTTPSource, header: (String) -> String?,
        peerCertificate: () -> [UInt8]?
    ) -> HTTPAdmission { HTTPAdmission(bodyLimit: 64 << 10, party: 1) }

    func answer(to fault: HTTPFault, target: String?) -> HTTPResponse { HTTPResponse(status: 400) }

    func handle(_ request: HTTPRequest, _ responder: HTTPResponder) {
        guard secret == nil || isGenuine(request) else { return responder.respond(HTTPResponse(status: 401)) }
        guard let event = try? JSONReader.read(request.body) else {
            return responder.respond(HTTPResponse(status: 400))
        }
        guard let desk = event["to"]?.string.flatMap({ desks[$0] }) else {
            return responder.respond(HTTPResponse(status: event["event"]?.string == "test" ? 204 : 404))
        }
        desk.call(responder)
    }

    /// `t=SECONDS,v1=HMAC` over `SECONDS.BODY`, not older than five minutes.
    private func isGenuine(_ request: HTTPRequest) -> Bool {
        guard let secret, let parts = request.header("Lgsp-Webhook-Signature")?.split(separator: ","),
            let seconds = parts.first(where: { $0.hasPrefix("t=") })?.dropFirst(2), let moment = Int64(seconds),
            abs(moment.subtractingReportingOverflow(now()).partialValue) <= 300,
            let code = parts.first(where: { $0.hasPrefix("v1=") }).flatMap({ Hex.decode($0.dropFirst(3)) }),
            let expected = try? HMACSHA256.code(of: Array("\(seconds).".utf8) + request.body, key: secret)
        else { return false }
        return HMACSHA256.isSame(code, expected)
    }
}
