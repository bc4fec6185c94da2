internal import Platform

/// The hubs as a map: the topmost as a bar, those below it as cards that hang on it; those with trouble come first, then
/// those with the most traffic, and what does not fit is drawn small.
struct HubMap {
    let hubs: [JSONNode]
    let live: LiveText

    private struct Frame {
        let width: Int
        let columns: Int
        /// Cards at most; the rest are cells.
        let cards: Int
        let cells: Int
        let name: String
    }

    private static let frames = [
        Frame(width: 760, columns: 4, cards: 8, cells: 10, name: "wide"),
        Frame(width: 328, columns: 2, cards: 6, cells: 5, name: "narrow"),
    ]
    private static let (bar, card, cell, gap) = (64, 96, 32, 18)
    private var context: PageContext { live.context }

    /// The drawing for wide windows and the one for narrow ones; the style shows one of them.
    func draw() -> HTML { HTML(Self.frames.map(draw)) }

    /// Hubs in the order in which they are shown.
    private var ordered: [JSONNode] {
        func rank(_ hub: JSONNode) -> (Int, Int, String) {
            let trouble = ["stopped": 0, "slow": 1][hub.text("state")] ?? 2
            return (trouble, -(hub.number("accepted") + hub.number("delivered")), hub.text("code"))
        }
        return hubs.sorted { rank($0) < rank($1) }
    }

    private func draw(_ frame: Frame) -> HTML {
        let codes = Set(hubs.map { $0.text("code") })
        let tops = ordered.filter { !codes.contains($0.text("parent")) }
        let rest = ordered.filter { codes.contains($0.text("parent")) }
        var body: [HTML] = []
        var y = 0
        for top in tops {
            body.append(bar(top, frame, y))
            y += Self.bar
        }
        let cards = rest.count <= frame.cards + frame.columns ? rest[...] : rest.prefix(frame.cards)
        let width = (frame.width - 12 - (frame.columns - 1) * 10) / frame.columns
        for start in stride(from: 0, to: cards.count, by: frame.columns) {
            let row = cards.dropFirst(start).prefix(frame.columns)
            y += Self.gap
            for (place, hub) in row.enumerated() {
                let x = 12 + place * (width + 10)
                body.append(link(hub, x: x + width / 2, from: y - Self.gap / 2, to: y))
                body.append(card(hub, x: x, y: y, width: width))
            }
            let last = 12 + (row.count - 1) * (width + 10) + width / 2
            body.append("<path class=\"rail\" d=\"M4 \(y - Self.gap / 2)H\(last)\"/>")
            y += Self.card
        }
        if !cards.isEmpty {
            let end = y - Self.card - Self.gap / 2
            body.append("<path class=\"rail\" d=\"M4 \(tops.count * Self.bar - 8)V\(end)\"/>")
        }
        let cells = rest.dropFirst(cards.count)
        if !cells.isEmpty {
            y += 30
            let more = context.word("\(cells.count) more hubs", "\(cells.count) trục khác")
            body.append("<text class=\"soft\" x=\"12\" y=\"\(y - 8)\">\(more)</text>")
            let width = (frame.width - 12 - (frame.cells - 1) * 6) / frame.cells
            for (place, hub) in cells.enumerated() {
                let (row, column) = (place / frame.cells, place % frame.cells)
                body.append(cell(hub, x: 12 + column * (width + 6), y: y + row * (Self.cell + 6), width: width))
            }
            y += (cells.count + frame.cells - 1) / frame.cells * (Self.cell + 6)
        }
        let title = context.word("Hubs, last minute", "Các trục, phút vừa qua")
        return """
            <svg class="hubs-map \(frame.name)" viewBox="0 0 \(frame.width) \(y + 4)" role="group" aria-label="\(title)"><title>\(title)</title>
            \(HTML(body))</svg>
            """
    }

    private func target(_ hub: JSONNode) -> String { "/console/routes#hub-\(Percent.encode(hub.text("code")))" }

    private func state(_ hub: JSONNode) -> HTML {
        let name = "hub.\(hub.text("code")).state"
        return "data-state-of=\"\(name)\" data-state=\"\(live.values[name])\""
    }

    private func title(_ hub: JSONNode) -> HTML {
        let reason = hub.text("reason")
        return "<title>\(hub.text("name"))\(reason.isEmpty ? "" : ": \(reason)")</title>"
    }

    /// A mark and a word for the state: neither colour alone.
    private func badge(_ hub: JSONNode, x: Int, y: Int) -> HTML {
        let name = "hub.\(hub.text("code"))"
        return
            "<text class=\"badge\" x=\"\(x)\" y=\"\(y)\" text-anchor=\"end\">\(live.drawn("\(name).glyph")) \(live.drawnWord("\(name).state"))</text>"
    }

    /// The line that a hub hangs on.
    private func link(_ hub: JSONNode, x: Int, from: Int, to: Int) -> HTML {
        "<path class=\"rail\" \(state(hub)) d=\"M\(x) \(from)V\(to)\"/>"
    }

    private func bar(_ hub: JSONNode, _ frame: Frame, _ y: Int) -> HTML {
        let name = "hub.\(hub.text("code"))"
        return """
            <a href="\(target(hub))" class="hub top" \(state(hub))>\(title(hub))<rect x="1" y="\(y + 1)" width="\(frame.width - 2)" height="\(Self.bar - 10)" rx="10"/>
            <text class="name" x="14" y="\(y + 23)">\(hub.text("code"))<tspan class="soft" dx="8">\(short(hub.text("name"), frame.width / 10 - 13))</tspan></text>
            \(badge(hub, x: frame.width - 12, y: y + 23))
            <text x="14" y="\(y + 43)" xml:space="preserve"><tspan class="up">↑ \(live.drawn("\(name).from_below"))</tspan>  <tspan class="down">↓ \(live.drawn("\(name).to_below"))</tspan>  <tspan class="across">⇄ \(live.drawn("\(name).delivered"))</tspan>  \(context.word("waits", "chờ")) \(live.drawn("\(name).waiting"))</text>
            <text class="soft" x="\(frame.width - 12)" y="\(y + 43)" text-anchor="end">\(live.drawn("\(name).hop"))</text></a>
            """
    }

    private func card(_ hub: JSONNode, x: Int, y: Int, width: Int) -> HTML {
        let name = "hub.\(hub.text("code"))"
        return """
            <a href="\(target(hub))" class="hub" \(state(hub))>\(title(hub))<rect x="\(x)" y="\(y)" width="\(width)" height="\(Self.card)" rx="10"/>
            <text class="name" x="\(x + 10)" y="\(y + 21)">\(hub.text("code"))</text>\(badge(hub, x: x + width - 10, y: y + 21))
            <text class="soft" x="\(x + 10)" y="\(y + 40)">\(short(hub.text("name"), width / 8))</text>
            <text x="\(x + 10)" y="\(y + 62)" xml:space="preserve"><tspan class="up">↑ \(live.drawn("\(name).up"))</tspan>  <tspan class="down">↓ \(live.drawn("\(name).down"))</tspan>  <tspan class="across">⇄ \(live.drawn("\(name).delivered"))</tspan></text>
            <text x="\(x + 10)" y="\(y + 83)">\(context.word("waits", "chờ")) \(live.drawn("\(name).waiting"))</text>
            <text class="soft" x="\(x + width - 10)" y="\(y + 83)" text-anchor="end">\(live.drawn("\(name).hop"))</text></a>
            """
    }

    private func cell(_ hub: JSONNode, x: Int, y: Int, width: Int) -> HTML {
        """
        <a href="\(target(hub))" class="hub" \(state(hub))>\(title(hub))<rect x="\(x)" y="\(y)" width="\(width)" height="\(Self.cell)" rx="7"/>
        <text x="\(x + width / 2)" y="\(y + 21)" text-anchor="middle">\(live.drawn("hub.\(hub.text("code")).glyph")) \(hub.text("code"))</text></a>
        """
    }

    private func short(_ text: String, _ length: Int) -> String {
        text.count <= length ? text : text.prefix(max(1, length - 1)) + "…"
    }
}
