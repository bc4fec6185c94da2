internal import Platform
internal import Glibc

extension ScenarioFile {
    /// A scenario file larger than this is refused.
    private static let maximumSize = 1 << 20

    /// The scenario in the file at `path`; where that is a directory, in its `scenario.json`.
    public static func load(_ path: String) throws(ScenarioError) -> ScenarioFile {
        do {
            return try decode(try FileBytes.read(path, limit: maximumSize), path: path)
        } catch let error as SystemError where error.number == EISDIR {
            return try load(path.hasSuffix("/") ? path + "scenario.json" : path + "/scenario.json")
        } catch let error as SystemError {
            throw ScenarioError(.unreadable, path: path, error.description)
        } catch let error as ScenarioError {
            throw error
        } catch {
            throw ScenarioError(.unreadable, path: path, "\(error)")
        }
    }

    /// The scenario that `bytes`, JSON with `//` comments, spell; `path` stands in errors.
    public static func decode(_ bytes: [UInt8], path: String) throws(ScenarioError) -> ScenarioFile {
        let node: JSONNode
        do {
            node = try JSONReader.read(bytes, comments: true)
        } catch {
            throw ScenarioError(.syntax, path: path, line: error.line, "column \(error.column): \(error.message)")
        }
        let faults = Faults(path: path)
        let top = Section(
            node, "scenario", faults,
            keys: [
                "name", "seed", "documents", "tiers", "channels", "pairs", "types", "urgency", "sizes", "recipients",
                "bad", "receivers", "load", "directive", "thresholds", "phases", "signatures",
            ])
        let isOpen = node["phases"] != nil
        let phases = top.phases()
        let tiers = top.tiers()
        let receivers = top.section("receivers", keys: ["refuse", "reasons", "answers"] + Section.behaviourKeys)
        let load = top.section(
            "load", keys: ["batch", "inbox", "workers", "connections", "seconds"] + Section.openLoadKeys)
        let directive = top.section("directive", keys: ["from", "subject"])
        let scenario = ScenarioFile(
            name: top.text("name"),
            seed: UInt64(top.int("seed", 0...(1 << 53))),
            documents: top.documents(phases, isOpen: isOpen),
            tiers: tiers,
            channels: top.channels(),
            pairs: top.pairs(tiers: tiers.count),
            types: top.types(),
            urgency: top.urgency(),
            sizes: top.numbers("sizes", named: "bytes", 0...50_000_000),
            recipients: top.numbers("recipients", named: "count", 1...12_000),
            bad: isOpen && top.node["bad"] == nil ? [:] : top.badKinds(),
            refuse: receivers.fraction("refuse"),
            reasons: receivers.reasons(),
            answers: receivers.answers(),
            load: Load(
                batch: load.int("batch", 1...256, or: isOpen ? 1 : nil), inbox: load.int("inbox", 1...500),
                workers: load.int("workers", 1...16), connections: load.int("connections", 1...4_000),
                seconds: load.int("seconds", 1...86_400, or: isOpen ? 86_400 : nil)),
            directive: Directive(from: directive.text("from"), subject: directive.text("subject")),
            thresholds: top.thresholds(tiers: tiers.count, isOpen: isOpen),
            phases: phases,
            behaviour: receivers.behaviour(),
            open: load.openLoad(),
            limits: top.limits(),
            enveloped: top.enveloped())
        try faults.check()
        return scenario
    }
}
