/// A table of the page; cells are HTML already.
struct PageTable {
    var name = ""
    var caption = ""
    let head: [String]
    /// The first cell of a row heads it.
    let rows: [[String]]

    /// The element, inside one that scrolls where the page is narrower.
    var html: String {
        var text = "<div class=\"scroll\"><table\(name.isEmpty ? "" : " class=\"\(name)\"")>"
        if !caption.isEmpty { text += "<caption>\(caption)</caption>" }
        text +=
            "<thead><tr>" + head.map { $0.hasPrefix("<td") ? $0 : "<th scope=\"col\">\($0)</th>" }.joined()
            + "</tr></thead>\n<tbody>"
        for row in rows {
            text += "<tr>"
            for (index, cell) in row.enumerated() {
                // A cell that needs attributes of its own comes as a whole element.
                let isWhole = cell.hasPrefix("<td")
                text += index == 0 ? "<th scope=\"row\">\(cell)</th>" : isWhole ? cell : "<td>\(cell)</td>"
            }
            text += "</tr>\n"
        }
        return text + "</tbody></table></div>\n"
    }
}
