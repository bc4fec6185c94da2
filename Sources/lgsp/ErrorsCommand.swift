internal import Client
internal import Gateway
internal import Glibc
internal import Platform
internal import Scenario

/// `lgsp errors`: every code of every layer, in the words that the daemon uses.
enum ErrorsCommand {
    static let command = Command(
        "errors", "[CODE]", "Lists the error codes, or one, with their sentences, hints and clauses.",
        options: [Option("lang", "en|vi", "The language (LGSP_LANG); default en.")],
        examples: ["lgsp errors --json", "lgsp errors signature_digest_mismatch --lang vi"]
    ) { arguments, output in
        try arguments.expect(0...1, "CODE")
        let language = arguments["lang"] ?? "en"
        // LGSP_LANG may be a locale such as vi_VN.UTF-8; a wrong --lang is a mistake that is worth saying.
        guard arguments.given("lang") == nil || ["en", "vi"].contains(language) else {
            throw Failure.usage("--lang is en or vi.", command: "errors")
        }
        let rows = table(vietnamese: language.hasPrefix("vi"))
        guard let code = arguments.positional.first else {
            output.list(rows.map(\.json), ["code", "title", "hint", "clause"])
            return .success
        }
        guard let row = rows.first(where: { $0.code == code }) else {
            throw Failure(
                .badInput, "not_found", "There is no code \(code)\(Nearest.question(code, rows.map(\.code))).",
                hint: "lgsp errors lists them all.")
        }
        output.object(row.json)
        return .success
    }

    private struct Row {
        let code: String
        let status: Int
        let title: String
        let hint: String
        let clause: String

        var json: JSONValue {
            .object([
                .init("code", .string(code)), .init("status", .number("\(status)")), .init("title", .string(title)),
                .init("hint", .string(hint)), .init("clause", .string(clause)),
            ])
        }
    }

    private static func table(vietnamese: Bool) -> [Row] {
        var rows = Catalogue.all.map {
            Row(
                code: $0.code, status: $0.status, title: $0.title(vietnamese: vietnamese),
                hint: $0.hint(vietnamese: vietnamese), clause: $0.clause)
        }
        let known = Set(rows.map(\.code))
        rows += ScenarioCode.allCases.filter { !known.contains($0.rawValue) }.map {
            Row(
                code: $0.rawValue, status: 0, title: $0.title(vietnamese: vietnamese),
                hint: $0.hint(vietnamese: vietnamese), clause: "")
        }
        rows += ResultsCode.allCases.map {
            Row(
                code: $0.rawValue, status: 0, title: $0.title(vietnamese: vietnamese),
                hint: $0.hint(vietnamese: vietnamese), clause: "")
        }
        return rows.sorted { $0.code < $1.code }
    }
}
