internal import Platform

extension ScenarioFile {
    /// An object of the file whose members are taken out one by one, each checked.
    struct Section {
        let node: JSONNode
        let name: String
        let path: String

        /// The object `node`, which may have the members `keys` and no other.
        init(_ node: JSONNode, _ name: String, path: String, keys: [String]) throws(ScenarioError) {
            guard case .object(let members) = node.value else {
                throw ScenarioError(.badValue, path: path, line: node.line, "\(name) is \(node.kind), not an object")
            }
            if let stranger = members.first(where: { !keys.contains($0.key) }) {
                throw ScenarioError(
                    .unknownKey, path: path, line: stranger.line, "\(name) has no \"\(stranger.key)\"",
                    hint: "Known here: \(keys.joined(separator: ", ")).")
            }
            self.node = node
            self.name = name
            self.path = path
        }

        func member(_ key: String) throws(ScenarioError) -> JSONNode {
            guard let member = node[key] else {
                throw ScenarioError(.missingKey, path: path, line: node.line, "\(name) lacks \"\(key)\"")
            }
            return member
        }

        /// The error that the member `key` is not `expected`.
        func bad(_ key: String, _ expected: String) throws(ScenarioError) -> ScenarioError {
            let member = try member(key)
            return Self.bad(member, key, expected, path: path)
        }

        static func bad(_ node: JSONNode, _ name: String, _ expected: String, path: String) -> ScenarioError {
            ScenarioError(
                .badValue, path: path, line: node.line, "\(name) is \(node.kind)", hint: "Expected: \(expected).")
        }

        func section(_ key: String, keys: [String]) throws(ScenarioError) -> Section {
            try Section(try member(key), key, path: path, keys: keys)
        }

        func text(_ key: String) throws(ScenarioError) -> String {
            try Self.text(try member(key), key, path: path)
        }

        static func text(_ node: JSONNode, _ name: String, path: String) throws(ScenarioError) -> String {
            guard let text = node.string, !text.isEmpty, text.utf8.count <= 1000 else {
                throw bad(node, name, "a text of 1 to 1000 bytes", path: path)
            }
            return text
        }

        func int(_ key: String, _ range: ClosedRange<Int>) throws(ScenarioError) -> Int {
            try Self.int(try member(key), key, range, path: path)
        }

        /// The whole number under `key`, or `absent` where the file leaves it out and that is not nil.
        func int(_ key: String, _ range: ClosedRange<Int>, or absent: Int?) throws(ScenarioError) -> Int {
            if let absent, node[key] == nil { return absent }
            return try int(key, range)
        }

        static func int(
            _ node: JSONNode, _ name: String, _ range: ClosedRange<Int>, path: String
        ) throws(ScenarioError) -> Int {
            guard let number = node.int, range.contains(number) else {
                throw bad(node, name, "a whole number from \(range.lowerBound) to \(range.upperBound)", path: path)
            }
            return number
        }

        /// The number under `key`, or `absent` where the file leaves it out and that is not nil.
        func number(
            _ key: String, _ range: ClosedRange<Double>, or absent: Double? = nil
        ) throws(ScenarioError) -> Double {
            if let absent, node[key] == nil { return absent }
            return try Self.number(try member(key), key, range, path: path)
        }

        static func number(
            _ node: JSONNode, _ name: String, _ range: ClosedRange<Double>, path: String
        ) throws(ScenarioError) -> Double {
            guard let number = node.double, range.contains(number) else {
                throw bad(
                    node, name, "a number from \(Format.short(range.lowerBound)) to \(Format.short(range.upperBound))",
                    path: path)
            }
            return number
        }

        /// `true` or `false` under `key`, or `absent` where the file leaves it out.
        func flag(_ key: String, or absent: Bool) throws(ScenarioError) -> Bool {
            guard let member = node[key] else { return absent }
            guard let flag = member.bool else { throw Self.bad(member, key, "true or false", path: path) }
            return flag
        }

        func fraction(_ key: String) throws(ScenarioError) -> Double {
            try Self.fraction(try member(key), key, path: path)
        }

        static func fraction(_ node: JSONNode, _ name: String, path: String) throws(ScenarioError) -> Double {
            guard let number = node.double, (0...1).contains(number) else {
                throw bad(node, name, "a number from 0 to 1", path: path)
            }
            return number
        }

        func list<Element>(
            _ key: String, _ element: (JSONNode, String) throws(ScenarioError) -> Element
        ) throws(ScenarioError) -> [Element] {
            guard case .array(let nodes) = try member(key).value, !nodes.isEmpty else {
                throw try bad(key, "a list that is not empty")
            }
            var elements: [Element] = []
            for node in nodes { elements.append(try element(node, path)) }
            return elements
        }

        func requireWhole(_ shares: [Double], _ key: String) throws(ScenarioError) {
            let sum = shares.reduce(0, +)
            guard abs(sum - 1) < 0.0005 else {
                throw ScenarioError(
                    .badValue, path: path, line: try member(key).line,
                    "the shares in \(key) make \((sum * 10_000).rounded() / 10_000) together",
                    hint: "Shares must make 1.")
            }
        }
    }
}
