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
                "bad", "receivers", "load", "directive", "thresholds",
            ])
        let tiers = try top.list("tiers") { node, path throws(ScenarioError) in
            try Section.text(node, "tiers", path: path)
        }
        guard (1...8).contains(tiers.count), Set(tiers).count == tiers.count else {
            throw try top.bad("tiers", "1 to 8 different tiers")
        }
        let receivers = try top.section("receivers", keys: ["refuse", "reasons", "answers"])
        let load = try top.section("load", keys: ["batch", "inbox", "workers", "connections", "seconds"])
        let directive = try top.section("directive", keys: ["from", "subject"])
        let thresholds = try top.section(
            "thresholds",
            keys: ["ratio", "pending", "documents", "pairs", "bad_accepted", "receiver_refusals"])
        let ratio = try thresholds.section("ratio", keys: ["minimum", "maximum"])
        return ScenarioFile(
            name: try top.text("name"),
            seed: UInt64(try top.int("seed", 0...(1 << 53))),
            documents: try top.int("documents", 1...10_000_000),
            tiers: tiers,
            channels: try top.channels(),
            pairs: try top.pairs(tiers: tiers.count),
            types: try top.types(),
            urgency: try top.urgency(),
            sizes: try top.numbers("sizes", named: "bytes", 0...50_000_000),
            recipients: try top.numbers("recipients", named: "count", 1...12_000),
            bad: try top.badKinds(),
            refuse: try receivers.fraction("refuse"),
            reasons: try receivers.reasons(),
            answers: try receivers.answers(),
            load: Load(
                batch: try load.int("batch", 1...256), inbox: try load.int("inbox", 1...500),
                workers: try load.int("workers", 1...16), connections: try load.int("connections", 1...900),
                seconds: try load.int("seconds", 1...86_400)),
            directive: Directive(from: try directive.text("from"), subject: try directive.text("subject")),
            thresholds: Thresholds(
                ratioMinimum: try ratio.fraction("minimum"), ratioMaximum: try ratio.fraction("maximum"),
                pending: try thresholds.int("pending", 0...10_000_000),
                documents: try thresholds.int("documents", 0...10_000_000),
                pairs: try thresholds.int("pairs", 0...tiers.count * tiers.count),
                badAccepted: try thresholds.int("bad_accepted", 0...10_000_000),
                receiverRefusals: try thresholds.int("receiver_refusals", 0...10_000_000)))
    }
}
