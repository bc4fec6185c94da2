internal import Platform
/// A part of the page: its title, what it says in a sentence, and what stands below.
struct PageSection {
    let id: String
    let title: String
    let text: String
    let body: String

    /// The element.
    var html: String {
        """
        <section aria-labelledby="\(id)-title">
        <h2 id="\(id)-title">\(title)</h2>
        <p id="\(id)-text">\(text)</p>
        \(body)</section>

        """
    }

    /// What the lines of a plot mean.
    static func legend(_ lines: [(name: String, style: String)]) -> String {
        let items = lines.map { line in
            """
            <li><svg viewBox="0 0 28 10" aria-hidden="true"><path class="line \(line.style)" d="M1 5H27"/></svg>\
            \(HTMLText.escape(line.name))</li>
            """
        }
        return "<ul class=\"legend\">\(items.joined())</ul>\n"
    }
}
