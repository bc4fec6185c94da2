internal import Platform

/// The fields of a form as browsers send them (URL Standard, section 5.1); the first of a name counts.
enum Form {
    static func read(_ body: [UInt8]) -> [String: String] {
        var fields: [String: String] = [:]
        // By bytes: to take a text apart by characters costs the square of the combining marks in a row.
        for pair in body.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            func decode(_ part: ArraySlice<UInt8>) -> String? {
                let spaced = part.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 }
                return String(validating: spaced, as: UTF8.self).flatMap { Percent.decode($0[...]) }
            }
            guard parts.count == 2, let name = decode(parts[0]), let value = decode(parts[1]) else { continue }
            if fields[name] == nil { fields[name] = value }
        }
        return fields
    }
}
