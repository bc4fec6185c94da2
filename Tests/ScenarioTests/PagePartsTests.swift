import Testing

@testable import Scenario

@Suite struct PagePartsTests {
    @Test(arguments: [
        (0.0, "0", "0"), (850, "850 ns", "850 ns"), (999.6, "1.00 µs", "1,00 µs"), (12_340, "12.3 µs", "12,3 µs"),
        (999_499, "999 µs", "999 µs"), (999_500, "1.00 ms", "1,00 ms"), (2_005_000_000, "2.01 s", "2,01 s"),
        (1_234_000_000_000, "1,234 s", "1.234 s"), (9e15, "9,000,000 s", "9.000.000 s"),
    ])
    func durations(nanoseconds: Double, english: String, vietnamese: String) {
        #expect(PageLanguage(isVietnamese: false).duration(nanoseconds) == english)
        #expect(PageLanguage(isVietnamese: true).duration(nanoseconds) == vietnamese)
    }

    @Test(arguments: [
        (0.9602, "0.9602"), (0.5, "0.5"), (0, "0"), (12.345, "12.35"), (200.44, "200.4"), (1157.63, "1,157.6"),
        (5, "5"),
        (-0.25, "−0.25"), (1e300, "900,000,000,000,000,000"),
    ])
    func exactNumbers(value: Double, text: String) {
        #expect(PageLanguage(isVietnamese: false).exact(value) == text)
    }

    @Test func ticksStandWherePeopleCount() {
        #expect(Ticks.linear(to: 9, count: 5) == [0, 2, 4, 6, 8, 10])
        #expect(Ticks.linear(to: 0, count: 5).count >= 2)
        #expect(Ticks.linear(to: 530, count: 4) == [0, 200, 400, 600])
        #expect(Ticks.logarithmic(from: 3, to: 30) == [2, 5, 10, 20, 50])
        #expect(Ticks.logarithmic(from: 1e6, to: 1e6).count == 2)
        #expect(Ticks.time(from: 0, to: 90, count: 10) == [0, 10, 20, 30, 40, 50, 60, 70, 80, 90])
        #expect(Ticks.time(from: 0, to: 3600, count: 6) == [0, 600, 1200, 1800, 2400, 3000, 3600])
        #expect(Ticks.time(from: 5, to: 5, count: 4).count < 100)
    }

    @Test func longSeriesAreReducedWithoutLosingPeaks() {
        var values = [Double?](repeating: 1, count: 3600)
        values[1777] = 900
        values[5] = nil
        let line = PlotLine(name: "", style: "", begin: 3, step: 1, values: values, reduction: .greatest).reduced(
            to: 490)
        #expect(line.values.count <= 490)
        #expect(line.values.compactMap(\.self).max() == 900)
        #expect(line.value(at: 3 + 1777) == 900)
        #expect(abs(line.end - 3603) < line.step)
        let mean = PlotLine(name: "", style: "", begin: 0, step: 1, values: [1, 3, nil, nil, 5]).reduced(to: 3)
        #expect(mean.values == [2, nil, 5])
    }

    @Test func aLineIsTornWhereThereIsNothing() {
        let points: [(x: Double, y: Double)?] = [(0, 1), (1, 2.25), nil, (3, 4), nil]
        #expect(PlotFrame.line(points) == "M0 1L1 2.3M3 4h0")
    }

    @Test func everythingFromTheFileIsEscaped() {
        let evil = "<script>alert(1)</script>\"'&\u{0}\u{202E}"
        var results = ResultsSample(seed: 3, name: evil, run: evil).whole()
        results.server = evil
        results.version = evil
        results.startedAt = evil
        results.counts.refused = [evil: 1]
        results.counts.errors = [evil: 1]
        for index in results.phases.indices { results.phases[index].name = evil }
        for index in results.pairs.indices {
            results.pairs[index].from = evil
            results.pairs[index].to = evil
        }
        for index in results.thresholds.indices {
            results.thresholds[index].name = evil
            results.thresholds[index].unit = evil
        }
        for isVietnamese in [false, true] {
            for other in [nil, results] {
                let page = ReplayPage(results, beside: other, vietnamese: isVietnamese).html
                #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\u{FFFD}\u{FFFD}"))
                #expect(!page.contains("<script"))
                #expect(!page.contains("\u{0}") && !page.contains("\u{202E}"))
                #expect(!page.contains("\"'"))
            }
        }
    }

    @Test func thePageAsksForNothing() {
        let page = ReplayPage(ResultsSample().whole(), vietnamese: false).html
        for word in ["src=", "href=", "@import", "<link", "<img", "<script"] {
            #expect(!page.contains(word), "\(word)")
        }
        // What stands in parentheses after url is a pattern of the page itself.
        let urls = page.split(separator: "url(").dropFirst()
        #expect(!urls.isEmpty && urls.allSatisfy { $0.hasPrefix("#hatch-") })
    }

    @Test func aRunWithoutAnythingIsAPageToo() {
        let bare = ReplayResults(scenario: "s", seed: 0, run: "r", seconds: 0)
        #expect(ReplayPage(bare).html.contains("No document was accepted."))
        #expect(ReplayPage(bare, beside: ResultsSample().whole(), vietnamese: true).html.contains("</html>"))
    }
}
