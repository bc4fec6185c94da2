internal import Platform

/// The fields of a form as browsers send them (URL Standard, section 5.1); the first of a name counts.
enum Form {
    static func read(_ body: [UInt8]) -> [String: String] {
        guard let text = String(validating: body, as: UTF8.self) else { return [:] }
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            func decode(_ part: Substring) -> String? {
                Percent.decode(Substring(part.map { $0 == "+" ? " " : String($0) }.joined()))
            }
            guard parts.count == 2, let name = decode(parts[0]), let value = decode(parts[1]) else { continue }
            if fields[name] == nil { fields[name] = value }
        }
        return fields
    }
}
