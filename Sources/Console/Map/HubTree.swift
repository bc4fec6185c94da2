internal import Gateway
internal import Platform

/// Which hub hangs on which, and how each gets on; whoever has no rights over hubs sees none of it.
struct HubTree {
    let context: PageContext
    private let hubs: [JSONNode]
    private let live: LiveText

    init(_ context: PageContext) throws(Visit.Failure) {
        self.context = context
        let traffic = context.readsAll ? try context.get("traffic") : nil
        hubs = traffic?["hubs"]?.elements ?? []
        live = LiveText(values: traffic.map { LiveValues($0) } ?? LiveValues(), context: context)
    }

    func draw() -> HTML {
        guard !hubs.isEmpty else { return "" }
        let codes = Set(hubs.map { $0.text("code") })
        let below = Dictionary(grouping: hubs) { codes.contains($0.text("parent")) ? $0.text("parent") : "" }
        return """
            <div data-stream="/console/live" data-words="\(LiveText.words(context))">\(list("", below, depth: 0))
            <p class="legend">\(context.word("Figures of the last minute: sent by its agencies, up to the hub above, down from it, put into its mailboxes; then what waits for the hub, since when, and what a copy takes to get there beside what is usual.", "Số liệu phút vừa qua: cơ quan của trục gửi, lên trục trên, từ trục trên xuống, vào hộp thư; tiếp đến số bản chờ, chờ bao lâu, thời gian một bản đến trục so với bình thường."))</p></div>
            """
    }

    /// The hubs right below one, and so on; a tree is never deeper than it has hubs.
    private func list(_ parent: String, _ below: [String: [JSONNode]], depth: Int) -> HTML {
        guard let hubs = below[parent], depth < self.hubs.count else { return "" }
        let items = HTML(
            hubs.sorted { $0.text("code") < $1.text("code") }.map { hub -> HTML in
                let code = hub.text("code")
                let name = "hub.\(code)"
                let reason = hub.text("reason")
                return """
                    <li id="hub-\(code)"><strong>\(code)</strong> \(hub.text("name")) <span class="hub-state" data-state-of="\(name).state" data-state="\(live.values["\(name).state"])">\(live("\(name).glyph")) \(live.word("\(name).state"))</span> \(reason.isEmpty ? "" : "<em>\(reason)</em>" as HTML)
                    <div class="figures">\(context.word("sent", "gửi")) \(live("\(name).accepted")) · ↑ \(live("\(name).up")) · ↓ \(live("\(name).down")) · ⇄ \(live("\(name).delivered")) · \(context.word("waits", "chờ")) \(live("\(name).waiting")), \(context.word("oldest", "lâu nhất")) \(live("\(name).oldest")) · \(context.word("hop", "chặng")) \(live("\(name).hop")) (\(context.word("usually", "bình thường")) \(live("\(name).usual"))) · <a href="/console/agencies?hub=\(Percent.encode(code))">\(context.word("agencies", "cơ quan"))</a></div>
                    \(list(code, below, depth: depth + 1))</li>
                    """
            })
        return depth == 0 ? "<ul class=\"tree\">\(items)</ul>" : "<ul>\(items)</ul>"
    }
}
