/// What is wrong with a scenario or what stopped its run: code, place, sentence and hint.
public struct ScenarioError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The stable code.
    public let code: ScenarioCode
    /// The file, where it is about one.
    public let path: String?
    /// The line in the file, from 1.
    public let line: Int?
    /// What is wrong, in one sentence.
    public let message: String
    /// What to do.
    public let hint: String

    /// The error with these parts; without a hint of its own it takes the code's.
    public init(_ code: ScenarioCode, path: String? = nil, line: Int? = nil, _ message: String, hint: String? = nil) {
        self.code = code
        self.path = path
        self.line = line
        self.message = message
        self.hint = hint ?? code.hint(vietnamese: false)
    }

    /// One line, such as `scenario.json:12: scenario_bad_value: …`.
    public var description: String {
        let place = path.map { path in line.map { "\(path):\($0): " } ?? "\(path): " } ?? ""
        return "\(place)\(code.rawValue): \(message) (\(hint))"
    }
}
