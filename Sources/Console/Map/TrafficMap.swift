internal import Platform

/// The tiers as bands with the hubs on them, and what went between them in the last minute: up on the left, down on the
/// right, in streams that are the wider the more goes there.
///
/// A hub lies on the band of its depth in the tree. Those with trouble come first, then those with the most traffic; what
/// does not fit is drawn small. It is drawn for wide and for narrow windows; the style shows one of them.
struct TrafficMap {
    private struct Band {
        let tier: Int
        let top: Int
        let height: Int
        let hubs: HubRow

        /// The middle of the tier's box.
        func middle(_ frame: MapFrame) -> Int {
            frame.isBeside ? top + height / 2 : top + MapFrame.padding + MapFrame.boxHeight / 2
        }
    }

    let tiers: [String]
    let hubs: [JSONNode]
    let live: LiveText
    private var context: PageContext { live.context }

    func draw() -> HTML { HTML(MapFrame.all.map(draw)) }

    private func draw(_ frame: MapFrame) -> HTML {
        var bands: [Band] = []
        var y = 0
        for tier in tiers.indices {
            let hubs = HubRow(hubs: ordered(on: tier), live: live, frame: frame)
            let own = MapFrame.boxHeight + 2 * MapFrame.padding
            let height =
                frame.isBeside
                ? max(own, hubs.height + 2 * MapFrame.padding) : own + (hubs.height > 0 ? hubs.height + 10 : 0)
            bands.append(Band(tier: tier, top: y, height: height, hubs: hubs))
            y += height + 10
        }
        let title = context.word("Live traffic, last minute", "Lưu lượng trực tiếp, phút vừa qua")
        let description = context.word(
            "Bands are tiers, from the highest down, with their hubs. Streams on the left go up, on the right down. The table below says the same.",
            "Mỗi dải là một cấp, từ trên xuống, cùng các trục. Luồng bên trái đi lên, bên phải đi xuống. Bảng bên dưới nêu cùng số liệu."
        )
        let backs = HTML(
            bands.map { band -> HTML in
                "<rect class=\"band\" x=\"0\" y=\"\(band.top)\" width=\"\(frame.width)\" height=\"\(band.height)\" rx=\"14\"/>"
            })
        let streams = HTML(
            bands.flatMap { from in
                bands.filter { $0.tier != from.tier }.map { stream(from, $0, frame) }
            })
        let rows = HTML(
            bands.map { band in
                band.hubs.draw(
                    from: frame.isBeside
                        ? band.top + (band.height - band.hubs.height) / 2
                        : band.top + MapFrame.boxHeight + 2 * MapFrame.padding - 4)
            })
        return """
            <svg class="\(frame.name)" viewBox="0 0 \(frame.width) \(y - 10)" role="group" aria-label="\(title)"><title>\(title)</title><desc>\(description)</desc>
            <defs>\(HTML(["up", "down"].map { arrow($0, frame) }))</defs>\(backs)\(trunk(bands, frame))\(streams)\(HTML(bands.map { box($0, frame) }))\(rows)</svg>
            """
    }

    /// The hubs of a band, in the order in which they are shown.
    private func ordered(on tier: Int) -> [JSONNode] {
        func rank(_ hub: JSONNode) -> (Int, Int, String) {
            let trouble = ["stopped": 0, "slow": 1][hub.text("state")] ?? 2
            return (trouble, -(hub.number("accepted") + hub.number("delivered")), hub.text("code"))
        }
        let parents = Dictionary(hubs.map { ($0.text("code"), $0.text("parent")) }) { first, _ in first }
        func depth(_ hub: JSONNode) -> Int {
            var (depth, parent) = (0, hub.text("parent"))
            while let next = parents[parent], depth < tiers.count { (depth, parent) = (depth + 1, next) }
            // One whose hub above is not shown hangs on it all the same.
            return parent.isEmpty ? depth : depth + 1
        }
        return hubs.filter { min(depth($0), tiers.count - 1) == tier }.sorted { rank($0) < rank($1) }
    }

    /// The line that the hubs of the lower bands hang on.
    private func trunk(_ bands: [Band], _ frame: MapFrame) -> HTML {
        let rows = bands.filter { $0.hubs.height > 0 }
        guard let first = rows.first, let last = rows.last, rows.count > 1, frame.isBeside else { return "" }
        let x = frame.hubs.lowerBound - 14
        let end = last.top + (last.height - last.hubs.height) / 2 + last.hubs.lastRail
        let start = first.top + first.height / 2
        return "<path class=\"rail\" d=\"M\(frame.hubs.lowerBound) \(start)H\(x)V\(end)\"/>"
    }

    private func arrow(_ kind: String, _ frame: MapFrame) -> HTML {
        "<marker id=\"\(frame.name)-\(kind)\" viewBox=\"0 0 10 10\" refX=\"8\" refY=\"5\" markerUnits=\"userSpaceOnUse\" markerWidth=\"12\" markerHeight=\"12\" orient=\"auto\"><path class=\"head \(kind)\" d=\"M0 0L10 5L0 10z\"/></marker>"
    }

    /// One stream, a curve beside the boxes: the further it goes, the further out.
    private func stream(_ from: Band, _ to: Band, _ frame: MapFrame) -> HTML {
        let isDown = from.tier < to.tier
        let kind = isDown ? "down" : "up"
        let distance = abs(from.tier - to.tier)
        let edge = isDown ? frame.box.upperBound : frame.box.lowerBound
        let reach = (isDown ? 1 : -1) * (10 + 20 * distance)
        // What leaves a box does so on the side of where it goes; places on that side keep the ends apart.
        let place = (isDown ? 1 : -1) * (26 - 7 * (distance - 1))
        let (start, end) = (from.middle(frame) + place, to.middle(frame) - place)
        let name = "\(tiers[from.tier]).\(tiers[to.tier])"
        let width = live.values["width.\(name)"]
        let count = live.values["pair.\(name)"]
        return """
            <path class="stream \(kind)" data-width="width.\(name)" data-flow="\(width == "0" ? "none" : "some")" d="M\(edge) \(start)C\(edge + reach) \(start) \(edge + reach) \(end) \(edge) \(end)" stroke-width="\(width)" marker-end="url(#\(frame.name)-\(kind))"><title>\(label(from.tier)) → \(label(to.tier)): \(count)</title></path>
            """
    }

    /// A tier's box: its name, and what it sent up, across and down.
    private func box(_ band: Band, _ frame: MapFrame) -> HTML {
        let name = tiers[band.tier]
        let y = band.middle(frame) - MapFrame.boxHeight / 2
        let (left, right) = (frame.box.lowerBound, frame.box.upperBound)
        func sent(_ sign: String, _ kind: String, _ x: Int) -> HTML {
            guard live.values.has("sent.\(name).\(kind)") else { return "" }
            return
                "<text class=\"\(kind)\" x=\"\(x)\" y=\"\(y + 49)\" text-anchor=\"middle\">\(sign) \(live.drawn("sent.\(name).\(kind)"))</text>"
        }
        let help = context.word("Documents of this tier", "Văn bản của cấp này")
        return """
            <a href="/console/documents?q=\(Percent.encode("tier:\(name)"))"><title>\(help)</title><rect class="box" x="\(left)" y="\(y)" width="\(right - left)" height="\(MapFrame.boxHeight)" rx="10"/>
            <text class="name" x="\((left + right) / 2)" y="\(y + 25)" text-anchor="middle">\(label(band.tier))</text>
            \(sent("↑", "up", left + 38))\(sent("⇄", "across", (left + right) / 2))\(sent("↓", "down", right - 38))</a>
            """
    }

    private func label(_ tier: Int) -> String { TierMap.label(tiers[tier], context) }
}
