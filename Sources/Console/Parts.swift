internal import Platform

/// Pieces that pages share.
enum Parts {
    /// A table; with `empty` in its place where there is no row. Cells of columns that are named by `numbers` are figures.
    static func table(
        _ columns: [String], _ rows: [[HTML]], numbers: Set<Int> = [], empty: String, caption: String = ""
    ) -> HTML {
        guard !rows.isEmpty else { return "<p class=\"empty\">\(empty)</p>" }
        let head = HTML(
            columns.enumerated().map { place, name -> HTML in
                numbers.contains(place)
                    ? "<th scope=\"col\" class=\"number\">\(name)</th>" : "<th scope=\"col\">\(name)</th>"
            })
        let body = HTML(
            rows.map { row -> HTML in
                let cells = HTML(
                    row.enumerated().map { place, cell -> HTML in
                        let name = columns.indices.contains(place) ? columns[place] : ""
                        return numbers.contains(place)
                            ? "<td class=\"number\" data-name=\"\(name)\">\(cell)</td>"
                            : "<td data-name=\"\(name)\">\(cell)</td>"
                    })
                return "<tr>\(cells)</tr>\n"
            })
        let title: HTML = caption.isEmpty ? "" : "<caption>\(caption)</caption>"
        return
            "<div class=\"wide\" tabindex=\"0\"><table>\(title)<thead><tr>\(head)</tr></thead>\n<tbody>\(body)</tbody></table></div>"
    }

    /// Figures side by side; `live` names what the script keeps up to date.
    static func tiles(_ tiles: [(name: String, value: String, live: String, note: String)]) -> HTML {
        let items = HTML(
            tiles.map { tile -> HTML in
                "<div class=\"tile\"><dt>\(tile.name)</dt><dd><span data-live=\"\(tile.live)\">\(tile.value)</span>\(tile.note.isEmpty ? "" : "<small>\(tile.note)</small>" as HTML)</dd></div>"
            })
        return "<dl class=\"tiles\">\(items)</dl>"
    }

    private static func kind(_ name: String) -> String {
        switch name {
        case "done", "valid", "active", "passed", "accepted", "confirmed": "good"
        case "fail", "invalid", "refused", "failed", "returned", "late", "dead": "bad"
        case "initial", "processing", "owed", "absent", "closed", "withdrawn", "warned", "not_reached": "open"
        default: "plain"
        }
    }

    /// A state in the page's language, in a box that is coloured by what it means.
    static func state(_ name: String, _ context: PageContext) -> HTML {
        name.isEmpty
            ? ""
            : "<span class=\"state \(kind(name))\" title=\"\(name)\">\(Vocabulary.name(name, context.language))</span>"
    }

    /// A moment as people read it, with the whole in the attribute.
    static func time(_ text: String) -> HTML {
        guard text.utf8.count >= 19 else { return "" }
        let shown = text.prefix(10) + " " + text.dropFirst(11).prefix(8)
        return "<time datetime=\"\(text)\">\(String(shown))</time>"
    }

    /// A link to a document.
    static func document(_ id: String, _ name: String) -> HTML {
        "<a href=\"/console/documents/\(Percent.encode(id))\">\(name)</a>"
    }

    /// A link to an agency.
    static func agency(_ code: String, _ name: String = "") -> HTML {
        code.isEmpty ? "" : "<a href=\"/console/agencies/\(Percent.encode(code))\" title=\"\(name)\">\(code)</a>"
    }

    /// A ratio as per cent with two decimals; a dash where there is none.
    static func percent(_ ratio: Double?) -> String {
        guard let ratio else { return "–" }
        let hundredths = Int((ratio * 10_000).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) %"
    }

    /// A number with thin spaces between its thousands.
    static func count(_ number: Int) -> String {
        var digits = Array(String(abs(number)))
        var place = digits.count - 3
        while place > 0 {
            digits.insert("\u{202F}", at: place)
            place -= 3
        }
        return (number < 0 ? "-" : "") + String(digits)
    }

    /// The link to the next page of a list.
    static func next(_ path: String, _ query: [(String, String)], cursor: String, _ label: String) -> HTML {
        guard !cursor.isEmpty else { return "" }
        let pairs = (query + [("cursor", cursor)]).filter { !$0.1.isEmpty }
        let text = pairs.map { "\($0.0)=\(Percent.encode($0.1))" }.joined(separator: "&")
        return "<p><a class=\"next\" rel=\"next\" href=\"\(path)?\(text)\">\(label)</a></p>"
    }
}
