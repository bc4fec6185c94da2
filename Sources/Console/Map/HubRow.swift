internal import Platform

/// The hubs of one band of the map: cards, then cells for those that do not fit.
struct HubRow {
    let hubs: [JSONNode]
    let live: LiveText
    let frame: MapFrame
    private var context: PageContext { live.context }

    /// All cards where few do not fit: a cell says less.
    private var cards: Int { hubs.count <= frame.cards + frame.columns ? hubs.count : frame.cards }
    private var rows: Int { (cards + frame.columns - 1) / frame.columns }
    private var cellRows: Int { (hubs.count - cards + frame.cells - 1) / frame.cells }

    /// What they take together, 0 for none.
    var height: Int {
        guard !hubs.isEmpty else { return 0 }
        let cells = cellRows == 0 ? 0 : 26 + cellRows * (MapFrame.cellHeight + 6)
        return rows * MapFrame.cardHeight + (rows - 1) * MapFrame.gap + cells
    }

    /// The place of the last row's line, below the first row's top.
    var lastRail: Int { (rows - 1) * (MapFrame.cardHeight + MapFrame.gap) + MapFrame.cardHeight / 2 }

    func draw(from top: Int) -> HTML {
        guard !hubs.isEmpty else { return "" }
        var body: [HTML] = []
        let left = frame.hubs.lowerBound
        // One alone may be as wide as two.
        let columns = cards == 1 ? max(1, frame.columns / 2) : frame.columns
        let width = frame.width(of: columns, space: 12)
        for (place, hub) in hubs.prefix(cards).enumerated() {
            let x = left + place % columns * (width + 12)
            let y = top + place / columns * (MapFrame.cardHeight + MapFrame.gap)
            body.append(link(hub, place % columns, x: x, y: y + MapFrame.cardHeight / 2))
            body.append(card(hub, x: x, y: y, width: width))
        }
        let rest = hubs.dropFirst(cards)
        if !rest.isEmpty {
            let y = top + rows * (MapFrame.cardHeight + MapFrame.gap) - MapFrame.gap + 26
            let more = context.word("\(rest.count) more hubs", "\(rest.count) trục khác")
            body.append("<text class=\"soft\" x=\"\(left)\" y=\"\(y - 8)\">\(more)</text>")
            let width = frame.width(of: frame.cells, space: 6)
            for (place, hub) in rest.enumerated() {
                body.append(
                    cell(
                        hub, x: left + place % frame.cells * (width + 6),
                        y: y + place / frame.cells * (MapFrame.cellHeight + 6), width: width))
            }
        }
        return HTML(body)
    }

    /// The line that a card hangs on.
    private func link(_ hub: JSONNode, _ column: Int, x: Int, y: Int) -> HTML {
        guard frame.isBeside else { return "" }
        return "<path class=\"rail\" \(state(hub)) d=\"M\(x - (column == 0 ? 14 : 12)) \(y)H\(x)\"/>"
    }

    private func state(_ hub: JSONNode) -> HTML {
        let name = "hub.\(hub.text("code")).state"
        return "data-state-of=\"\(name)\" data-state=\"\(live.values[name])\""
    }

    /// A hub that leads to where its state is explained.
    private func anchor(_ hub: JSONNode, _ body: HTML) -> HTML {
        let reason = hub.text("reason")
        return
            "<a href=\"/console/routes#hub-\(Percent.encode(hub.text("code")))\" class=\"hub\" \(state(hub))><title>\(hub.text("name"))\(reason.isEmpty ? "" : ": \(reason)")</title>\(body)</a>"
    }

    private func card(_ hub: JSONNode, x: Int, y: Int, width: Int) -> HTML {
        let name = "hub.\(hub.text("code"))"
        // What hubs below send up comes in at the one above, and what it sends down goes out.
        let isAbove = live.values.has("\(name).from_below")
        let (up, down) = isAbove ? ("from_below", "to_below") : ("up", "down")
        return anchor(
            hub,
            """
            <rect x="\(x)" y="\(y)" width="\(width)" height="\(MapFrame.cardHeight)" rx="10"/>
            <text class="name" x="\(x + 10)" y="\(y + 21)">\(hub.text("code"))</text><text class="badge" x="\(x + width - 10)" y="\(y + 21)" text-anchor="end">\(live.drawn("\(name).glyph")) \(live.drawnWord("\(name).state"))</text>
            <text class="soft" x="\(x + 10)" y="\(y + 39)">\(short(hub.text("name"), (width - 20) / 7))</text>
            <text x="\(x + 10)" y="\(y + 60)" xml:space="preserve"><tspan class="up">↑ \(live.drawn("\(name).\(up)"))</tspan>  <tspan class="across">⇄ \(live.drawn("\(name).delivered"))</tspan>  <tspan class="down">↓ \(live.drawn("\(name).\(down)"))</tspan></text>
            <text x="\(x + 10)" y="\(y + 81)" xml:space="preserve">\(context.word("waits", "chờ")) \(live.drawn("\(name).waiting"))\(live.drawn("\(name).since"))</text>
            <text class="soft" x="\(x + width - 10)" y="\(y + 81)" text-anchor="end">\(live.drawn("\(name).way"))</text>
            """)
    }

    private func cell(_ hub: JSONNode, x: Int, y: Int, width: Int) -> HTML {
        anchor(
            hub,
            """
            <rect x="\(x)" y="\(y)" width="\(width)" height="\(MapFrame.cellHeight)" rx="7"/>
            <text x="\(x + width / 2)" y="\(y + 20)" text-anchor="middle">\(live.drawn("hub.\(hub.text("code")).glyph")) \(hub.text("code"))</text>
            """)
    }

    private func short(_ text: String, _ length: Int) -> String {
        text.count <= length ? text : text.prefix(max(1, length - 1)) + "…"
    }
}
