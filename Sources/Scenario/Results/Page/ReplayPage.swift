internal import Platform
/// The report of a run, or of two laid over each other, as one HTML page that needs nothing else.
///
/// No script, no font, no picture from elsewhere; the page itself forbids them. Whatever comes from a results file is
/// escaped where it is written.
public struct ReplayPage: Sendable {
    let first: ReplayResults
    let second: ReplayResults?
    let language: PageLanguage

    /// The page of `first`, beside `second` where there is one, in Vietnamese or English.
    public init(_ first: ReplayResults, beside second: ReplayResults? = nil, vietnamese: Bool = false) {
        self.first = first
        self.second = second
        language = PageLanguage(isVietnamese: vietnamese)
    }

    /// Its runs: one without a letter, or A and B.
    var runs: [PageRun] {
        guard let second else { return [PageRun(results: first, letter: "")] }
        return [PageRun(results: first, letter: "A"), PageRun(results: second, letter: "B")]
    }

    /// The page's text, UTF-8.
    public var html: String {
        let title = HTMLText.escape(first.scenario) + " · " + language("load report", "báo cáo tải")
        return """
            <!DOCTYPE html>
            <html lang="\(language("en", "vi"))">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(title)</title>
            <style>
            \(PageStyle.text)
            </style>
            </head>
            <body><main>
            \(head)\(headline)\(thresholds)\(distributions)\(overTime)\(tiers)\(comparison)\(phases)\(refusals)\(about)</main></body>
            </html>

            """
    }
}
