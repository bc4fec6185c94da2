internal import Platform

/// The JSON body of a request, read once and strictly: what an operation decodes and what the audit keeps of it are one
/// reading.
///
/// Unknown members are refused: a misspelt one would be passed over in silence.
struct JSONBody: Sendable {
    /// The object that was read, whatever becomes of it; nil where it cannot be read.
    let node: JSONNode?
    private let root: Result<JSONNode, Problem>

    /// The body of an operation that takes none.
    static let none = JSONBody()

    private init() {
        node = nil
        root = .failure(Problem("bad_request", "There is no body."))
    }

    /// The body of an operation that knows `members`.
    init(_ bytes: [UInt8], members: [APIBody.Member]) {
        do {
            let object = try Self.object(bytes)
            node = object
            root = Self.unknownMember(of: object, members).map(Result.failure) ?? .success(object)
        } catch {
            node = nil
            root = .failure(error)
        }
    }

    /// Throws a problem where the body cannot be read, is no object, or has members that nobody knows.
    func check() throws(Problem) { _ = try root.get() }

    /// The body as a value of `type`. Throws a problem that says which member is missing, or of another kind than it must
    /// be, and where it stands. No member may be null, what is not meant is left out: no operation says otherwise.
    func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let root = try root.get()
        do {
            let value = try JSONNodeDecoder.decode(type, from: root)
            try Self.refuseNull(root)
            return value
        } catch let error as DecodingError {
            throw Self.problem(of: error, in: root)
        }
    }

    private static func object(_ bytes: [UInt8]) throws(Problem) -> JSONNode {
        let node: JSONNode
        do { node = try JSONReader.read(bytes) } catch {
            var problem = unexpected
            problem.hint = Hint.ofCompressed(bytes)
            (problem.line, problem.column, problem.found) = (error.line, error.column, error.message)
            throw problem
        }
        guard case .object = node.value else {
            var problem = unexpected
            (problem.expected, problem.found, problem.line) = ("the body to be an object", "another kind of value", 1)
            throw problem
        }
        return node
    }

    /// The problem of the first member that is none of `members`.
    private static func unknownMember(of object: JSONNode, _ members: [APIBody.Member]) -> Problem? {
        let names = members.map(\.name)
        let unknown = object.members.first { member in !names.contains { $0.utf8.elementsEqual(member.key.utf8) } }
        guard let unknown else { return nil }
        let question = Nearest.question(unknown.key, names)
        var problem = Problem(
            "member_unknown",
            "The body has a member that this operation does not know\(question.isEmpty ? "." : question + "?")",
            found: String(String.UnicodeScalarView(unknown.key.unicodeScalars.prefix(64))))
        (problem.line, problem.column) = (unknown.line, unknown.column)
        problem.expected = "of these members: \(names.joined(separator: ", "))"
        return problem
    }

    private static var unexpected: Problem { Problem("bad_request", "The body is not the JSON expected here.") }

    /// Says what is missing, or of another kind than it must be, and where.
    private static func problem(of error: DecodingError, in root: JSONNode) -> Problem {
        var problem = unexpected
        func path(_ context: DecodingError.Context, _ last: [any CodingKey] = []) -> String {
            let path = (context.codingPath + last).reduce("") { path, key in
                key.intValue.map { "\(path)[\($0)]" } ?? (path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)")
            }
            (problem.line, problem.column) = place(of: context.codingPath, in: root)
            return path
        }
        switch error {
        case .keyNotFound(let key, let context):
            problem.expected = path(context, [key])
            problem.found = "a body without it"
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            let place = path(context)
            problem.expected = "\(place.isEmpty ? "the body" : place) to be \(name(of: type))"
            problem.found = "another kind of value"
        case .dataCorrupted(let context):
            problem.expected = "\(path(context)) to be a value that it may have"
        @unknown default: break
        }
        return problem
    }

    /// The place of the member that leads to the value at `path`, or the line of the value itself within a list.
    private static func place(of path: [any CodingKey], in root: JSONNode) -> (line: Int?, column: Int?) {
        var (node, line, column): (JSONNode, Int?, Int?) = (root, nil, nil)
        for key in path {
            if let index = key.intValue {
                guard node.elements.indices.contains(index) else { break }
                node = node.elements[index]
                (line, column) = (node.line, nil)
            } else {
                guard let member = node.member(key.stringValue) else { break }
                node = member.value
                (line, column) = (member.line, member.column)
            }
        }
        return (line, column)
    }

    private static func name(of type: Any.Type) -> String {
        switch type {
        case is [String: Any].Type: "an object"
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is any BinaryInteger.Type: "a whole number"
        case is any BinaryFloatingPoint.Type: "a number"
        case is any Collection.Type: "a list"
        default: "an object"
        }
    }

    private static func refuseNull(_ root: JSONNode) throws(Problem) {
        for member in root.members {
            if case .null = member.value.value {
                var problem = Problem("bad_request", "\(member.key) is null: leave it out.", found: member.key)
                (problem.line, problem.column) = (member.line, member.column)
                throw problem
            }
        }
    }
}
