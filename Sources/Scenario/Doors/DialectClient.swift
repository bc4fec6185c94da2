internal import Platform

/// A program of the field on one connection: what the run does with documents, in a dialect's calls.
protocol DialectClient: AnyObject {
    /// Sends one edXML message, and gives the bus's id of it.
    func send(_ message: [UInt8], from code: String, kind: DialectKind) throws(DialectFault) -> String
    /// The ids of what waits, the oldest first, about `limit` of them.
    func list(_ kind: DialectKind, limit: Int) throws(DialectFault) -> [String]
    /// The bytes of a message.
    func content(_ id: String) throws(DialectFault) -> [UInt8]
    /// Sets the transport state of a message: `done` or `fail`.
    func set(_ id: String, to state: String) throws(DialectFault)
}

/// The two kinds of messages, as all dialects call them.
enum DialectKind: String {
    case document = "edoc"
    case status
}

/// Why a call of a dialect gave nothing.
enum DialectFault: Error {
    /// The bus said so; the answer is put into the native API's form.
    case refused(WireAnswer)
    /// There was no answer, or one that cannot be read.
    case failed(ScenarioError)

    /// A refusal of the domain, which comes with status 200, or one of the transport, which may say when to come again.
    init(_ code: String?, in answer: WireAnswer) {
        let status = answer.status == 200 ? 422 : answer.status
        var json = JSONText()
        json.object { $0.member("code", code ?? "http_\(answer.status)") }
        self = .refused(WireAnswer(status: status, headers: answer.headers, body: json.bytes))
    }
}

extension Wire {
    /// The answer to a call of a dialect, and its JSON; nil where it is none.
    func call(_ request: WireRequest) throws(DialectFault) -> (answer: WireAnswer, node: JSONNode?) {
        do throws(ScenarioError) {
            let answer = try exchange(request)
            return (answer, try? JSONReader.read(answer.body))
        } catch {
            throw .failed(error)
        }
    }
}
