internal import HTTP
internal import Platform

/// The trace of one request: the caller's where it brought one, else a new one, made when it is first needed.
final class RequestTrace: Sendable {
    let context: TraceContext?
    private let made = Monitor<String?>(nil)

    init(of request: HTTPRequest) { context = TraceContext(of: request) }

    /// 32 hexadecimal digits: `trace_id`.
    var id: String {
        if let context { return context.traceID }
        return made.withLock { made in
            if let made { return made }
            let new = TraceContext.randomDigits(32)
            made = new
            return new
        }
    }
}
