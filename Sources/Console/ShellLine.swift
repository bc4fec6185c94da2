/// A command line whose interpolated text is one argument each, whatever stands in it (POSIX.1-2017, shell, 2.2.2).
struct ShellLine: ExpressibleByStringInterpolation, Sendable {
    /// The line, to be copied into a shell.
    private(set) var text: String

    init(stringLiteral value: String) { text = value }

    init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

    /// The pieces one after another.
    init(_ pieces: some Sequence<ShellLine>) { text = pieces.reduce(into: "") { $0 += $1.text } }

    static func + (left: ShellLine, right: ShellLine) -> ShellLine { ShellLine([left, right]) }

    struct Interpolation: StringInterpolationProtocol {
        var text = ""

        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

        mutating func appendLiteral(_ literal: String) { text += literal }

        mutating func appendInterpolation(_ argument: String) {
            let isPlain =
                !argument.isEmpty
                && argument.unicodeScalars.allSatisfy {
                    $0.properties.isAlphabetic || ("0"..."9").contains($0) || "._,:/@+-".unicodeScalars.contains($0)
                }
            text += isPlain ? argument : "'\(argument.replacing("'", with: "'\\''"))'"
        }
    }
}
