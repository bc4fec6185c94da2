internal import Gateway
internal import HTTP
internal import Platform

/// What a page is made of: who asks for it, in which language, and the answers of the API, which it notes.
final class PageContext {
    let visit: Visit
    let visitor: Visit.Visitor
    let request: HTTPRequest
    let language: Language
    /// The parts of the path that follow the page's own.
    let arguments: [String]
    /// What was asked of the API, for those who want to ask themselves.
    private(set) var asked: [(request: String, answer: [UInt8])] = []

    init(
        _ visit: Visit, _ visitor: Visit.Visitor, _ request: HTTPRequest, _ language: Language, arguments: [String]
    ) {
        self.visit = visit
        self.visitor = visitor
        self.request = request
        self.language = language
        self.arguments = arguments
    }

    /// Whether the visitor reads what is everybody's: an admin, or an auditor.
    var readsAll: Bool { visitor.role != "agency" }

    /// Whether the visitor may change what is everybody's.
    var isAdmin: Bool { visitor.role == "admin" }

    /// What the API answers to `GET /api/v1/path?query`.
    func get(_ path: String, _ query: [(name: String, value: String?)] = []) throws(Visit.Failure) -> JSONNode {
        let given = query.compactMap { pair in
            // A query without terms is one: it finds everything.
            pair.value.flatMap { $0.isEmpty && pair.name != "q" ? nil : (name: pair.name, value: $0) }
        }
        let target = given.map { "\($0.name)=\(Percent.encode($0.value))" }.joined(separator: "&")
        let request = "/api/v1/\(path)" + (target.isEmpty ? "" : "?\(target)")
        do throws(Visit.Failure) {
            let answer = try visit.read("/api/v1/\(path)", given, language: language.rawValue)
            asked.append((request, answer.text))
            return answer.value
        } catch {
            asked.append((request, Array("null".utf8)))
            throw error
        }
    }

    /// What the API answers, nil where it is nothing for this visitor.
    func find(
        _ path: String, _ query: [(name: String, value: String?)] = [], besides statuses: [Int] = []
    ) throws(Visit.Failure) -> JSONNode? {
        do throws(Visit.Failure) { return try get(path, query) } catch {
            if ([403, 404, 410] + statuses).contains(error.status) { return nil }
            throw error
        }
    }

    /// The bytes that the API answers to `GET /api/v1/path`.
    func raw(_ path: String) throws(Visit.Failure) -> [UInt8] {
        asked.append(("/api/v1/\(path)", Array("null".utf8)))
        return try visit.raw("/api/v1/\(path)").body
    }

    /// The first parameter of this name.
    func parameter(_ name: String) -> String { request.parameter(name) ?? "" }

    /// A word in the page's language.
    func word(_ english: String, _ vietnamese: String) -> String { language(english, vietnamese) }
}

extension JSONNode {
    /// The member's text, number or truth as it is spelt; empty where there is none.
    func text(_ key: String) -> String { self[key]?.spelling ?? "" }

    /// The member's whole number, 0 where there is none.
    func number(_ key: String) -> Int { self[key]?.int ?? 0 }

    private var spelling: String {
        switch value {
        case .string(let text): text
        case .number(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .object, .array, .null: ""
        }
    }
}
