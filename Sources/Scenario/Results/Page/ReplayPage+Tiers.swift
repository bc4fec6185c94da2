internal import Platform
internal import Glibc

extension ReplayPage {
    /// A table from tier to tier, the slower the deeper in colour.
    var tiers: String {
        let present = runs.filter { !$0.results.pairs.isEmpty }
        guard !present.isEmpty else { return "" }
        let times = present.flatMap(\.results.pairs).compactMap { $0.latency.percentile(0.99) }.filter { $0 > 0 }
        let scale = PlotScale(
            low: Double(times.min() ?? 1), high: Double(times.max() ?? 2), isLogarithmic: true)
        return PageSection(
            id: "tiers", title: language("By pair of tiers", "Theo cặp cấp"),
            text: language(
                "p99 until accepted, corrected, and how many documents; the deeper the colour, the slower.",
                "p99 đến khi được nhận, hiệu chỉnh, và số văn bản; màu càng đậm càng chậm."),
            body: present.map { heat($0, scale) }.joined()
        ).html
    }

    private func heat(_ run: PageRun, _ scale: PlotScale) -> String {
        let pairs = run.results.pairs
        func once(_ names: [String]) -> [String] {
            names.reduce(into: []) { list, name in if !list.contains(name) { list.append(name) } }
        }
        let senders = once(pairs.map(\.from))
        // Receivers in the order of the senders, those that never send last: the same tier then lies on the diagonal.
        let receivers = once(senders.filter { name in pairs.contains { $0.to == name } } + pairs.map(\.to))
        let rows = senders.map { from in
            [HTMLText.escape(from)]
                + receivers.map { to in
                    guard let pair = pairs.first(where: { $0.from == from && $0.to == to }), pair.accepted > 0 else {
                        return "<td class=\"none\">–</td>"
                    }
                    let slow = pair.latency.percentile(0.99)
                    let depth = slow.map { Int((scale.position(Double($0)) * 100).rounded()) } ?? 0
                    return """
                        <td style="--h:\(Double(depth) / 100)">\(time(slow))\
                        <small>\(language.count(pair.accepted))</small></td>
                        """
                }
        }
        return PageTable(
            name: run.letter == "B" ? "heat of-b" : "heat", caption: run.key,
            head: [language("from ↓ to →", "từ ↓ đến →")] + receivers.map(HTMLText.escape), rows: rows
        ).html
    }
}
