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
            problem.hint = ContentCoding.hint(of: body)
            throw problem
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
