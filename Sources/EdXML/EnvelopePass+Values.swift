extension EnvelopePass {
    /// Holds a text to its rule as it ends: there at all, not too long, written as it must be.
    mutating func checkText(_ node: Int, _ entry: Schema.Row) {
        let rule = entry
        let range = tree.nodes[node].text
        let offset = tree.nodes[node].offset
        guard !range.isEmpty else {
            guard rule.need != .optional,
                rule.message == .any || rule.message == (isStatus ? .status : .document) || rule.need == .required
            else { return }
            faults.add(
                .missingElement, rule.need == .required ? .error : .warning, at: offset,
                path(Int(tree.nodes[node].rule)), expected: "a value", found: "nothing")
            return
        }
        let text = tree.text[range]
        var limit = rule.limit
        switch rule.format {
        case .any: break
        case .date where rule.need != .required && Value.isUnknown(text):
            unknown(node, .invalidDate, "yyyy/MM/dd")
        case .date:
            if !Value.isDate(text) {
                bad(node, .invalidDate, .error, "yyyy/MM/dd")
            } else if rule.need == .required, Self.isAfter(text, today) {
                bad(node, .invalidDate, .error, "yyyy/MM/dd, not after \(String(decoding: today, as: UTF8.self))")
            }
        case .timestamp:
            if !Value.isTimestamp(text) { bad(node, .invalidDate, .warning, "yyyy/MM/dd HH:mm:ss") }
        // Which act it is must not be guessed.
        case .number(let most) where Value.isUnknown(text) && rule.name != .bussinessDocType:
            unknown(node, .invalidValue, "0 to \(most)")
        case .number(let most):
            if Value.number(text).map({ $0 <= most }) != true { bad(node, .invalidValue, .error, "0 to \(most)") }
        case .amount(let most):
            if Value.number(text).map({ $0 <= most }) != true { bad(node, .invalidValue, .warning, "0 to \(most)") }
        case .organ:
            if !text.allSatisfy({ (0x21...0x7E).contains($0) }) {
                let value = tree.value(node)
                faults.add(
                    .suspiciousCharacters, .error, at: offset, path(Int(tree.nodes[node].rule)),
                    expected: "A–Z, 0–9 and dots", found: "\(value) (\(Value.codePoints(value)))")
            } else if !text.allSatisfy({ Value.isCode($0) }) {
                bad(node, .invalidValue, .warning, "one code of A–Z, 0–9 and dots")
            }
            // The old form begins with a digit and has four groups: 000.00.13.H53.
            if Value.isDigit(text[range.lowerBound]) { limit = 13 }
        case .status: checkStatus(node)
        case .fileName:
            let name = tree.value(node)
            if Value.isPathTrick(name) {
                bad(node, .unsafeName, .error, "the bare name of a file")
            } else if text.contains(where: { $0 == 0x2F || $0 == 0x5C }) {
                bad(node, .unsafeName, .warning, "the bare name of a file")
            }
        }
        if limit > 0, range.count > limit {
            let length = tree.value(node).count
            if length > limit {
                faults.add(
                    .lengthExceeded, .warning, at: offset, path(Int(tree.nodes[node].rule)),
                    expected: "at most \(limit) characters", found: "\(length)")
            }
        }
    }

    private mutating func checkStatus(_ node: Int) {
        let code = tree.value(node)
        guard code.utf8.count == 2, code.utf8.allSatisfy(Value.isDigit) else {
            return bad(node, .invalidValue, .error, "two digits")
        }
        if !Value.statuses.contains(code) { bad(node, .statusCodeUndefined, .error, "01–06, 13, 15 or 16") }
    }

    /// A value that the sender does not know: taken as if it were not there.
    private mutating func unknown(_ node: Int, _ code: EdXMLCode, _ expected: String) {
        bad(node, code, .warning, "\(expected), or no such element where it is not known")
        tree.clearText(of: node)
    }

    /// A fault of the value of `node`.
    mutating func bad(_ node: Int, _ code: EdXMLCode, _ severity: EdXMLFault.Severity, _ expected: String) {
        faults.add(
            code, severity, at: tree.nodes[node].offset, path(Int(tree.nodes[node].rule)), expected: expected,
            found: tree.value(node))
    }

    private static func isAfter(_ day: ArraySlice<UInt8>, _ today: [UInt8]) -> Bool {
        today.lexicographicallyPrecedes(day)
    }
}
