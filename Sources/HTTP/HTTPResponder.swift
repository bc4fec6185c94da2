internal import CMicroHTTPD
internal import Platform
internal import Synchronization

/// The one way to answer a request. Only the first answer counts; one that is never given becomes a 500.
public final class HTTPResponder: Sendable {
    private let exchange: HTTPExchange?
    private let taker: (@Sendable (HTTPResponse) -> Void)?
    /// The responder behind this one, and what becomes of an answer on its way there, once.
    private let next: (responder: HTTPResponder, change: @Sendable (HTTPResponse) -> HTTPResponse)?
    private let isAnswered = Atomic(false)

    init(_ exchange: HTTPExchange) {
        self.exchange = exchange
        taker = nil
        next = nil
    }

    /// A responder that hands its answer to `taker`, for requests that are made inside the process.
    public init(_ taker: @escaping @Sendable (HTTPResponse) -> Void) {
        exchange = nil
        self.taker = taker
        next = nil
    }

    /// A responder that hands its answer to `taker`, and has work done on this one's connection.
    public func handing(to taker: @escaping @Sendable (HTTPResponse) -> Void) -> HTTPResponder {
        HTTPResponder(exchange, taker)
    }

    private init(_ exchange: HTTPExchange?, _ taker: @escaping @Sendable (HTTPResponse) -> Void) {
        self.exchange = exchange
        self.taker = taker
        next = nil
    }

    private init(
        _ exchange: HTTPExchange?, next: (responder: HTTPResponder, change: @Sendable (HTTPResponse) -> HTTPResponse)
    ) {
        self.exchange = exchange
        taker = nil
        self.next = next
    }

    deinit { respond(HTTPResponse(status: 500)) }

    /// Answers the request.
    public func respond(_ response: HTTPResponse) {
        if next == nil, taker == nil, let exchange { return exchange.answer(response) }
        guard !isAnswered.exchange(true, ordering: .acquiringAndReleasing) else { return }
        taker?(response)
        if let next { next.responder.respond(next.change(response)) }
    }

    /// Whether there is room for `size` bytes, of an answer and of what is read for it, which is kept for them; from any
    /// thread. For what must not be begun, or noted as done, where its answer could not be sent.
    public func reserve(_ size: Int) -> Bool {
        guard let exchange, let memory = exchange.memory else { return true }
        return memory.reserve(size, for: exchange)
    }

    /// A responder whose answer goes through `change`, once, before it is this one's.
    public func changing(_ change: @escaping @Sendable (HTTPResponse) -> HTTPResponse) -> HTTPResponder {
        HTTPResponder(exchange, next: (self, change))
    }

    /// Has `work` done on the connection's own thread, so that whoever calls goes on at once; `work` answers, or waits
    /// again. It is dropped where the client is gone by then.
    public func perform(_ work: @escaping @Sendable () -> Void) {
        if let exchange { exchange.perform(work) } else { work() }
    }

    /// Has `body` called once the request is over, answered or given up by its client, in place of what was said before.
    public func whenOver(_ body: @escaping @Sendable () -> Void) { exchange?.whenOver(body) }
}

/// One request and its answer, shared by the HTTP thread and whoever answers.
@safe final class HTTPExchange: @unchecked Sendable {
    // Sendable: request fields are touched by the HTTP thread alone before `handle`; `state` is behind the lock, what the
    // budget for memory holds behind the budget's.
    @safe private struct State {
        var response: HTTPResponse?
        var work: (@Sendable () -> Void)?
        var suspended: OpaquePointer?

        /// Wakes the connection where it sleeps.
        mutating func wake() {
            guard let connection = unsafe suspended else { return }
            unsafe suspended = nil
            unsafe MHD_resume_connection(connection)
        }

        /// Whether the handler has it, or had it.
        var isBegun = false
        var isCut = false
        var isOver = false
        var end: (@Sendable () -> Void)?
    }

    private let lock = Monitor(State())
    let method: String
    let target: String
    let limit: Int
    /// Who asks; nil for a stranger.
    let party: UInt64?
    /// What the handler found out when it let the request in.
    let finding: (any Sendable)?
    /// The answer to a body over the limit, where it is not the usual one.
    let refusal: HTTPResponse?
    /// The budget that answers are taken from.
    let memory: MemoryBudget?
    /// The connection it came on.
    let connection: HTTPConnection?
    var body: [UInt8] = []
    /// Whose the memory is that it takes.
    let owners: Set<MemoryBudget.Owner>
    /// What the budget for memory holds for it, in bytes; touched inside the budget's lock alone.
    var reserved = 0
    /// Whether it gets nothing from the budget any more; inside the same lock.
    var isReleased = false
    /// The length that was announced, within the limit.
    var announced = 0
    var isTooLarge = false
    /// Bytes that were read and dropped once the body was refused.
    var thrownAway = 0
    /// How many of them are read, so that the sender sees the answer before the connection breaks.
    var lingering = 16 << 20
    /// Whether the target is not UTF-8.
    var isUnreadable = false
    var wasHandled = false

    init(
        method: String, target: String, admission: HTTPAdmission, connection: HTTPConnection? = nil,
        memory: MemoryBudget? = nil
    ) {
        refusal = admission.refusal
        self.memory = memory
        self.method = method
        self.target = target
        limit = admission.bodyLimit
        party = admission.party
        let known = [admission.party, admission.agency].compactMap { $0.map(MemoryBudget.Owner.party) }
        owners = known.isEmpty ? [.strangers] : Set(known)
        finding = admission.finding
        self.connection = connection
    }

    func whenOver(_ body: @escaping @Sendable () -> Void) {
        let isLate = lock.withLock { state in
            if !state.isOver { state.end = body }
            return state.isOver
        }
        if isLate { body() }
    }

    /// Keeps the answer, and wakes the connection where it was put to sleep.
    func answer(_ response: HTTPResponse) {
        let isTaken = lock.withLock { state in
            guard state.response == nil, !state.isOver else { return false }
            state.response = response
            state.wake()
            return true
        }
        if !isTaken { response.stream?.finish() }
    }

    /// Keeps work for the connection's thread, and wakes the connection where it was put to sleep.
    func perform(_ work: @escaping @Sendable () -> Void) {
        lock.withLock { state in
            guard state.response == nil, !state.isOver else { return }
            state.work = work
            state.wake()
        }
    }

    /// The answer if it is there, after the work that is to be done for it; else the connection sleeps.
    @unsafe func takeOrSuspend(_ connection: OpaquePointer) -> HTTPResponse? {
        while true {
            let (response, work) = lock.withLock { state in
                let work = state.work.take()
                if state.response == nil, work == nil {
                    unsafe state.suspended = connection
                    unsafe MHD_suspend_connection(connection)
                }
                // It is sent from a copy of its own: two of a large one would be one too many.
                defer { if state.response != nil { state.response?.body = [] } }
                return (state.response, work)
            }
            guard response == nil, let work else { return response }
            work()
        }
    }

    /// Notes that the handler gets it, unless the server stops; gives whether it does.
    func begin(unless isStopping: Bool) -> Bool {
        lock.withLock { $0.isBegun = !isStopping }
        return !isStopping
    }

    /// Whether the handler has it, or had it.
    var isBegun: Bool { lock.withLock { $0.isBegun } }

    /// Ends the connection without an answer, where there is none yet.
    func cut() {
        lock.withLock { state in
            guard state.response == nil, !state.isOver else { return }
            state.isCut = true
            state.response = HTTPResponse(status: 503)
            state.wake()
        }
    }

    /// Whether the connection is to end without an answer.
    var isCut: Bool { lock.withLock { $0.isCut } }

    /// Whether the answer is there already.
    var isAnswered: Bool { lock.withLock { $0.response != nil } }

    /// The client is gone: whoever makes the answer need not, and the connection wakes to find that out.
    func abandon() {
        answer(HTTPResponse(status: 503, headers: [("Connection", "close")]))
        stopStream()
    }

    /// Ends an answer that is made while it is sent.
    func stopStream() { lock.withLock { $0.response?.stream }?.stop() }

    /// The request is over: nobody may touch the connection any more.
    func finish() {
        // The work is let go outside the lock: with it may go the last responder, which answers.
        let (dropped, stream, end) = lock.withLock { state in
            state.isOver = true
            unsafe state.suspended = nil
            return (state.work.take(), state.response?.stream, state.end.take())
        }
        stream?.finish()
        end?()
        _ = consume dropped
    }
}
