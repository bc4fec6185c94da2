internal import Platform
extension ReplayPage {
    /// Each phase with its own rate and latencies.
    var phases: String {
        guard runs.contains(where: { !$0.results.phases.isEmpty }) else { return "" }
        let rows = runs.flatMap { run in
            run.results.phases.map { phase in
                let span = phase.end - phase.begin
                let whole = run.results.seconds
                let latency = phase.latencies.accepted
                return [
                    run.key + HTMLText.escape(phase.name)
                        + (phase.isWarmUp && !phase.name.lowercased().contains("warm")
                            ? " <span class=\"soft\">\(language("warm-up", "khởi động"))</span>" : ""),
                    "\(language.moment(phase.begin, span: whole)) – \(language.moment(phase.end, span: whole))",
                    language.count(phase.planned), language.count(phase.accepted),
                    span > 0 ? language.figure(Double(phase.planned) / span) + "/s" : "–",
                    time(latency.corrected.percentile(0.5)), time(latency.corrected.percentile(0.99)),
                    time(latency.raw.percentile(0.99)),
                ]
            }
        }
        return PageSection(
            id: "phases", title: language("Phases", "Các giai đoạn"),
            text: language(
                "A phase that warms up is shown, and hatched in the plots, for it says little about the daemon.",
                "Giai đoạn khởi động vẫn được nêu và gạch chéo trong hình, vì nó nói ít về máy chủ."),
            body: PageTable(
                head: [
                    language("phase", "giai đoạn"), language("time", "thời gian"), language("planned", "dự kiến"),
                    language("accepted", "được nhận"), language("planned a second", "dự kiến mỗi giây"), "p50", "p99",
                    language("p99 raw", "p99 thô"),
                ], rows: rows
            ).html
        ).html
    }

    /// What was refused and what failed, by code.
    var refusals: String {
        var rows: [[String]] = []
        for run in runs {
            let kinds = [
                (language("refused", "bị từ chối"), run.results.counts.refused),
                (language("error", "lỗi"), run.results.counts.errors),
            ]
            for (kind, codes) in kinds {
                for (code, number) in codes.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                    rows.append([run.key + HTMLText.escape(code), kind, language.count(number)])
                }
            }
        }
        guard !rows.isEmpty else { return "" }
        return PageSection(
            id: "refusals", title: language("Refusals and errors by code", "Từ chối và lỗi theo mã"),
            text: language(
                "<code>lgsp errors CODE</code> explains each.", "<code>lgsp errors MÃ</code> giải thích từng mã."),
            body: PageTable(
                head: [language("code", "mã"), "", language("number", "số lần")], rows: rows
            ).html
        ).html
    }

    /// All else that the file says, and how to read the page.
    var about: String {
        func row(_ name: String, _ value: (ReplayResults) -> String) -> [String] {
            [name] + runs.map { value($0.results) }
        }
        let rows = [
            row(language("seed", "hạt giống")) { "\($0.seed)" },
            row(language("duration", "thời lượng")) { "\(language.figure($0.seconds)) s" },
            row(language("sent", "đã gửi")) { language.count($0.counts.sent) },
            row(language("delivered to mailboxes", "đã vào hộp thư")) { language.count($0.counts.delivered) },
            row(language("confirmed by receivers", "bên nhận đã xác nhận")) { language.count($0.counts.confirmed) },
            row(language("sent late by the generator", "bộ sinh tải gửi trễ")) { language.count($0.generator.late) },
            row(language("never sent by the generator", "bộ sinh tải không gửi")) {
                language.count($0.generator.dropped)
            },
            row(language("processor time of the generator", "thời gian CPU của bộ sinh tải")) {
                "\(language.figure($0.generator.cpuSeconds)) s"
            },
        ]
        let head = [language("the run", "lần chạy")] + runs.map { $0.key.isEmpty ? "" : $0.key }
        return PageSection(
            id: "about", title: language("About the run", "Về lần chạy"),
            text: language(
                "Latencies are counted in buckets 1/64 wide: a percentile is never below the exact one and at most 1.6 % above.",
                "Độ trễ được đếm theo ngăn rộng 1/64: bách phân vị không thấp hơn trị thật và cao hơn tối đa 1,6 %."),
            body: PageTable(head: head, rows: rows).html
        ).html
            + "<footer>\(language("Made by lgsp replay. Traffic, agencies and certificates are simulated.", "Do lgsp replay tạo. Lưu lượng, cơ quan và chứng thư đều là mô phỏng."))</footer>\n"
    }
}
