internal import Glibc
internal import Platform

/// A command line taken apart by the options that its command knows.
struct Arguments {
    private(set) var positional: [String] = []
    private var values: [(name: String, value: String)] = []
    private let command: String

    /// Options may stand anywhere; `--name value` and `--name=value` mean the same; after `--` all is positional.
    init(_ words: ArraySlice<String>, options: [Option], command: String) throws(Failure) {
        self.command = command
        var words = words
        while let word = words.popFirst() {
            if word == "--" {
                positional += words
                return
            }
            if word == "-h" {
                values.append(("help", ""))
                continue
            }
            let isShort = word == "-o"
            guard word.hasPrefix("--") || isShort else {
                guard !word.hasPrefix("-") || word == "-" else {
                    throw .usage("There is no option \(word).", command: command)
                }
                positional.append(word)
                continue
            }
            let parts = word.drop { $0 == "-" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = isShort ? "output" : parts.first.map(String.init) ?? ""
            guard let option = options.first(where: { $0.name == name }) else {
                throw .usage(
                    "There is no option --\(name)\(Nearest.question(name, options.map(\.name), prefix: "--")).",
                    command: command)
            }
            if option.value == nil {
                guard parts.count == 1 else { throw .usage("--\(name) takes no value.", command: command) }
                values.append((name, ""))
            } else if !isShort, parts.count == 2 {
                values.append((name, String(parts[1])))
            } else if let value = words.popFirst() {
                values.append((name, value))
            } else {
                throw .usage("--\(name) lacks its value.", command: command)
            }
        }
    }

    /// Whether the flag is given.
    func has(_ name: String) -> Bool { values.contains { $0.name == name } }

    /// The last value given, or else that of the environment's `LGSP_NAME`.
    subscript(_ name: String) -> String? {
        if let given = values.last(where: { $0.name == name })?.value { return given }
        let variable = "LGSP_" + name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
        guard let text = unsafe getenv(variable) else { return nil }
        let value = unsafe String(cString: text)
        return value.isEmpty ? nil : value
    }

    /// Every value given, in order; nothing from the environment.
    func all(_ name: String) -> [String] { values.filter { $0.name == name }.map(\.value) }

    /// The last value given; nothing from the environment.
    func given(_ name: String) -> String? { all(name).last }

    /// A whole number of seconds such as `10`, `10s`, `2m`, `3h` or `4d`; nil where the option is not given.
    func seconds(_ name: String) throws(Failure) -> Int? {
        guard let text = given(name) else { return nil }
        let scale = text.last.flatMap { ["s": 1, "m": 60, "h": 3_600, "d": 86_400][$0] }
        guard let number = Int(scale == nil ? text[...] : text.dropLast()), (0...86_400).contains(number) else {
            throw .usage("--\(name) wants a time such as 10s or 2m, not \(text).", command: command)
        }
        return number * (scale ?? 1)
    }

    /// Milliseconds, at least one, such as `200ms`, `10s` or `2m`; nil where the option is not given.
    func milliseconds(_ name: String) throws(Failure) -> Int64? {
        guard let text = given(name) else { return nil }
        guard text.hasSuffix("ms") else {
            guard let seconds = try seconds(name), seconds > 0 else {
                throw .usage("--\(name) wants a time such as 200ms, 10s or 2m, not \(text).", command: command)
            }
            return Int64(seconds) * 1_000
        }
        guard let number = Int64(text.dropLast(2)), (1...86_400_000).contains(number) else {
            throw .usage("--\(name) wants a time such as 200ms, 10s or 2m, not \(text).", command: command)
        }
        return number
    }

    /// A whole number above zero.
    func count(_ name: String) throws(Failure) -> Int? {
        guard let text = given(name) else { return nil }
        guard let number = Int(text), number > 0 else {
            throw .usage("--\(name) wants a number, not \(text).", command: command)
        }
        return number
    }

    /// Demands a number of positional arguments.
    func expect(_ range: ClosedRange<Int>, _ what: String) throws(Failure) {
        guard range.contains(positional.count) else {
            throw .usage(
                positional.count < range.lowerBound
                    ? "\(what) is missing." : "Too many arguments: \(positional[range.upperBound]).",
                command: command)
        }
    }
}
