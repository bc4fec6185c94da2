extension ReplayPage {
    /// The figures that are asked for first.
    var headline: String {
        let lost = language("lost", "mất")
        var cards = [
            card(language("accepted a second", "được nhận mỗi giây")) { run in
                let planned = run.results.plannedRate
                return (
                    language.figure(run.results.rate),
                    language("of \(language.figure(planned)) planned", "trên \(language.figure(planned)) dự kiến")
                )
            },
            card(language("documents accepted", "văn bản được nhận")) { run in
                let counts = run.results.counts
                let planned = language.count(counts.planned)
                return (language.count(counts.accepted), language("of \(planned) planned", "trên \(planned) dự kiến"))
            },
        ]
        for (name, fraction) in [("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999)] {
            cards.append(
                card("\(self.name(name)) \(language("until accepted", "đến khi được nhận"))") { run in
                    let latency = run.results.latencies.accepted
                    return (
                        time(latency.corrected.percentile(fraction)),
                        language("raw", "thô") + " " + time(latency.raw.percentile(fraction))
                    )
                })
        }
        cards.append(
            card("p99 \(language("until in the mailbox", "đến khi vào hộp thư"))") { run in
                let latency = run.results.latencies.mailbox
                return (
                    time(latency.corrected.percentile(0.99)),
                    language("raw", "thô") + " " + time(latency.raw.percentile(0.99))
                )
            })
        cards.append(
            card(language("refused · errors · lost", "từ chối · lỗi · mất")) { run in
                let counts = run.results.counts
                let figures = [counts.refusedTotal, counts.errorTotal, counts.lost].map(language.count)
                let late = run.results.generator.late
                return (
                    figures.joined(separator: " · "),
                    late > 0
                        ? language("\(language.count(late)) sent late", "\(language.count(late)) gửi trễ")
                        : counts.lost == 0
                            ? language("nothing lost", "không mất văn bản nào")
                            : "\(language.count(counts.lost)) \(lost)"
                )
            })
        if runs.contains(where: { $0.results.ratio != nil }) {
            cards.append(
                card(language("exchanged electronically", "gửi nhận điện tử")) { run in
                    guard let ratio = run.results.ratio else { return ("–", "") }
                    let place = language.percent(ratio.inPlace)
                    return (
                        language.percent(ratio.exchanged),
                        language("\(place) in place of paper", "\(place) thay bản giấy")
                    )
                })
        } else {
            cards.append(
                card(language("the slowest", "chậm nhất")) { run in
                    (
                        time(run.results.latencies.accepted.corrected.maximum),
                        language("until accepted", "đến khi được nhận")
                    )
                })
        }
        return
            "<dl class=\"cards\" aria-label=\"\(language("Headline figures", "Số liệu chính"))\">\n\(cards.joined())</dl>\n"
    }

    private func card(_ title: String, _ figures: (PageRun) -> (value: String, note: String)) -> String {
        let small = runs.count > 1 ? " small" : ""
        let lines = runs.map { run in
            let (value, note) = figures(run)
            return "<dd><div class=\"value\(small)\">\(run.key)\(value)</div><div class=\"note\">\(note)</div></dd>"
        }
        return "<div class=\"card\"><dt>\(title)</dt>\(lines.joined())</div>\n"
    }

    /// A latency, or a dash where there is none.
    func time(_ nanoseconds: UInt64?) -> String { nanoseconds.map { language.duration(Double($0)) } ?? "–" }

    /// `p99.9`, in Vietnamese `p99,9`.
    func name(_ percentile: String) -> String {
        language.isVietnamese ? percentile.split(separator: ".").joined(separator: ",") : percentile
    }
}
