internal import FoundationEssentials

/// Reads the JSON body of a request.
enum JSONBody {
    static func read<Value: Decodable>(_ type: Value.Type, _ body: [UInt8]) throws -> Value {
        do { return try JSONDecoder().decode(type, from: Data(body)) } catch {
            throw Problem("bad_request", "The body is not the JSON expected here.")
        }
    }
}
