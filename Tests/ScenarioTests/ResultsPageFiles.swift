import Glibc
import Testing

@testable import Scenario

/// Writes sample results for the check of the page in a browser (`make test-page`).
@Suite struct ResultsPageFiles {
    private static var folder: String? {
        unsafe getenv("LGSP_PAGE_SAMPLES").map { unsafe String(cString: $0) }
    }

    @Test(.enabled(if: folder != nil)) func samples() throws {
        let folder = try #require(Self.folder)
        var hostile = ResultsSample(
            seed: 3, name: "<script>document.title='taken'</script>", stall: (at: 500, seconds: 0)
        ).whole()
        hostile.run = "\"><img src=x onerror=alert(1)>"
        hostile.phases[1].name = "</title></svg><b>"
        hostile.counts.refused = ["<b>bold</b>": 3, "a'b\"c&d": 1]
        hostile.pairs[0].from = "<i>tier</i>"
        hostile.generator = .init(late: 12, dropped: 7, saturated: true, cpuSeconds: 170)
        let runs = [
            "one": ResultsSample().whole(),
            "two": ResultsSample(seed: 2, run: "m7a2c", service: 4.5, stall: (at: 52, seconds: 0.4)).whole(),
            "hostile": hostile,
            "bare": ReplayResults(scenario: "nothing was accepted", seed: 0, run: "b", seconds: 0),
        ]
        for (name, results) in runs {
            guard let file = unsafe fopen("\(folder)/\(name).json", "w") else {
                Issue.record("\(folder) cannot be written")
                return
            }
            let bytes = results.json
            let count = unsafe bytes.withUnsafeBytes { unsafe fwrite($0.baseAddress, 1, $0.count, file) }
            #expect(count == bytes.count)
            unsafe fclose(file)
        }
    }
}
