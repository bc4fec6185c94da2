internal import Platform

/// The members of a JSON object as the field's programs write them: null, and the word `null`, mean absent, and a number
/// stands where a text is expected.
struct DialectBody {
    private let members: [JSONNode.Member]

    /// The members of `bytes`; an empty body has none. Throws `bad_request` where it is not a JSON object.
    init(_ bytes: [UInt8]) throws(Problem) {
        guard bytes.contains(where: { $0 > 0x20 }) else {
            members = []
            return
        }
        let node: JSONNode
        do { node = try JSONReader.read(bytes) } catch {
            throw Problem("bad_request", "The body is not JSON: line \(error.line), \(error.message).")
        }
        switch node.value {
        case .object(let found): members = found
        case .null: members = []
        default: throw Problem("bad_request", "The body is not a JSON object.", found: node.kind)
        }
    }

    /// The text of a member, whatever the case of its name; nil where it is missing, null or empty.
    subscript(_ name: String) -> String? {
        for member in members where Multipart.isSame(member.key, name) {
            switch member.value.value {
            case .string(let text): return Self.present(text)
            case .number(let spelling): return spelling
            case .bool(let flag): return flag ? "true" : "false"
            case .object, .array, .null: return nil
            }
        }
        return nil
    }

    /// A parameter that says something: programs write the word `null` for what they have not.
    static func present(_ text: String?) -> String? {
        guard let text, !text.isEmpty, text != "null" else { return nil }
        return text
    }
}
