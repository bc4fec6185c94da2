internal import Platform

extension ScenarioFile.Section {
    typealias Share = ScenarioFile.Share

    func tiers() -> [String] {
        guard let tiers = list("tiers", text) else { return [] }
        if let node = node["tiers"], !(1...8).contains(tiers.count) || Set(tiers).count != tiers.count {
            bad(node, path("tiers"), "1 to 8 different tiers")
        }
        return tiers
    }

    func channels() -> [Share<ScenarioFile.Medium>] {
        let names = ScenarioFile.Medium.allCases
        let section = section("channels", keys: names.map(\.rawValue))
        let shares = names.map { Share(choice: $0, share: section.fraction($0.rawValue)) }
        if names.allSatisfy({ section.node[$0.rawValue] != nil }) { requireWhole(shares.map(\.share), "channels") }
        return shares
    }

    func pairs(tiers: Int) -> [[Double]] {
        let expected = "\(tiers) rows of \(tiers) numbers from 0 to 1"
        guard
            let rows = list(
                "pairs",
                { row, name -> [Double]? in
                    guard case .array(let cells) = row.value, cells.count == tiers else {
                        if tiers > 0 { bad(row, name, expected) }
                        return nil
                    }
                    return cells.map { fraction($0, name) }
                })
        else { return [] }
        let whole = rows.compactMap { $0 }
        guard whole.count == rows.count, tiers > 0 else { return whole }
        if let node = node["pairs"], rows.count != tiers { bad(node, path("pairs"), expected) }
        requireWhole(whole.flatMap { $0 }, "pairs")
        return whole
    }

    func types() -> [Share<String>] {
        guard let node = member("types") else { return [] }
        guard case .object(let members) = node.value, !members.isEmpty else {
            bad(node, path("types"), "an object of abbreviations with their shares")
            return []
        }
        let shares = members.map { member in
            if DocumentType.named(member.key) == nil {
                faults.add(
                    .badValue, line: member.line, "no document type is abbreviated \"\(member.key)\"",
                    hint: "Known: \(DocumentType.all.map(\.abbreviation).joined(separator: ", ")).")
            }
            return Share(choice: member.key, share: fraction(member.value, "\(path("types")).\(member.key)"))
        }
        requireWhole(shares.map(\.share), "types")
        return shares
    }

    func urgency() -> [Double] {
        guard let shares = list("urgency", fraction) else { return [] }
        if let node = node["urgency"], shares.count != 4 {
            bad(node, path("urgency"), "four shares: for urgency 0, 1, 2 and 3")
        } else {
            requireWhole(shares, "urgency")
        }
        return shares
    }

    func numbers(_ key: String, named name: String, _ range: ClosedRange<Int>) -> [Share<Int>] {
        shares(key, named: name) { $0.int(name, range) }
    }

    func badKinds() -> [BadKind: Int] {
        let section = section("bad", keys: BadKind.allCases.map(\.rawValue))
        var counts: [BadKind: Int] = [:]
        for kind in BadKind.allCases where section.node[kind.rawValue] != nil {
            counts[kind] = section.int(kind.rawValue, 0...1_000_000)
        }
        return counts
    }

    func reasons() -> [String] { list("reasons", text) ?? [] }

    func answers() -> [Share<[String]>] {
        let known = ["01", "03", "04", "05", "06"]
        return shares("answers", named: "statuses") { section in
            guard let statuses = section.member("statuses") else { return [] }
            guard case .array(let elements) = statuses.value else {
                section.bad(statuses, section.path("statuses"), "a list of status codes, which may be empty")
                return []
            }
            var codes: [String] = []
            for element in elements {
                guard let code = element.string, known.contains(code), codes.last.map({ $0 < code }) ?? true else {
                    section.bad(
                        element, section.path("statuses"), "rising codes out of \(known.joined(separator: ", "))")
                    continue
                }
                codes.append(code)
            }
            return codes
        }
    }

    /// The elements of `key`, each with its share and what `choice` makes of its member `name`.
    private func shares<Choice>(
        _ key: String, named name: String, _ choice: (ScenarioFile.Section) -> Choice
    ) -> [Share<Choice>] {
        guard
            let sections = list(key, { ScenarioFile.Section($0, $1, faults, keys: [name, "share"]) })
        else { return [] }
        let shares = sections.map { Share(choice: choice($0), share: $0.fraction("share")) }
        if sections.allSatisfy({ $0.node["share"] != nil }) { requireWhole(shares.map(\.share), key) }
        return shares
    }
}
