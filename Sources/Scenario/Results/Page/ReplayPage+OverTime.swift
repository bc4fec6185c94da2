internal import Platform
extension ReplayPage {
    /// Rate, latency, backlog and errors over the time of the run, below each other on one axis of time.
    var overTime: String {
        guard runs.contains(where: { ($0.results.series?.count ?? 0) > 0 }) else { return "" }
        return rate + latency + backlog + errors
    }

    private typealias Series = ReplayResults.Series

    private var rate: String {
        let isPair = runs.count > 1
        var lines: [PlotLine] = []
        for run in runs {
            lines += line(
                run, language("planned", "dự kiến"), isPair ? "\(run.style) thin dash" : "plan", perSecond(\.planned))
            if !isPair { lines += line(run, language("sent", "đã gửi"), "mid", perSecond(\.sent)) }
            lines += line(
                run, language("accepted", "được nhận"), "\(run.style) strong", perSecond(\.accepted), fills: !isPair)
        }
        return section(
            "rate", language("Rate", "Tốc độ"),
            language(
                "Documents a second. Where sent falls below planned, documents waited for a connection or the generator was too slow; "
                    + "where accepted falls below sent, answers were awaited.",
                "Văn bản mỗi giây. Đã gửi thấp hơn dự kiến: văn bản chờ kết nối hoặc bộ sinh tải quá chậm; được nhận thấp hơn "
                    + "đã gửi: đang chờ trả lời."),
            lines, mark: language.short, value: { language.figure($0) + "/s" })
    }

    private var latency: String {
        var lines: [PlotLine] = []
        for run in runs {
            let base = runs.count > 1 ? run.style : "mid"
            lines += line(run, "p50", "\(base) thin", { nanoseconds($0.p50) }, .greatest)
            lines += line(run, "p99", "\(run.style) strong", { nanoseconds($0.p99) }, .greatest)
        }
        return section(
            "latency", language("Latency over time", "Độ trễ theo thời gian"),
            language(
                "Corrected, until accepted, by the moment a document was due. The axis is logarithmic.",
                "Hiệu chỉnh, đến khi được nhận, theo lúc đến hạn gửi. Trục theo thang logarit."),
            lines, isLogarithmic: true, mark: language.mark, value: language.duration)
    }

    private var backlog: String {
        let lines = runs.flatMap { run in
            line(
                run, language("backlog", "tồn đọng"), runs.count > 1 ? "\(run.style) strong" : "deep strong",
                { $0.backlog.map(Optional.some) }, .greatest, fills: true)
        }
        return section(
            "backlog", language("Backlog", "Tồn đọng"),
            language(
                "Documents that are due and not answered yet. A backlog that only grows is a rate the daemon cannot sustain.",
                "Văn bản đến hạn mà chưa có trả lời. Tồn đọng tăng mãi nghĩa là tốc độ vượt sức máy chủ."),
            lines, mark: language.short, value: { language.decimal($0, 0) })
    }

    private var errors: String {
        let hasErrors = runs.contains { $0.results.series?.errors.contains { $0 > 0 } ?? false }
        guard hasErrors else {
            guard runs.contains(where: { !($0.results.series?.errors.isEmpty ?? true) }) else { return "" }
            return PageSection(
                id: "errors", title: language("Errors over time", "Lỗi theo thời gian"),
                text: language("No error in the whole run.", "Không có lỗi trong suốt lần chạy."), body: ""
            ).html
        }
        let lines = runs.flatMap { run in
            line(
                run, language("errors", "lỗi"), runs.count > 1 ? "\(run.style) strong" : "err strong",
                perSecond(\.errors),
                .greatest, fills: true)
        }
        return section(
            "errors", language("Errors over time", "Lỗi theo thời gian"),
            language(
                "Submissions a second that got no answer, or one that is neither acceptance nor refusal.",
                "Số lần gửi mỗi giây không có trả lời, hoặc trả lời không phải nhận hay từ chối."),
            lines, mark: language.short, value: { language.figure($0) + "/s" })
    }

    private func perSecond(_ list: KeyPath<Series, [Double]>) -> (Series) -> [Double?] {
        { series in series[keyPath: list].map { $0 / series.bucketSeconds } }
    }

    private func nanoseconds(_ milliseconds: [Double?]) -> [Double?] {
        // What took no time at all has no place on a logarithmic axis.
        milliseconds.map { $0.flatMap { $0 > 0 ? $0 * 1e6 : nil } }
    }

    private func line(
        _ run: PageRun, _ name: String, _ style: String, _ values: (Series) -> [Double?],
        _ reduction: PlotLine.Reduction = .mean, fills: Bool = false
    ) -> [PlotLine] {
        guard let series = run.results.series else { return [] }
        let values = values(series)
        guard values.contains(where: { $0 != nil }) else { return [] }
        return [
            PlotLine(
                name: run.named(name), style: style, begin: series.begin, step: series.bucketSeconds, values: values,
                reduction: reduction, isFilled: fills)
        ]
    }

    private func section(
        _ id: String, _ title: String, _ text: String, _ lines: [PlotLine], isLogarithmic: Bool = false,
        mark: @escaping (Double) -> String, value: @escaping (Double) -> String
    ) -> String {
        guard let begin = lines.map(\.begin).min(), let end = lines.map(\.end).max(), end > begin else { return "" }
        let plot = TimePlot(
            id: id, lines: lines, phases: first.phases, begin: begin, end: end, isLogarithmic: isLogarithmic,
            language: language, mark: mark, value: value)
        return PageSection(
            id: id, title: title, text: text,
            body: PageSection.legend(lines.map { ($0.name, $0.style) })
                + plot.svg(width: 980, height: 230, class: "wide")
                + plot.svg(width: 350, height: 210, class: "narrow") + figures(lines, begin, end, value)
        ).html
    }

    /// The same figures as a table of at most 30 rows, for whoever cannot see the plot.
    private func figures(
        _ lines: [PlotLine], _ begin: Double, _ end: Double, _ value: (Double) -> String
    ) -> String {
        let lines = lines.map { $0.reduced(to: 30) }
        guard let step = lines.map(\.step).max() else { return "" }
        let rows = (0..<min(Int(((end - begin) / step).rounded(.up)), 60)).map { index in
            let moment = begin + Double(index) * step
            return [language.moment(moment, span: end - begin)]
                + lines.map { $0.value(at: moment + step / 2).map(value) ?? "–" }
        }
        let table = PageTable(head: [language("from", "từ")] + lines.map { HTMLText.escape($0.name) }, rows: rows)
        return
            "<details><summary>\(language("These figures as a table", "Số liệu dạng bảng"))</summary>\n\(table.html)</details>\n"
    }
}
