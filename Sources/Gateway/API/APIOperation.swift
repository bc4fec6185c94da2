internal import HTTP

/// One operation of an HTTP interface: what is carried out, and what the OpenAPI document says of it.
struct APIOperation: Sendable {
    /// A request for it.
    struct Call {
        let services: Services
        let caller: Caller
        let trace: RequestTrace
        /// The values of the path's variables, in order.
        let arguments: [String]
        let request: HTTPRequest
        /// The request's JSON, where the operation takes that.
        var body = JSONBody.none
        var responder: HTTPResponder
        /// The thread that it runs on: one that serves, or a worker's.
        var place = WorkPlace.serving

        /// The same call, at `place`.
        func running(at place: WorkPlace) -> Call {
            var call = self
            call.place = place
            return call
        }
    }

    /// The method.
    let method: String
    /// The path below the interface's root, with its variables in braces.
    let path: String
    /// Its name in the OpenAPI document.
    let id: String
    /// A sentence.
    let summary: String
    /// The parameters in query and header fields.
    var parameters: [APIParameter] = []
    /// The body it takes.
    var body: APIBody?
    /// The statuses of success, each with the type of its content; nil for none.
    var answers: [(status: Int, content: String?)] = [(200, "application/json")]
    /// The statuses of problems, beside those that any operation may have.
    var problems: [Int] = []
    /// Whether it is for anybody.
    var isPublic = false
    /// Carries it out.
    let handle: @Sendable (Call) throws -> Void

    /// The parts of the path.
    var parts: [Substring] { path.split(separator: "/") }

    /// The values of the variables where `path` is one of this operation's, else nil.
    func arguments(in path: ArraySlice<String>) -> [String]? {
        var arguments: [String] = []
        let parts = parts
        guard parts.count == path.count else { return nil }
        for (part, value) in zip(parts, path) {
            if part.first == "{" { arguments.append(value) } else if part != value { return nil }
        }
        return arguments
    }
}

/// A parameter of an operation in the query or a header field.
struct APIParameter: Sendable {
    /// What its values are.
    enum Kind: Sendable {
        case text
        /// Text that matches a regular expression (ECMA-262).
        case pattern(String)
        case choice([String])
        case number(ClosedRange<Int64>)
        case day
    }

    let name: String
    let kind: Kind
    let summary: String
    var place = "query"
    var isRequired = false
    /// Whether it may stand several times.
    var isList = false
}

/// The body of an operation.
struct APIBody: Sendable {
    /// A member of a JSON object.
    struct Member: Sendable {
        let name: String
        let kind: Kind
        var isRequired = false
        /// Whether it is nobody's to read afterwards.
        var isSecret = false
    }

    /// What a member is.
    enum Kind: Sendable {
        case text
        /// Text of so many characters.
        case length(ClosedRange<Int64>)
        case pattern(String)
        case choice([String])
        case flag
        case number(ClosedRange<Int64>)
        case texts
    }

    /// The media types that are taken.
    let types: [String]
    /// The members of a JSON object; none for other bodies.
    var members: [Member] = []

    /// Whether it is a JSON object.
    var isJSON: Bool { types == ["application/json"] }

    /// A JSON object.
    static func json(_ members: Member...) -> APIBody { APIBody(types: ["application/json"], members: members) }
}
