/// One of the page's runs.
struct PageRun {
    let results: ReplayResults
    /// A or B where there are two, else empty.
    let letter: String

    /// The letter as a coloured key before a figure; empty where there is one run.
    var key: String { letter.isEmpty ? "" : "<span class=\"key of-\(letter.lowercased())\">\(letter)</span>" }

    /// The style sheet's class of its colour.
    var style: String { letter == "B" ? "b" : "a" }

    /// The name of one of its lines: `accepted`, or `A accepted`.
    func named(_ name: String) -> String { letter.isEmpty ? name : "\(letter) \(name)" }
}
