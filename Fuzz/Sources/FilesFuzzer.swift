internal import Exchange
internal import Platform
internal import Scenario

/// The files that an operator writes: scenarios, topologies, and JSON as such. The first byte says which.
struct FilesFuzzer: Fuzzer {
    func run(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let rest = Array(bytes.dropFirst())
        switch first {
        case UInt8(ascii: "s"): readScenario(rest)
        case UInt8(ascii: "t"): readTopology(rest)
        case UInt8(ascii: "j"): readJSON(rest)
        default: return
        }
    }

    private func readScenario(_ bytes: [UInt8]) {
        let lines = bytes.count { $0 == 0x0A } + 1
        let scenario: ScenarioFile
        do { scenario = try ScenarioFile.decode(bytes, path: "scenario.json") } catch {
            return promise(error.line.map { (1...lines).contains($0) } ?? true, "\(error) of \(lines) lines")
        }
        // Small enough to plan it here.
        guard scenario.documents + scenario.bad.values.reduce(0, +) <= 2000 else { return }
        let parties = (0..<24).map {
            Party(code: "H\($0)", name: "Cơ quan thử \($0)", tier: $0 % scenario.tiers.count)
        }
        guard let run = RunID("fuzz1"),
            let generator = try? Generator(scenario: scenario, parties: parties, run: run, day: "2021/06/24")
        else { return }
        let plan = generator.plan()
        promise(plan.count == scenario.documents + scenario.bad.values.reduce(0, +), "\(plan.count) planned")
        for document in plan {
            promise(
                parties.indices.contains(document.sender) && !document.receivers.contains(document.sender)
                    && Set(document.receivers).count == document.receivers.count, "\(document)")
            _ = generator.answer(to: document.index, by: 1)
        }
    }

    /// The three tables, with a form feed between them.
    private func readTopology(_ bytes: [UInt8]) {
        let tables = bytes.split(separator: 0x0C, maxSplits: 2, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard tables.count == 3 else { return }
        let topology = Topology(tiers: tables[0], hubs: tables[1], agencies: tables[2])
        let names = ["tiers.tsv", "hubs.tsv", "agencies.tsv"]
        for fault in topology.faults {
            let index = names.firstIndex(of: fault.file) ?? 0
            let lines = tables[index].utf8.count { $0 == 0x0A } + 1
            promise((1...lines).contains(fault.line), "\(fault) of \(lines) lines")
        }
        guard topology.faults.isEmpty else { return }
        var directory = Directory()
        for fact in topology.facts { directory.apply(fact) }
        let numbers = directory.agencies.map(\.number)
        for hub in directory.hubs.indices {
            // A topology without a fault has a way from every hub to every agency.
            let groups = Route.split(numbers, at: hub, directory: directory)
            promise(groups.reduce(0) { $0 + $1.recipients.count } == numbers.count, "no way from hub \(hub)")
        }
        for agency in directory.agencies {
            promise(directory.agency(code: agency.code)?.number == agency.number, "\(agency.code) is another agency")
        }
    }

    private func readJSON(_ bytes: [UInt8]) {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(\.count)
        let node: JSONNode
        do { node = try JSONReader.read(bytes, comments: bytes.count % 2 == 0) } catch {
            promise(lines.indices.contains(error.line - 1), "\(error) of \(lines.count) lines")
            return promise((1...lines[error.line - 1] + 1).contains(error.column), "\(error)")
        }
        var text = JSONText()
        Self.write(node, &text)
        guard let again = try? JSONReader.read(text.bytes) else {
            return promise(false, "what was written is not read: \(text.string)")
        }
        var other = JSONText()
        Self.write(again, &other)
        promise(other.bytes == text.bytes, "\(text.string)\n\(other.string)")
    }

    private static func write(_ node: JSONNode, _ text: inout JSONText) {
        switch node.value {
        case .object(let members):
            text.object { text in
                for member in members {
                    text.key(dynamic: member.key)
                    write(member.value, &text)
                }
            }
        case .array(let nodes): text.array { text in for node in nodes { write(node, &text) } }
        case .string(let string): text.string(string)
        case .number(let spelling):
            promise(node.double?.isFinite == true, "the number \(spelling)")
            text.raw(spelling.utf8)
        case .bool(let flag): text.bool(flag)
        case .null: text.null()
        }
    }
}
