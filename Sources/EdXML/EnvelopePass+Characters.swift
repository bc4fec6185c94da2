internal import Platform

/// Characters of a field that are not what they seem (Unicode TR 36).
extension EnvelopePass {
    /// Flags characters that are not shown or turn text around, and letters that look like Đ: one fault a field.
    mutating func checkCharacters() {
        let text = tree.text
        var at = 0
        // Texts stand in the order of their elements.
        var node = 0
        while at + 1 < text.count {
            guard text[at] >= 0xC2, Self.mayBeOdd(text[at], text[at + 1]), let scalar = Self.scalar(text, at),
                FieldText.isHidden(scalar) || FieldText.looksLikeD(scalar)
            else {
                at += 1
                continue
            }
            while node < tree.nodes.count, tree.nodes[node].text.upperBound <= at { node += 1 }
            guard node < tree.nodes.count else { return }
            guard tree.nodes[node].text.contains(at) else {
                at += 1
                continue
            }
            checkCharacters(of: node)
            at = tree.nodes[node].text.upperBound
        }
    }

    /// Refuses a field with more combining marks in a row than any script has; gives whether there is none.
    mutating func checkMarks() -> Bool {
        guard let place = FieldText.excessOfMarks(in: tree.text) else { return true }
        let node = tree.nodes.firstIndex { $0.text.contains(place) } ?? 0
        faults.add(
            .suspiciousCharacters, .error, at: tree.nodes[node].offset, path(Int(tree.nodes[node].rule)),
            expected: "at most \(FieldText.markLimit) combining marks in a row", found: "more")
        return false
    }

    private mutating func checkCharacters(of node: Int) {
        let rule = schema.rows[Int(tree.nodes[node].rule)]
        // An agency's code has been refused already.
        guard rule.format != .organ else { return }
        let odd = tree.value(node).unicodeScalars.filter(FieldText.isOdd)
        let isHidden = odd.contains(where: FieldText.isHidden)
        faults.add(
            .suspiciousCharacters, isHidden && rule.format == .fileName ? .error : .warning,
            at: tree.nodes[node].offset, path(Int(tree.nodes[node].rule)),
            expected: isHidden
                ? "no characters that turn or hide text" : "Đ U+0110 or đ U+0111, not a letter that looks like it",
            found: FieldText.codePoints(odd))
    }

    /// Whether a character that begins so may be one of them: most Vietnamese letters are none at the first look.
    private static func mayBeOdd(_ first: UInt8, _ second: UInt8) -> Bool {
        switch first {
        // U+00AD, U+00D0, U+00F0, U+0189, U+0256, U+034F, U+061C.
        case 0xC2: second == 0xAD
        case 0xC3: second == 0x90 || second == 0xB0
        case 0xC6: second == 0x89
        case 0xC9: second == 0x96
        case 0xCD: second == 0x8F
        case 0xD8: second == 0x9C
        // U+1EA0 to U+1EF9, the letters with two marks, are E1 BA and E1 BB.
        case 0xE1: second < 0xBA
        case 0xE2, 0xE3, 0xEF, 0xF0, 0xF3: true
        default: false
        }
    }

    /// The character that begins at a place; nil where none does.
    private static func scalar(_ text: [UInt8], _ at: Int) -> Unicode.Scalar? {
        let length = text[at] >= 0xF0 ? 4 : text[at] >= 0xE0 ? 3 : 2
        guard at + length <= text.count else { return nil }
        return String(decoding: text[at..<at + length], as: UTF8.self).unicodeScalars.first
    }
}
