internal import HTTP

/// An interface that programs of the field speak already: a front door onto the same core.
///
/// It knows how its callers show who they are, what its operations are called and how answers look. No rule of the domain
/// lives in it: those are asked of `DocumentDesk`.
protocol Dialect: Sendable {
    /// The first part of its paths.
    static var root: String { get }
    /// The caller of a request with these header fields, or why there is none. Asked before the body is read, too.
    func caller(operation: [String], header: (String) -> String?) throws(Problem) -> Caller
    /// How many bytes of body an operation may bring.
    func bodyLimit(of operation: [String]) -> Int
    /// Answers a request; `operation` is the path below `root`.
    func handle(_ operation: [String], _ request: HTTPRequest, _ trace: RequestTrace, _ responder: HTTPResponder)
    /// Its OpenAPI document, where it is a REST interface.
    var description: HTTPResponse? { get }
    /// A problem in the dialect's own words.
    func answer(to problem: Problem) -> HTTPResponse
}

extension Dialect {
    var description: HTTPResponse? { nil }
}

extension APIOperation.Call {
    /// The desk of its caller.
    var desk: DocumentDesk { DocumentDesk(services: services, caller: caller) }
}
