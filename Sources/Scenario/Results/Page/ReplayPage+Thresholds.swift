internal import Platform
extension ReplayPage {
    /// The scenario's thresholds, and how near each figure came to its limit.
    var thresholds: String {
        guard runs.contains(where: { !$0.results.thresholds.isEmpty }) else { return "" }
        let rows = runs.flatMap { run in
            run.results.thresholds.map { threshold in
                [
                    run.key + HTMLText.escape(threshold.name),
                    threshold.value.map { figure($0, threshold.unit) }
                        ?? language("– no document was measured", "– không đo được văn bản nào"),
                    figure(threshold.limit, threshold.unit), bar(threshold),
                    threshold.passed
                        ? "<span class=\"good\">✓ \(language("held", "đạt"))</span>"
                        : "<span class=\"bad\">✗ \(language("failed", "không đạt"))</span>",
                ]
            }
        }
        return PageSection(
            id: "thresholds", title: language("Thresholds", "Ngưỡng"),
            text: language(
                "What the scenario demands; one that fails makes the replay exit with 3.",
                "Điều kịch bản đòi hỏi; một ngưỡng không đạt làm lệnh kết thúc với mã 3."),
            body: PageTable(
                head: [
                    language("figure", "số liệu"), language("measured", "đo được"), language("limit", "giới hạn"),
                    "<td class=\"fold\"></td>", language("verdict", "kết quả"),
                ], rows: rows
            ).html
        ).html
    }

    private func figure(_ value: Double, _ unit: String) -> String {
        language.exact(value) + (unit.isEmpty ? "" : " " + HTMLText.escape(unit))
    }

    private func bar(_ threshold: ReplayResults.Threshold) -> String {
        // Of a least value, and of a limit of nothing, a bar would say nothing.
        guard let value = threshold.value, threshold.limit > 0, threshold.passed == (value <= threshold.limit),
            !threshold.unit.contains("at least"), !threshold.name.hasSuffix(".minimum")
        else { return "<td class=\"fold\"></td>" }
        let whole = max(threshold.limit, value)
        let share = whole > 0 ? Int((value / whole * 100).rounded()) : 0
        return """
            <td class="fold"><span class="bar" aria-hidden="true"><i class="\(threshold.passed ? "" : "over")" \
            style="width:\(share)%"></i></span></td>
            """
    }
}
