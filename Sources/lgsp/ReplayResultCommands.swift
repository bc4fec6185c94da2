internal import Platform
internal import Scenario

/// `replay show`, `merge`, `compare` and `report`: what is made of a replay's results file.
///
/// A scenario with one of these names is replayed by its path, such as `./merge`.
enum ReplayResultCommands {
    static let show = Command(
        "replay show", "FILE", "Shows what a results file says.", examples: ["lgsp replay show run.json"]
    ) { arguments, output in
        try arguments.expect(1...1, "FILE")
        let results = try ReplayResults.load(arguments.positional[0])
        if output.isJSON { output.bytes(results.summaryJSON) } else { output.text(results.summary()) }
        return .success
    }

    static let merge = Command(
        "replay merge", "FILE…", "Makes one results file of the parts of a run; 3 where a threshold failed.",
        options: [Option("output", "FILE", "Where to write it.")],
        examples: ["lgsp replay merge part-1.json part-2.json -o run.json"]
    ) { arguments, output in
        try arguments.expect(1...1000, "FILE")
        let target = try target(arguments, "replay merge")
        var parts: [(path: String, results: ReplayResults)] = []
        for path in arguments.positional { parts.append((path, try ReplayResults.load(path))) }
        let whole = try ReplayResults.merged(parts)
        try Files.write(whole.json, to: target)
        if output.isJSON { output.bytes(whole.summaryJSON) } else { output.text(whole.summary()) }
        output.note("Next: lgsp replay report \(target) -o report.html")
        return whole.passed ? .success : .threshold
    }

    static let compare = Command(
        "replay compare", "FILE FILE2", "Compares two runs figure by figure and says which is better.",
        options: [
            Option("fail-over", "PERCENT", "Exit 3 where B's rate or a p99 is worse than A's by more than this.")
        ], examples: ["lgsp replay compare before.json after.json --fail-over 5"]
    ) { arguments, output in
        try arguments.expect(2...2, "A, B or both")
        var bound: Double?
        if let text = arguments.given("fail-over") {
            guard let percent = Double(text), (0...1000).contains(percent) else {
                throw Failure.usage(
                    "--fail-over wants a percentage from 0 to 1000, not \(text).", command: "replay compare")
            }
            bound = percent
        }
        let comparison = Comparison(
            try ReplayResults.load(arguments.positional[0]), try ReplayResults.load(arguments.positional[1]))
        if output.isJSON {
            output.bytes(comparison.json)
        } else {
            output.table(Comparison.head, comparison.table)
            output.line(comparison.statement(vietnamese: InspectionReport.isVietnamese))
        }
        return bound.map(comparison.isWorse) ?? false ? .threshold : .success
    }

    static let report = Command(
        "replay report", "FILE [FILE2]", "Makes a page to look at of one run, or of two laid over each other.",
        options: [Option("output", "FILE", "The HTML page; LGSP_LANG=vi makes it Vietnamese.")],
        examples: ["lgsp replay report run.json -o report.html", "lgsp replay report a.json b.json -o report.html"]
    ) { arguments, output in
        try arguments.expect(1...2, "FILE")
        let target = try target(arguments, "replay report")
        let runs = try arguments.positional.map { path throws(ResultsError) in try ReplayResults.load(path) }
        try writePage(of: runs[0], beside: runs.count > 1 ? runs[1] : nil, to: target)
        output.note("The page is \(target).")
        return .success
    }

    /// Writes the report page of a run, or of two, in the language that `LGSP_LANG` asks for.
    static func writePage(of run: ReplayResults, beside other: ReplayResults? = nil, to path: String)
        throws(SystemError)
    {
        let page = ReplayPage(run, beside: other, vietnamese: InspectionReport.isVietnamese)
        try Files.write(Array(page.html.utf8), to: path)
    }

    private static func target(_ arguments: Arguments, _ command: String) throws(Failure) -> String {
        guard let target = arguments.given("output"), !target.isEmpty else {
            throw .usage("-o FILE is missing.", command: command)
        }
        return target
    }
}
