internal import Platform

extension ScenarioFile.Section {
    typealias Share = ScenarioFile.Share

    func channels() throws(ScenarioError) -> [Share<ScenarioFile.Medium>] {
        let names = ScenarioFile.Medium.allCases
        let section = try section("channels", keys: names.map(\.rawValue))
        var shares: [Share<ScenarioFile.Medium>] = []
        for name in names { shares.append(Share(choice: name, share: try section.fraction(name.rawValue))) }
        try requireWhole(shares.map(\.share), "channels")
        return shares
    }

    func pairs(tiers: Int) throws(ScenarioError) -> [[Double]] {
        let expected = "\(tiers) rows of \(tiers) numbers from 0 to 1"
        let rows = try list("pairs") { row, path throws(ScenarioError) -> [Double] in
            guard case .array(let cells) = row.value, cells.count == tiers else {
                throw Self.bad(row, "a row of pairs", expected, path: path)
            }
            var shares: [Double] = []
            for cell in cells { shares.append(try Self.fraction(cell, "a cell of pairs", path: path)) }
            return shares
        }
        guard rows.count == tiers else { throw try bad("pairs", expected) }
        try requireWhole(rows.flatMap { $0 }, "pairs")
        return rows
    }

    func types() throws(ScenarioError) -> [Share<String>] {
        let node = try member("types")
        guard case .object(let members) = node.value, !members.isEmpty else {
            throw try bad("types", "an object of abbreviations with their shares")
        }
        var shares: [Share<String>] = []
        for member in members {
            guard DocumentType.named(member.key) != nil else {
                throw ScenarioError(
                    .badValue, path: path, line: member.line, "no document type is abbreviated \"\(member.key)\"",
                    hint: "Known: \(DocumentType.all.map(\.abbreviation).joined(separator: ", ")).")
            }
            shares.append(
                Share(choice: member.key, share: try Self.fraction(member.value, member.key, path: path)))
        }
        try requireWhole(shares.map(\.share), "types")
        return shares
    }

    func urgency() throws(ScenarioError) -> [Double] {
        let shares = try list("urgency") { node, path throws(ScenarioError) in
            try Self.fraction(node, "urgency", path: path)
        }
        guard shares.count == 4 else { throw try bad("urgency", "four shares: for urgency 0, 1, 2 and 3") }
        try requireWhole(shares, "urgency")
        return shares
    }

    func numbers(_ key: String, named name: String, _ range: ClosedRange<Int>) throws(ScenarioError) -> [Share<Int>] {
        let shares = try list(key) { node, path throws(ScenarioError) in
            let section = try ScenarioFile.Section(node, "an element of \(key)", path: path, keys: [name, "share"])
            return Share(choice: try section.int(name, range), share: try section.fraction("share"))
        }
        try requireWhole(shares.map(\.share), key)
        return shares
    }

    func badKinds() throws(ScenarioError) -> [BadKind: Int] {
        let section = try section("bad", keys: BadKind.allCases.map(\.rawValue))
        var counts: [BadKind: Int] = [:]
        for kind in BadKind.allCases where section.node[kind.rawValue] != nil {
            counts[kind] = try section.int(kind.rawValue, 0...1_000_000)
        }
        return counts
    }

    func reasons() throws(ScenarioError) -> [String] {
        try list("reasons") { node, path throws(ScenarioError) in try Self.text(node, "reasons", path: path) }
    }

    func answers() throws(ScenarioError) -> [Share<[String]>] {
        let known = ["01", "03", "04", "05", "06"]
        let shares = try list("answers") { node, path throws(ScenarioError) -> Share<[String]> in
            let section = try ScenarioFile.Section(
                node, "an element of answers", path: path, keys: ["statuses", "share"])
            let statuses = try section.member("statuses")
            guard case .array(let elements) = statuses.value else {
                throw try section.bad("statuses", "a list of status codes, which may be empty")
            }
            var codes: [String] = []
            for element in elements {
                guard let code = element.string, known.contains(code), codes.last.map({ $0 < code }) ?? true else {
                    throw Self.bad(
                        element, "a status", "rising codes out of \(known.joined(separator: ", "))", path: path)
                }
                codes.append(code)
            }
            return Share(choice: codes, share: try section.fraction("share"))
        }
        try requireWhole(shares.map(\.share), "answers")
        return shares
    }
}
