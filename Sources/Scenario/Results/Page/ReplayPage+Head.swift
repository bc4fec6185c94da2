internal import Platform
extension ReplayPage {
    /// The title, where the figures come from, the verdict in one word and in one sentence.
    var head: String {
        var text = "<header>\n<p class=\"eyebrow\">LGSP Bus · \(language("load report", "báo cáo tải"))</p>\n"
        var title = "<bdi>\(HTMLText.escape(first.scenario))</bdi>"
        if let second, second.scenario != first.scenario {
            title += " / <bdi>\(HTMLText.escape(second.scenario))</bdi>"
        }
        text += "<h1>\(title)</h1>\n"
        for run in runs {
            let results = run.results
            let parts = [
                language("run", "lần chạy") + " " + results.run, results.startedAt, results.server,
                results.version.isEmpty ? "" : language("version", "phiên bản") + " " + results.version,
                results.part.of > 1
                    ? language("part", "phần") + " \(results.part.number)/\(results.part.of)" : "",
            ]
            let meta = parts.filter { !$0.isEmpty }.map(HTMLText.escape).joined(separator: " · ")
            text += "<p class=\"meta\">\(run.key)\(meta)</p>\n"
        }
        text += runs.map(badge).joined(separator: "\n")
        text += "<p class=\"lead\">\(HTMLText.escape(sentence))</p>\n"
        for run in runs { text += warning(run) }
        return text + "</header>\n"
    }

    private func badge(_ run: PageRun) -> String {
        let thresholds = run.results.thresholds
        let failed = thresholds.filter { !$0.passed }.count
        let (name, words) =
            thresholds.isEmpty
            ? ("soft", language("no thresholds set", "không đặt ngưỡng"))
            : failed == 0
                ? ("good", language("✓ all \(thresholds.count) thresholds held", "✓ đạt cả \(thresholds.count) ngưỡng"))
                : (
                    "bad",
                    language(
                        "✗ \(failed) of \(thresholds.count) thresholds failed",
                        "✗ \(failed) trên \(thresholds.count) ngưỡng không đạt")
                )
        return "<span class=\"badge \(name)\">\(run.key)\(words)</span>"
    }

    private var sentence: String {
        if let second { return Comparison(first, second).statement(vietnamese: language.isVietnamese) }
        let counts = first.latencies.accepted.corrected
        guard let middle = counts.percentile(0.5), let slow = counts.percentile(0.99) else {
            return language("No document was accepted.", "Không có văn bản nào được nhận.")
        }
        let rate = language.figure(first.rate)
        let (half, most) = (language.duration(Double(middle)), language.duration(Double(slow)))
        let worst = language.duration(Double(counts.maximum))
        return language(
            "\(language.count(first.counts.accepted)) documents were accepted, \(rate) a second: half of them within "
                + "\(half) of the moment they were due, 99 of 100 within \(most), the slowest in \(worst).",
            "Đã nhận \(language.count(first.counts.accepted)) văn bản, \(rate) văn bản mỗi giây: một nửa trong vòng "
                + "\(half) kể từ lúc đến hạn gửi, 99 trên 100 trong vòng \(most), chậm nhất \(worst).")
    }

    /// What makes the figures the generator's own.
    private func warning(_ run: PageRun) -> String {
        let generator = run.results.generator
        guard generator.saturated || generator.dropped > 0 else { return "" }
        var text =
            generator.saturated
            ? language(
                "The generator was the bottleneck: what is slow here may be the machine that sent, not the daemon. "
                    + "Use more generator processes or another machine.",
                "Bộ sinh tải là nút cổ chai: phần chậm có thể do máy gửi, không phải máy chủ. Hãy dùng thêm tiến trình hoặc máy khác."
            )
            : ""
        if generator.dropped > 0 {
            let number = language.count(generator.dropped)
            text +=
                (text.isEmpty ? "" : " ")
                + language(
                    "\(number) documents were due but never sent: the rate was not what the scenario asked for.",
                    "\(number) văn bản đến hạn nhưng không được gửi: tốc độ không đúng như kịch bản.")
        }
        return "<p class=\"warning\" role=\"note\">\(run.key)\(text)</p>\n"
    }
}
