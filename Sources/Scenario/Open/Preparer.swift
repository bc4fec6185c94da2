internal import Platform

/// Writes and signs documents ahead of their time, on a thread of its own.
final class Preparer: Sendable {
    private let generator: Generator
    private let plan: Monitor<OpenPlan>
    private let lookahead: Lookahead
    private let signers: Signers
    private let surroundings: any Surroundings
    private let failure: Monitor<ScenarioError?>

    init(
        _ generator: Generator, plan: Monitor<OpenPlan>, into lookahead: Lookahead, signers: Signers,
        surroundings: any Surroundings, failure: Monitor<ScenarioError?>
    ) {
        self.generator = generator
        self.plan = plan
        self.lookahead = lookahead
        self.signers = signers
        self.surroundings = surroundings
        self.failure = failure
    }

    /// Works until every document is ready or nobody wants more.
    func run() {
        let admin = Caller(surroundings, connections: 1, deadline: .now.advanced(byMilliseconds: 3_600_000))
        do throws(ScenarioError) {
            while lookahead.reserve(), let item = plan.withLock({ $0.next() }) {
                lookahead.put(try prepare(item, admin: admin))
            }
        } catch {
            failure.withLock { $0 = $0 ?? error }
            lookahead.end()
        }
    }

    private func prepare(_ item: OpenPlan.Item, admin: Caller) throws(ScenarioError) -> Prepared {
        let document = item.document
        let code = generator.parties[document.sender].code
        let request: WireRequest
        if document.medium == .paper {
            request = generator.registration(of: document)
        } else {
            if document.bad == .expired { try signers.bindExpired([code], caller: admin) }
            let pair: (document: [UInt8], signature: [UInt8])
            if generator.isEnveloped(document), let enveloped = try signers.envelop(document, of: generator) {
                pair = (enveloped, [])
            } else {
                pair = try signers.sign(document, of: generator)
            }
            request = .submission([pair], mark: "")
        }
        return Prepared(
            ordinal: item.ordinal, time: item.time, document: document, identity: .agency(code), request: request,
            readyAt: MonotonicTime.now.nanoseconds)
    }
}
