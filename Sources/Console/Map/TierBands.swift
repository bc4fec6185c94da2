internal import Platform

/// The tiers as bands, and what they sent one another in the last minute: up on the left, down on the right, as streams
/// that are the wider the more goes there; across, within the band.
struct TierBands {
    let tiers: [String]
    let live: LiveText

    private static let (width, left, right, pitch, height) = (328, 58, 270, 92, 60)
    private var context: PageContext { live.context }

    func draw() -> HTML {
        let streams = HTML(
            tiers.indices.flatMap { from in
                tiers.indices.filter { $0 != from }.map { stream(from, $0) }
            })
        let bands = HTML(tiers.indices.map(band))
        let title = context.word("Traffic between the tiers, last minute", "Lưu lượng giữa các cấp, phút vừa qua")
        let description = context.word(
            "Bands are tiers, from the highest down. Arrows on the left go up, on the right down. The table below says the same.",
            "Mỗi dải là một cấp, từ trên xuống. Mũi tên bên trái đi lên, bên phải đi xuống. Bảng bên dưới nêu cùng số liệu.")
        return """
            <svg class="bands" viewBox="0 0 \(Self.width) \(tiers.count * Self.pitch)" role="group" aria-label="\(title)"><title>\(title)</title><desc>\(description)</desc>
            <defs>\(HTML(["up", "down"].map(arrow)))</defs>\(streams)\(bands)</svg>
            """
    }

    private func arrow(_ kind: String) -> HTML {
        "<marker id=\"to-\(kind)\" viewBox=\"0 0 10 10\" refX=\"8\" refY=\"5\" markerUnits=\"userSpaceOnUse\" markerWidth=\"11\" markerHeight=\"11\" orient=\"auto\"><path class=\"head \(kind)\" d=\"M0 0L10 5L0 10z\"/></marker>"
    }

    private func top(_ tier: Int) -> Int { tier * Self.pitch + (Self.pitch - Self.height) / 2 }

    /// One stream, a curve beside the bands: the further it goes, the further out.
    private func stream(_ from: Int, _ to: Int) -> HTML {
        let (tiers, values) = (tiers, live.values)
        let isDown = from < to
        let distance = abs(from - to)
        let edge = isDown ? Self.right : Self.left
        let bend = edge + (isDown ? 1 : -1) * (6 + 22 * distance)
        // What leaves a band does so nearer to where it goes; places within it keep the ends apart.
        let place = 4 * distance
        let start = isDown ? top(from) + Self.height - 22 + place : top(from) + 22 - place
        let end = isDown ? top(to) + 22 - place : top(to) + Self.height - 22 + place
        let name = "\(tiers[from]).\(tiers[to])"
        let width = values["width.\(name)"]
        return """
            <path class="\(isDown ? "down" : "up")" data-width="width.\(name)" data-flow="\(width == "0" ? "none" : "some")" d="M\(edge) \(start)C\(bend) \(start) \(bend) \(end) \(edge) \(end)" stroke-width="\(width)" marker-end="url(#to-\(isDown ? "down" : "up"))"><title>\(label(from)) → \(label(to))</title></path>
            """
    }

    private func band(_ tier: Int) -> HTML {
        let name = tiers[tier]
        let y = top(tier)
        func sent(_ sign: String, _ kind: String, _ x: Int) -> HTML {
            guard live.values.has("sent.\(name).\(kind)") else { return "" }
            return
                "<text class=\"\(kind)\" x=\"\(x)\" y=\"\(y + 46)\" text-anchor=\"middle\">\(sign) \(live.drawn("sent.\(name).\(kind)"))</text>"
        }
        let help = context.word("Documents of this tier", "Văn bản của cấp này")
        return """
            <a href="/console/documents?q=\(Percent.encode("tier:\(name)"))"><title>\(help)</title><rect x="\(Self.left)" y="\(y)" width="\(Self.right - Self.left)" height="\(Self.height)" rx="10"/>
            <text class="name" x="\((Self.left + Self.right) / 2)" y="\(y + 23)" text-anchor="middle">\(label(tier))</text>
            \(sent("↑", "up", Self.left + 38))\(sent("⇄", "across", (Self.left + Self.right) / 2))\(sent("↓", "down", Self.right - 38))</a>
            """
    }

    private func label(_ tier: Int) -> String { TierMap.label(tiers[tier], context) }
}
