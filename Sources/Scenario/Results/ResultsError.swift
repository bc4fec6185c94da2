/// What is wrong with a results file: code, place, sentence and hint.
public struct ResultsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The stable code.
    public let code: ResultsCode
    /// The file, and the line in it, from 1, where it is about one.
    public let place: String
    /// What is wrong, in one sentence.
    public let message: String
    /// What to do.
    public let hint: String

    init(_ code: ResultsCode, path: String? = nil, line: Int? = nil, _ message: String, hint: String? = nil) {
        self.code = code
        place = path.map { path in line.map { "\(path):\($0)" } ?? path } ?? ""
        self.message = message
        self.hint = hint ?? code.hint(vietnamese: false)
    }

    /// One line, such as `run.json:12: replay_results_bad_value: …`.
    public var description: String {
        "\(place.isEmpty ? "" : place + ": ")\(code.rawValue): \(message) (\(hint))"
    }
}
