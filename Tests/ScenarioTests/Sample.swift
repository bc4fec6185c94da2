import Testing

@testable import Scenario

/// What the tests of this target have in common.
enum Sample {
    /// The directory of the shipped scenario, found from this file's place.
    static let directory: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/") + "/Scenarios/binh-phuoc-2021"
    }()

    static func text() throws -> String {
        String(decoding: try FileBytes.read(directory + "/scenario.json", limit: 1 << 20), as: UTF8.self)
    }

    static func scenario() throws -> ScenarioFile {
        try ScenarioFile.load(directory)
    }

    /// Four agencies or more of each tier.
    static let parties: [Party] = (0..<4).flatMap { tier in
        (0..<(4 + tier * 3)).map {
            Party(code: "\(tier == 0 ? "G" : "H10.")\(tier)\($0 + 10)", name: "Cơ quan \(tier).\($0)", tier: tier)
        }
    }

    static func generator(_ run: String = "a7k2f", seed: UInt64? = nil) throws -> Generator {
        var scenario = try scenario()
        if let seed { scenario.seed = seed }
        let run = try #require(RunID(run))
        return try Generator(scenario: scenario, parties: parties, run: run, day: "2021/06/15")
    }
}
