internal import Platform

/// What a page shows of the traffic, each figure under a name: the same text when the page is made and when it is live.
///
/// The texts are the same in every language; states are words that the page knows (`words`).
struct LiveValues: Sendable {
    private(set) var texts: [String: String] = [:]

    /// No figures.
    init() {}

    /// The figures in the API's answer to `GET /traffic`.
    init(_ traffic: JSONNode) {
        let minute = traffic["last_minute"]
        for name in ["documents", "deliveries", "up", "down", "across"] { set("minute.\(name)", minute?[name]) }
        for name in ["documents", "test_documents", "confirmed", "dead_letters", "deadlines_missed", "waiting"] {
            set(name, traffic[name])
        }
        for name in ["in_flight", "in_mailboxes", "processing"] { set(name, traffic["backlog"]?[name]) }
        for name in ["running", "slow", "stopped"] { set("hubs.\(name)", traffic["hubs_by_state"]?[name]) }
        set("expiring", traffic["certificates"]?["expiring"])
        if let ratio = traffic["ratio"] {
            let (exchanged, target) = (ratio["exchanged"]?.double, ratio["target"]?.double ?? 0)
            texts["exchanged"] = Parts.percent(exchanged)
            texts["target.share"] = Parts.percent(target)
            texts["target"] = exchanged.map { $0 >= target ? "reached" : "missed" } ?? "unknown"
        }
        let (warnings, criticals) = (
            traffic["alerts"]?.number("warnings") ?? 0, traffic["alerts"]?.number("criticals") ?? 0
        )
        let hubs = traffic["hubs"]?.elements ?? []
        let troubled = hubs.filter { $0.text("state") != "running" }
        let isBad = criticals > 0 || troubled.contains { $0.text("state") == "stopped" }
        texts["verdict"] = isBad ? "act" : troubled.isEmpty && warnings == 0 ? "well" : "look"
        // Whoever sees another list than this one has the page made anew.
        texts["shape"] =
            "\(warnings) \(criticals) "
            + troubled.map { "\($0.text("code"))=\($0.text("state"))" }.joined(separator: " ")
        texts["at"] = String(traffic.text("at").dropFirst(11).prefix(8))
        setPairs(traffic)
        for hub in hubs { set(hub) }
        // What hubs send up comes in at the one above them.
        for (above, below) in Dictionary(grouping: hubs, by: { $0.text("parent") }) where !above.isEmpty {
            texts["hub.\(above).from_below"] = Parts.count(below.reduce(0) { $0 + $1.number("up") })
            texts["hub.\(above).to_below"] = Parts.count(below.reduce(0) { $0 + $1.number("down") })
        }
    }

    /// The figure's text; empty where there is none.
    subscript(_ name: String) -> String { texts[name] ?? "" }

    /// Whether there is such a figure for this visitor.
    func has(_ name: String) -> Bool { texts[name] != nil }

    private mutating func set(_ name: String, _ node: JSONNode?) {
        if let number = node?.int { texts[name] = Parts.count(number) }
    }

    private mutating func setPairs(_ traffic: JSONNode) {
        let pairs = traffic["pairs"]?.elements ?? []
        let most = pairs.map { $0.number("last_minute") }.max() ?? 0
        var sums: [String: Int] = [:]
        for pair in pairs {
            let (from, to) = (pair.text("from"), pair.text("to"))
            let count = pair.number("last_minute")
            set("pair.\(from).\(to)", pair["last_minute"])
            set("total.\(from).\(to)", pair["total"])
            texts["width.\(from).\(to)"] = Self.width(count, most)
            sums["\(from).\(pair.text("direction"))", default: 0] += count
        }
        for (name, count) in sums { texts["sent.\(name)"] = Parts.count(count) }
    }

    /// How wide a stream of `count` is drawn beside one of `most`: by its digits, so that the few stay visible.
    static func width(_ count: Int, _ most: Int) -> String {
        guard count > 0, most > 0 else { return "0" }
        func size(_ number: Int) -> Double {
            let digits = String(number)
            return Double(digits.utf8.count * 10 + (digits.first?.wholeNumberValue ?? 0))
        }
        let width = 1.2 + 4.8 * size(count) / size(most)
        return String((width * 10).rounded() / 10)
    }

    private mutating func set(_ hub: JSONNode) {
        let name = "hub.\(hub.text("code"))"
        let state = hub.text("state")
        texts["\(name).state"] = state
        texts["\(name).glyph"] = ["running": "●", "slow": "◐", "stopped": "■"][state] ?? "?"
        for figure in ["accepted", "up", "down", "delivered", "waiting"] { set("\(name).\(figure)", hub[figure]) }
        texts["\(name).oldest"] = hub["oldest_ms"]?.int.map(Self.span) ?? "–"
        // In the drawings nothing stands where nothing is known.
        texts["\(name).since"] = hub["oldest_ms"]?.int.map { " · \(Self.span($0))" } ?? ""
        texts["\(name).way"] = hub["hop_ms"]?.int.map { "→ \(Self.span($0))" } ?? ""
        texts["\(name).hop"] = hub["hop_ms"]?.int.map(Self.span) ?? "–"
        texts["\(name).usual"] = hub["usual_hop_ms"]?.int.map(Self.span) ?? "–"
    }

    /// A span of time, of milliseconds, in the two figures that matter.
    static func span(_ milliseconds: Int) -> String {
        let seconds = milliseconds / 1_000
        return switch seconds {
        case ..<1: "\(milliseconds) ms"
        case ..<10: "\(seconds).\(milliseconds / 100 % 10) s"
        case ..<120: "\(seconds) s"
        case ..<7_200: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3_600) h"
        default: "\(seconds / 86_400) d"
        }
    }
}
