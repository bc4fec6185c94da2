import Platform
import Scenario
import Testing

/// Everything that is wrong with a scenario is said at once, and the reference says what must be there.
@Suite struct ScenarioFaultsTests {
    private func fault(_ text: String) throws -> ScenarioError {
        do {
            _ = try ScenarioFile.decode(Array(text.utf8), path: "s.json")
        } catch {
            return error
        }
        throw ScenarioError(.unreadable, "\(text) was taken")
    }

    @Test func allFaultsAreSaidAtOnce() throws {
        let error = try fault(
            """
            { "name": "", "seed": 1.5, "tiers": ["a", "b"],
              "channels": { "E": 1, "P": 0 },
              "pairs": [[1, 0]], "types": { "XX": 0.5 }, "urgency": [1, 0, 0],
              "sizes": [{ "bytes": -1 }], "recipients": 7,
              "phases": [{ "name": "a", "arrival": { "process": "ramp", "rate": "5" }, "pause": 1 }, { "seconds": 1 }],
              "receivers": { "refuse": 2, "answers": [{ "statuses": ["09"], "share": 1 }], "fetch": { "how": "push" } },
              "load": [],
              "thresholds": { "accepted": { "p98_ms": 1 }, "late": -1 } }
            """)
        for part in [
            "scenario lacks \"directive\"", "directive lacks \"from\"", "directive lacks \"subject\"",
            "name is the text \"\"", "seed is the number 1.5", "channels lacks \"EP\"", "pairs is a list",
            "no document type is abbreviated \"XX\"", "the shares in types make 0.5 together", "urgency is a list",
            "sizes[0].bytes is the number -1", "sizes[0] lacks \"share\"", "recipients is the number 7",
            "phases[0] lacks \"seconds\"", "phases[0].arrival lacks \"to\"", "phases[0].arrival.rate is the text \"5\"",
            "phases[0] has no \"pause\"", "phases[1] lacks \"name\"", "phases[1] lacks \"arrival\"",
            "receivers.refuse is the number 2", "receivers lacks \"reasons\"",
            "receivers.answers[0].statuses is the text \"09\"", "receivers.fetch.how is the text \"push\"",
            "receivers.fetch lacks \"every\"", "load is a list, not an object",
            "thresholds.accepted has no \"p98_ms\"", "thresholds.late is the number -1",
        ] {
            #expect(error.message.contains(part), "\(part)")
        }
        // What a section lacks that is none says nothing.
        #expect(!error.message.contains("load lacks"))
        #expect(error.line == 5 && error.message.contains("; line 7: load is"))
        #expect(error.message.hasPrefix("phases[0] has no \"pause\""))
    }

    @Test func aFileWithNothingInItLearnsAllKeys() throws {
        let open = try fault("{}")
        let needed = [
            "name", "seed", "documents", "tiers", "channels", "pairs", "types", "urgency", "sizes", "recipients", "bad",
            "receivers", "load", "directive", "thresholds",
        ]
        for key in needed { #expect(open.message.contains("scenario lacks \"\(key)\""), "\(key)") }
        #expect(!open.message.contains("phases"))
    }

    /// The keys that the reference marks with * are those that are missed where a file has nothing but empty sections.
    @Test func theReferenceMarksWhatMustBeThere() throws {
        let path = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let bytes = try Files.read("/\(path)/Documentation/reference/scenario.md")
        let sections = ["What is sent": "scenario", "phases": "phases[0]", "receivers*": "receivers", "load*": "load"]
        var section: String?
        var marked: Set<String> = []
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            if line.hasPrefix("## ") { section = sections[String(line.dropFirst(3))] }
            // What an arrival needs hangs on its process.
            guard let section, line.hasPrefix("| `"), !line.hasPrefix("| `ramp`"), !line.hasPrefix("| `burst`"),
                let cell = line.split(separator: "|").first
            else { continue }
            let parts = cell.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
            for (index, part) in parts.enumerated() where index % 2 == 1 && parts[index + 1].hasPrefix("*") {
                marked.insert("\(section) lacks \"\(part)\"")
            }
        }
        let open = try fault(
            #"{ "phases": [{}], "receivers": {}, "load": {}, "directive": { "from": "a", "subject": "b" }, "channels": { "E": 1, "EP": 0, "P": 0 } }"#
        )
        var told = Set(
            open.message.split(separator: "; ").map { part in
                String(part.hasPrefix("line ") ? part.split(separator: ": ", maxSplits: 1).last ?? part : part)
            })
        // These have been given with what they need.
        told.formUnion(["scenario lacks \"directive\"", "scenario lacks \"channels\""])
        #expect(told == marked)
    }
}
