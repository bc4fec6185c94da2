internal import Platform

extension ScenarioFile {
    /// Everything that is wrong with a file: whoever wrote it is to learn all of it at once.
    final class Faults {
        /// How many are told.
        private static let limit = 40
        private let path: String
        private var errors: [ScenarioError] = []

        init(path: String) { self.path = path }

        func add(_ code: ScenarioCode, line: Int, _ message: String, hint: String? = nil) {
            errors.append(ScenarioError(code, path: path, line: line, message, hint: hint))
        }

        /// Throws where there are any: names that are not known first, for they are why others are missing, and the rest
        /// in the order of their places.
        func check() throws(ScenarioError) {
            func rank(_ error: ScenarioError) -> (Int, Int) { (error.code == .unknownKey ? 0 : 1, error.line ?? 0) }
            // The sort is stable.
            let all = errors.sorted { rank($0) < rank($1) }
            guard let first = all.first else { return }
            let others = all.dropFirst().prefix(Self.limit - 1).map { error in
                let isOwn = error.hint != error.code.hint(vietnamese: false)
                return "; line \(error.line ?? 0): \(error.message)" + (isOwn ? " (\(error.hint.dropLast()))" : "")
            }
            let more = all.count > Self.limit ? "; and \(all.count - Self.limit) more" : ""
            throw ScenarioError(
                first.code, path: path, line: first.line, first.message + others.joined() + more, hint: first.hint)
        }
    }

    /// An object of the file whose members are taken out one by one, each checked.
    ///
    /// What is wrong is noted, and something stands in for it, so that the rest is looked at too.
    struct Section {
        let node: JSONNode
        /// Its path in the file, such as `phases[0].arrival`.
        let name: String
        let faults: Faults
        /// Whether it is no object: what it lacks then says nothing.
        private let isBroken: Bool

        /// The object `node`, which may have the members `keys` and no other.
        init(_ node: JSONNode, _ name: String, _ faults: Faults, keys: [String]) {
            self.node = node
            self.name = name
            self.faults = faults
            if case .object = node.value {
                isBroken = false
            } else {
                isBroken = true
                faults.add(.badValue, line: node.line, "\(name) is \(node.kind), not an object")
            }
            for stranger in node.members where !keys.contains(stranger.key) {
                faults.add(
                    .unknownKey, line: stranger.line, "\(name) has no \"\(stranger.key)\"",
                    hint: "Known here: \(keys.joined(separator: ", ")).")
            }
        }

        /// The member `key`, which must be there.
        func member(_ key: String) -> JSONNode? {
            if let member = node[key] { return member }
            if !isBroken { faults.add(.missingKey, line: node.line, "\(name) lacks \"\(key)\"") }
            return nil
        }

        /// Notes that `node`, called `name`, is not `expected`.
        func bad(_ node: JSONNode, _ name: String, _ expected: String) {
            faults.add(.badValue, line: node.line, "\(name) is \(node.kind)", hint: "Expected: \(expected).")
        }

        /// The path of the member `key`.
        func path(_ key: String) -> String { name == "scenario" ? key : "\(name).\(key)" }

        /// The object under `key`; an empty one stands in for it, so that what it needs is told with it.
        func section(_ key: String, keys: [String]) -> Section {
            let empty = JSONNode(value: .object([]), line: node.line)
            guard !isBroken else { return Section(node, broken: name, faults) }
            return Section(member(key) ?? empty, path(key), faults, keys: keys)
        }

        /// A section of one that is no object.
        private init(_ node: JSONNode, broken name: String, _ faults: Faults) {
            self.node = node
            self.name = name
            self.faults = faults
            isBroken = true
        }

        func text(_ key: String) -> String { member(key).map { text($0, path(key)) } ?? "" }

        func text(_ node: JSONNode, _ name: String) -> String {
            if let text = node.string, !text.isEmpty, text.utf8.count <= 1000 { return text }
            bad(node, name, "a text of 1 to 1000 bytes")
            return ""
        }

        /// The whole number under `key`, or `absent` where the file leaves it out and that is not nil.
        func int(_ key: String, _ range: ClosedRange<Int>, or absent: Int? = nil) -> Int {
            if let absent, node[key] == nil { return absent }
            return member(key).map { int($0, path(key), range) } ?? range.lowerBound
        }

        func int(_ node: JSONNode, _ name: String, _ range: ClosedRange<Int>) -> Int {
            if let number = node.int, range.contains(number) { return number }
            bad(node, name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
            return range.lowerBound
        }

        /// The number under `key`, or `absent` where the file leaves it out and that is not nil.
        func number(_ key: String, _ range: ClosedRange<Double>, or absent: Double? = nil) -> Double {
            if let absent, node[key] == nil { return absent }
            return member(key).map { number($0, path(key), range) } ?? range.lowerBound
        }

        func number(_ node: JSONNode, _ name: String, _ range: ClosedRange<Double>) -> Double {
            if let number = node.double, range.contains(number) { return number }
            bad(node, name, "a number from \(Format.short(range.lowerBound)) to \(Format.short(range.upperBound))")
            return range.lowerBound
        }

        /// `true` or `false` under `key`, or `absent` where the file leaves it out.
        func flag(_ key: String, or absent: Bool) -> Bool {
            guard let member = node[key] else { return absent }
            if let flag = member.bool { return flag }
            bad(member, path(key), "true or false")
            return absent
        }

        func fraction(_ key: String) -> Double { member(key).map { fraction($0, path(key)) } ?? 0 }

        func fraction(_ node: JSONNode, _ name: String) -> Double {
            if let number = node.double, (0...1).contains(number) { return number }
            bad(node, name, "a number from 0 to 1")
            return 0
        }

        /// The elements under `key`, each made by `element` of the node and its path; nil where there is no such list.
        func list<Element>(_ key: String, _ element: (JSONNode, String) -> Element) -> [Element]? {
            guard let member = member(key) else { return nil }
            guard case .array(let nodes) = member.value, !nodes.isEmpty else {
                bad(member, path(key), "a list that is not empty")
                return nil
            }
            return nodes.enumerated().map { element($0.element, "\(path(key))[\($0.offset)]") }
        }

        func requireWhole(_ shares: [Double], _ key: String) {
            let sum = shares.reduce(0, +)
            guard abs(sum - 1) >= 0.0005, let node = node[key] else { return }
            faults.add(
                .badValue, line: node.line,
                "the shares in \(path(key)) make \((sum * 10_000).rounded() / 10_000) together",
                hint: "Shares must make 1.")
        }
    }
}
