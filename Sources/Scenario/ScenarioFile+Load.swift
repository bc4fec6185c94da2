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
        let top = try Section(
            node, "scenario", path: path,
            keys: [
                "name", "seed", "documents", "tiers", "channels", "pairs", "types", "urgency", "sizes", "recipients",
                "bad", "receivers", "load", "directive", "thresholds", "phases", "signatures",
            ])
        let phases = try top.phases()
        let isOpen = !phases.isEmpty
        let tiers = try top.list("tiers") { node, path throws(ScenarioError) in
            try Section.text(node, "tiers", path: path)
        }
        guard (1...8).contains(tiers.count), Set(tiers).count == tiers.count else {
            throw try top.bad("tiers", "1 to 8 different tiers")
        }
        let receivers = try top.section("receivers", keys: ["refuse", "reasons", "answers"] + Section.behaviourKeys)
        let load = try top.section(
            "load", keys: ["batch", "inbox", "workers", "connections", "seconds"] + Section.openLoadKeys)
        let directive = try top.section("directive", keys: ["from", "subject"])
        return ScenarioFile(
            name: try top.text("name"),
            seed: UInt64(try top.int("seed", 0...(1 << 53))),
            documents: try top.documents(phases),
            tiers: tiers,
            channels: try top.channels(),
            pairs: try top.pairs(tiers: tiers.count),
            types: try top.types(),
            urgency: try top.urgency(),
            sizes: try top.numbers("sizes", named: "bytes", 0...50_000_000),
            recipients: try top.numbers("recipients", named: "count", 1...12_000),
            bad: isOpen && top.node["bad"] == nil ? [:] : try top.badKinds(),
            refuse: try receivers.fraction("refuse"),
            reasons: try receivers.reasons(),
            answers: try receivers.answers(),
            load: Load(
                batch: try load.int("batch", 1...256, or: isOpen ? 1 : nil), inbox: try load.int("inbox", 1...500),
                workers: try load.int("workers", 1...16), connections: try load.int("connections", 1...4_000),
                seconds: try load.int("seconds", 1...86_400, or: isOpen ? 86_400 : nil)),
            directive: Directive(from: try directive.text("from"), subject: try directive.text("subject")),
            thresholds: try top.thresholds(tiers: tiers.count, isOpen: isOpen),
            phases: phases,
            behaviour: try receivers.behaviour(),
            open: try load.openLoad(),
            limits: try top.limits(),
            enveloped: try top.enveloped())
    }
}
