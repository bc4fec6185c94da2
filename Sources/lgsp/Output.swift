internal import Client
internal import Glibc
internal import Platform

/// Writes data to stdout: JSON, a table on a terminal, plain columns in a pipe. The rest goes to stderr.
struct Output: Sendable {
    /// Whether `--json` was given.
    let isJSON: Bool
    private let isTerminal = isatty(STDOUT_FILENO) == 1
    private let hasColour: Bool

    init(json: Bool) {
        isJSON = json
        let isPlain = unsafe getenv("NO_COLOR") != nil
        hasColour = isTerminal && !isPlain
    }

    /// A line of data: JSON under `--json`, else text in which what others wrote is harmless.
    func line(_ text: String) { Self.write(STDOUT_FILENO, Array(((isJSON ? text : Self.printable(text)) + "\n").utf8)) }

    /// Lines of text for people, each with its end, in which what others wrote is harmless.
    func text(_ lines: String) { Self.write(STDOUT_FILENO, Array(ShownText.lines(lines).utf8)) }

    /// Bytes of data as they are.
    func bytes(_ bytes: [UInt8]) { Self.write(STDOUT_FILENO, bytes) }

    /// A line for people, such as the next useful command; nothing under `--json`.
    func note(_ text: String) {
        if !isJSON { Self.write(STDERR_FILENO, Array((Self.printable(text) + "\n").utf8)) }
    }

    /// One object about a whole file under `--json`, on stderr: stdout holds the lines that it sums up.
    func summary(_ json: String) {
        if isJSON { Self.write(STDERR_FILENO, Array((json + "\n").utf8)) }
    }

    /// One object: JSON, or name and value a line.
    func object(_ value: JSONValue) {
        if isJSON { return line(value.json) }
        let members = value.members.filter { member in
            switch member.value {
            case .null, .object, .array: false
            default: true
            }
        }
        table(nil, members.map { [$0.name, $0.value.text] })
    }

    /// A list: one JSON object a line, or a table of the members that `columns` name; `a.b` goes one level down.
    func list(_ items: [JSONValue], _ columns: [String]) {
        if isJSON {
            for item in items { line(item.json) }
            return
        }
        let rows = items.map { item in
            columns.map { column in
                column.split(separator: ".").reduce(item) { value, name in value[String(name)] }.text
            }
        }
        table(columns.map { $0.split(separator: ".").joined(separator: " ").uppercased() }, rows)
    }

    /// A table with its head on a terminal; tab-separated columns without it in a pipe.
    func table(_ head: [String]?, _ rows: [[String]]) {
        let rows = rows.map { $0.map(Self.printable) }
        guard isTerminal else {
            for row in rows { bytes(Array((row.joined(separator: "\t") + "\n").utf8)) }
            return
        }
        let all = (head.map { [$0] } ?? []) + rows
        let count = all.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in all.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        for (index, row) in all.enumerated() {
            let cells = row.enumerated().map { column, cell in
                column == row.count - 1
                    ? cell : cell + String(repeating: " ", count: max(0, widths[column] - cell.count))
            }
            let text = cells.joined(separator: "  ")
            bytes(Array((index == 0 && head != nil && hasColour ? "\u{1B}[1m\(text)\u{1B}[0m\n" : text + "\n").utf8))
        }
    }

    /// The error's line and its hint, to stderr; under `--json` one object there.
    func error(_ failure: Failure) {
        let text: String
        if isJSON {
            text =
                JSONValue.object([
                    .init("code", .string(failure.code)), .init("detail", .string(failure.sentence)),
                    .init("hint", .string(failure.hint)),
                ]).json + "\n"
        } else {
            text =
                "lgsp: \(Self.printable(failure.code)): \(Self.printable(failure.sentence))\n"
                + (failure.hint.isEmpty ? "" : "  \(Self.printable(failure.hint))\n")
        }
        Self.write(STDERR_FILENO, Array(text.utf8))
    }

    /// Text of others on one line, made harmless to a terminal.
    static func printable(_ text: String) -> String { ShownText.line(text) }

    private static func write(_ descriptor: Int32, _ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let number = count < 0 ? errno : EIO
                if descriptor == STDOUT_FILENO {
                    let error = SystemError(call: "write", subject: "standard output", number: number)
                    broken.withLock { $0 = $0 ?? error }
                }
                return
            }
            rest = rest.dropFirst(count)
        }
    }

    private static let broken = Monitor<SystemError?>(nil)

    /// The first error of standard output; nil where everything was written.
    static var failure: SystemError? { broken.withLock { $0 } }

    /// Sees to it that no file takes the place of a standard descriptor that is closed; writing there still fails.
    static func takePlaces() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            _ = unsafe open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
