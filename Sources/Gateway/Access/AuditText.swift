internal import Platform

/// Writes what came from outside into the texts of the audit, so that nothing can look like something else: a value that
/// holds more than plain letters, digits and marks is put into quotation marks, with JSON's escapes.
enum AuditText {
    /// Characters (Unicode scalars) of one value.
    static let limit = 200
    /// Elements of a list, and characters of each.
    static let (elements, limitOfElement) = (16, 64)

    /// `text`, cut after `limit` characters with the number of those left out.
    static func value(_ text: String, limit: Int = limit, isElement: Bool = false) -> String {
        let scalars = text.unicodeScalars
        let head = scalars.prefix(limit)
        let rest = scalars.count - head.count
        let isWhole =
            rest == 0 && !text.isEmpty && head.first != " " && head.last != " "
            && head.allSatisfy { isPlain($0) && !(isElement && $0 == " ") }
        return isWhole ? text : "\"\(escaped(head))\"" + (rest > 0 ? " (+\(rest) characters)" : "")
    }

    /// The texts of a list, the first ones, and how many more there are.
    static func list(_ texts: [String]) -> String {
        let head = texts.prefix(elements).map { value($0, limit: limitOfElement, isElement: true) }
        let rest = texts.count - head.count
        return head.joined(separator: " ") + (rest > 0 ? " (+\(rest) more)" : "")
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        !",=\"\\()".unicodeScalars.contains(scalar) && isShown(scalar)
    }

    /// Whether it shows, and where it stands: no control character, nothing that turns the direction of a line, no other
    /// space than the usual one.
    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }

    private static func escaped(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var text = ""
        for scalar in scalars {
            if scalar == "\"" || scalar == "\\" {
                text += "\\\(scalar)"
            } else if isShown(scalar) {
                text.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 { text += "\\u" + hex(unit) }
            }
        }
        return text
    }

    private static func hex(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
