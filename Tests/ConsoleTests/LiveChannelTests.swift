import Platform
import Testing

@testable import Console

@Suite struct LiveChannelTests {
    /// The number and the figures of a message.
    private static func read(_ message: [UInt8]) throws -> (id: String, texts: [String: String]) {
        let lines = String(decoding: message, as: UTF8.self).split(separator: "\n")
        let id = try #require(lines.first { $0.hasPrefix("id: ") }?.dropFirst(4))
        let data = try #require(lines.first { $0.hasPrefix("data: ") }?.dropFirst(6))
        let members = try JSONReader.read(Array(data.utf8)).members
        return (String(id), Dictionary(members.map { ($0.key, $0.value.string ?? "") }) { first, _ in first })
    }

    /// A generator that gives the same numbers in every run (SplitMix64).
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    @Test func whoeverMissedSomeHasThePresentAfterOne() throws {
        var random = Seeded(state: 7)
        var channel = LiveChannel()
        var present = Dictionary(uniqueKeysWithValues: (0..<40).map { ("figure \($0)", "0") })
        var pages = [(seen: 0, texts: [String: String]())] + Array(repeating: (seen: 0, texts: [:]), count: 7)
        for _ in 0..<3_000 {
            for _ in 0..<3 { present["figure \(Int.random(in: 0..<40, using: &random))"] = "\(random.next() % 9)" }
            channel.take(present, feed: "f")
            for page in pages.indices where Int.random(in: 0...page, using: &random) == 0 {
                let (id, changed) = try Self.read(channel.message(after: pages[page].seen, feed: "f"))
                #expect(id == "f-\(channel.number)")
                pages[page].texts.merge(changed) { $1 }
                pages[page].seen = channel.number
                #expect(pages[page].texts == present)
            }
        }
    }

    /// A day of messages: what is kept is the present.
    @Test func aDayCostsWhatAnHourCosts() throws {
        var channel = LiveChannel()
        var sizes: Set<Int> = []
        for second in 0..<86_400 {
            channel.take(["at": "\(100_000 + second)", "hub": second % 2 == 0 ? "run" : "not", "name": "x"], feed: "f")
            if second % 3_600 == 3_599 {
                sizes.insert(channel.message(after: 0, feed: "f").count)
                #expect(try Self.read(channel.message(after: channel.number - 1, feed: "f")).texts.count == 2)
            }
        }
        #expect(channel.count == 3)
        #expect(sizes.count <= 2, "\(sizes)")
        #expect(try Self.read(channel.message(after: 90_000, feed: "f")).texts.count == 3, "another feed's place")
    }
}
