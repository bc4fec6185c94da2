internal import FoundationEssentials
internal import Platform

/// Reads the JSON body of a request.
enum JSONBody {
    static func read<Value: Decodable>(_ type: Value.Type, _ body: [UInt8]) throws -> Value {
        do {
            let value = try JSONDecoder().decode(type, from: Data(body))
            try refuseNull(body)
            return value
        } catch let problem as Problem { throw problem } catch {
            var problem = Problem("bad_request", "The body is not the JSON expected here.")
            problem.hint = Hint.ofCompressed(body)
            if let error = error as? DecodingError { tell(error, body, &problem) }
            throw problem
        }
    }

    /// Says what is missing, or of another kind than it must be, and where.
    private static func tell(_ error: DecodingError, _ body: [UInt8], _ problem: inout Problem) {
        func path(_ context: DecodingError.Context, _ last: [any CodingKey] = []) -> String {
            (context.codingPath + last).reduce("") { path, key in
                key.intValue.map { "\(path)[\($0)]" } ?? (path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)")
            }
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
            if !context.codingPath.isEmpty {
                problem.expected = "\(path(context)) to be a value that it may have"
            } else {
                do { _ = try JSONReader.read(body) } catch {
                    (problem.line, problem.column) = (error.line, error.column)
                    problem.found = error.message
                }
            }
        @unknown default: break
        }
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

    /// No member may be null: what is not meant is left out. A decoder takes one for the other.
    private static func refuseNull(_ body: [UInt8]) throws(Problem) {
        guard body.firstRange(of: Array("null".utf8)) != nil, let node = try? JSONReader.read(body) else { return }
        for member in node.members {
            if case .null = member.value.value {
                throw Problem("bad_request", "\(member.key) is null: leave it out.", found: member.key)
            }
        }
    }
}
