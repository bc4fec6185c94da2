internal import Platform

/// An object of a results file whose members are taken out one by one, each checked; others are passed over.
///
/// Numbers and counts have bounds, so that neither sums over all parts and codes nor conversions can overflow.
struct ResultsSection {
    /// No number may be greater: up to here every whole number has a `Double`.
    static let limit = 1 << 53
    /// No count may be greater.
    static let countLimit = 1 << 40
    /// No object of counts may have more members.
    static let codeLimit = 1000

    let node: JSONNode
    let name: String
    let path: String

    init(_ node: JSONNode, _ name: String, path: String) throws(ResultsError) {
        self.node = node
        self.name = name
        self.path = path
        guard case .object = node.value else { throw bad(node, name, "an object") }
    }

    /// A member that may be left out or null.
    func optional(_ key: String) -> JSONNode? {
        guard let member = node[key] else { return nil }
        if case .null = member.value { return nil }
        return member
    }

    private func member(_ key: String) throws(ResultsError) -> JSONNode {
        guard let member = optional(key) else {
            throw ResultsError(.missing, path: path, line: node.line, "\(name) lacks \"\(key)\"")
        }
        return member
    }

    func bad(_ node: JSONNode, _ name: String, _ expected: String) -> ResultsError {
        ResultsError(.badValue, path: path, line: node.line, "\(name) is \(node.kind)", hint: "Expected: \(expected).")
    }

    func bad(_ key: String, _ expected: String) -> ResultsError { bad(node[key] ?? node, key, expected) }

    func section(_ key: String) throws(ResultsError) -> ResultsSection? {
        guard let member = optional(key) else { return nil }
        return try ResultsSection(member, key, path: path)
    }

    func required<Value>(
        _ key: String, _ read: (ResultsSection) throws(ResultsError) -> Value
    ) throws(ResultsError) -> Value {
        try read(try ResultsSection(try member(key), key, path: path))
    }

    /// The objects of a list that may be left out.
    func sections<Value>(
        _ key: String, _ read: (ResultsSection) throws(ResultsError) -> Value
    ) throws(ResultsError) -> [Value] {
        guard optional(key) != nil else { return [] }
        var values: [Value] = []
        for element in try list(key) {
            values.append(try read(try ResultsSection(element, "one of \(key)", path: path)))
        }
        return values
    }

    func list(_ key: String) throws(ResultsError) -> [JSONNode] {
        guard case .array(let elements) = try member(key).value else { throw bad(key, "a list") }
        return elements
    }

    func text(_ key: String, or standard: String? = nil) throws(ResultsError) -> String {
        if let standard, optional(key) == nil { return standard }
        guard let text = try member(key).string, text.utf8.count <= 1000 else {
            throw bad(key, "a text of at most 1000 bytes")
        }
        return text
    }

    func seed(_ key: String) throws(ResultsError) -> UInt64 {
        guard case .number(let spelling) = try member(key).value, let seed = UInt64(spelling) else {
            throw bad(key, "a whole number from 0 to 2^64 - 1")
        }
        return seed
    }

    func count(
        _ key: String, _ range: ClosedRange<Int> = 0...countLimit, or standard: Int? = nil
    ) throws(ResultsError) -> Int {
        if let standard, optional(key) == nil { return standard }
        guard let number = try member(key).int, range.contains(number) else {
            throw bad(
                key,
                range.upperBound >= Self.countLimit
                    ? "a whole number, not negative" : "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func number(_ key: String, or standard: Double? = nil) throws(ResultsError) -> Double {
        if let standard, optional(key) == nil { return standard }
        guard let number = Self.number(try member(key)) else { throw bad(key, "a number, not negative") }
        return number
    }

    func fraction(_ key: String) throws(ResultsError) -> Double {
        guard let number = try member(key).double, (0...1).contains(number) else {
            throw bad(key, "a number from 0 to 1")
        }
        return number
    }

    func flag(_ key: String, or standard: Bool? = nil) throws(ResultsError) -> Bool {
        if let standard, optional(key) == nil { return standard }
        guard let flag = try member(key).bool else { throw bad(key, "true or false") }
        return flag
    }

    /// Counts by code, none where the member is left out.
    func codes(_ key: String) throws(ResultsError) -> [String: Int] {
        guard let section = try section(key) else { return [:] }
        guard section.node.members.count <= Self.codeLimit else { throw bad(key, "at most \(Self.codeLimit) codes") }
        var codes: [String: Int] = [:]
        for member in section.node.members { codes[member.key] = try section.count(member.key) }
        return codes
    }

    /// Numbers, none where the list is left out.
    func numbers(_ key: String) throws(ResultsError) -> [Double] {
        var numbers: [Double] = []
        guard optional(key) != nil else { return numbers }
        for element in try list(key) {
            guard let number = Self.number(element) else { throw bad(element, key, "numbers, not negative") }
            numbers.append(number)
        }
        return numbers
    }

    /// Numbers, nil where the list says null.
    func gappedNumbers(_ key: String) throws(ResultsError) -> [Double?] {
        var numbers: [Double?] = []
        guard optional(key) != nil else { return numbers }
        for element in try list(key) {
            if case .null = element.value {
                numbers.append(nil)
            } else {
                guard let number = Self.number(element) else {
                    throw bad(element, key, "numbers, not negative, or null")
                }
                numbers.append(number)
            }
        }
        return numbers
    }

    private static func number(_ node: JSONNode) -> Double? {
        node.double.flatMap { (0...Double(limit)).contains($0) ? $0 : nil }
    }
}
