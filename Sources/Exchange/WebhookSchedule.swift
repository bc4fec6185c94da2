/// Decides which calls of webhooks start now, what follows from their outcome, and when to look again.
///
/// Pure: the moments, the random numbers and what is due come in as values, calls are made by the owner. A target that
/// fails gets one call at a time until it succeeds, and all failing targets together at most half of the calls, so that
/// those which answer are never held up by those which do not.
public struct WebhookSchedule: Sendable {
    /// A call that is due.
    public struct Call: Hashable, Sendable {
        /// The webhook.
        public let webhook: Identifier
        /// The delivery it is told of.
        public let delivery: Serial
        /// How often it was tried before.
        public let attempts: UInt32

        /// The call of `webhook` about `delivery`.
        public init(webhook: Identifier, delivery: Serial, attempts: UInt32) {
            self.webhook = webhook
            self.delivery = delivery
            self.attempts = attempts
        }
    }

    /// How a call went.
    public enum Outcome: Hashable, Sendable {
        /// The target has it.
        case succeeded
        /// It has not; why, as a stable code.
        case failed(String)
        /// There was nothing to tell any more: no call was made.
        case needless
    }

    /// What follows from an outcome.
    public enum Next: Hashable, Sendable {
        /// Nothing more is to be done.
        case done
        /// It is tried again at this moment.
        case again(at: Instant, attempts: UInt32, code: String)
        /// It is not tried any more.
        case giveUp(WebhookDeadLettered)
    }

    private struct Target {
        var calls: Set<Serial> = []
        var isFailing = false
    }

    private let backOff: BackOff
    private let callsOfTarget: Int
    private let calls: Int
    private var targets: [Identifier: Target] = [:]
    private var turn = 0

    /// How many calls are under way.
    public private(set) var underWay = 0
    private var failingUnderWay: Int { targets.values.reduce(0) { $0 + ($1.isFailing ? $1.calls.count : 0) } }

    /// At most `callsOfTarget` calls to one target at once, and `calls` in all.
    public init(backOff: BackOff, callsOfTarget: Int, calls: Int) {
        self.backOff = backOff
        self.callsOfTarget = max(1, callsOfTarget)
        self.calls = max(2, calls)
    }

    /// Whether the delivery is being told to the webhook now.
    public func isUnderWay(_ webhook: Identifier, _ delivery: Serial) -> Bool {
        targets[webhook]?.calls.contains(delivery) ?? false
    }

    /// How many calls of the webhook are under way.
    public func underWay(of webhook: Identifier) -> Int { targets[webhook]?.calls.count ?? 0 }

    /// How many due calls of one webhook `start` can make use of.
    public func room(of webhook: Identifier) -> Int {
        max(0, (targets[webhook]?.isFailing == true ? 1 : callsOfTarget) - underWay(of: webhook))
    }

    /// The calls to start now of those that are due, each webhook's own in order; they are under way from here on.
    ///
    /// Webhooks take turns, one call each, beginning with another one every time. All of one `owner` together get a quarter:
    /// slow ones hold up nobody else's.
    public mutating func start(_ due: [[Call]], owner: (Identifier) -> String = { $0.description }) -> [Call] {
        var queues = due.map { $0[...] }.filter { !$0.isEmpty }
        guard !queues.isEmpty else { return [] }
        turn = (turn + 1) % queues.count
        queues = Array(queues[turn...] + queues[..<turn])
        var started: [Call] = []
        var isMoving = true
        var owned: [String: Int] = [:]
        for (webhook, target) in targets { owned[owner(webhook), default: 0] += target.calls.count }
        while isMoving, underWay < calls {
            isMoving = false
            for index in queues.indices {
                guard underWay < calls, let call = queues[index].first, room(of: call.webhook) > 0 else { continue }
                let isFailing = targets[call.webhook]?.isFailing == true
                guard !isFailing || failingUnderWay < calls / 2 else { continue }
                let owner = owner(call.webhook)
                guard owned[owner] ?? 0 < max(callsOfTarget, calls / 4) else { continue }
                queues[index].removeFirst()
                guard targets[call.webhook, default: Target()].calls.insert(call.delivery).inserted else { continue }
                underWay += 1
                owned[owner, default: 0] += 1
                started.append(call)
                isMoving = true
            }
        }
        return started
    }

    /// What follows from the outcome of a call at `now`; `random` is 0 ..< 1.
    public mutating func ended(_ call: Call, _ outcome: Outcome, now: Instant, random: Double) -> Next {
        if targets[call.webhook]?.calls.remove(call.delivery) != nil { underWay -= 1 }
        if outcome != .needless { targets[call.webhook]?.isFailing = outcome != .succeeded }
        guard case .failed(let code) = outcome else { return .done }
        let attempts = call.attempts + 1
        guard let pause = backOff.pause(after: attempts, random: random) else {
            return .giveUp(
                WebhookDeadLettered(webhook: call.webhook, delivery: call.delivery, attempts: attempts, code: code))
        }
        return .again(at: Instant(milliseconds: now.milliseconds + pause), attempts: attempts, code: code)
    }

    /// Forgets whether a webhook that is there no more was failing.
    public mutating func forget(_ webhook: Identifier) {
        if targets[webhook]?.calls.isEmpty == true { targets[webhook] = nil }
    }
}
