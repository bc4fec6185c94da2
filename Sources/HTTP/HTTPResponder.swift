internal import CMicroHTTPD
internal import Platform

/// The one way to answer a request. Only the first answer counts; one that is never given becomes a 500.
public final class HTTPResponder: Sendable {
    private let exchange: HTTPExchange

    init(_ exchange: HTTPExchange) { self.exchange = exchange }

    deinit { exchange.answer(HTTPResponse(status: 500)) }

    /// Answers the request.
    public func respond(_ response: HTTPResponse) { exchange.answer(response) }
}

/// One request and its answer, shared by the HTTP thread and whoever answers.
@safe final class HTTPExchange: @unchecked Sendable {
    // Sendable: request fields are touched by the HTTP thread alone before `handle`; `state` is behind the lock.
    @safe private struct State {
        var response: HTTPResponse?
        var suspended: OpaquePointer?
        var isHandling = false
        var isOver = false
    }

    private let lock = Monitor(State())
    let method: String
    let target: String
    let limit: Int
    var body: [UInt8] = []
    var isTooLarge = false
    var wasHandled = false

    init(method: String, target: String, limit: Int) {
        self.method = method
        self.target = target
        self.limit = limit
    }

    /// Keeps the answer, and wakes the connection where it was put to sleep.
    func answer(_ response: HTTPResponse) {
        lock.withLock { state in
            guard state.response == nil, !state.isOver else { return }
            state.response = response
            if let connection = unsafe state.suspended {
                unsafe state.suspended = nil
                unsafe MHD_resume_connection(connection)
            }
        }
    }

    /// The answer if it is there; else the connection sleeps until it is.
    @unsafe func takeOrSuspend(_ connection: OpaquePointer) -> HTTPResponse? {
        lock.withLock { state in
            if let response = state.response { return response }
            unsafe state.suspended = connection
            unsafe MHD_suspend_connection(connection)
            return nil
        }
    }

    /// Whether the answer is there already.
    var isAnswered: Bool { lock.withLock { $0.response != nil } }

    /// The request is over: nobody may touch the connection any more.
    func finish() {
        lock.withLock { state in
            state.isOver = true
            unsafe state.suspended = nil
        }
    }
}
