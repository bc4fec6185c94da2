import Exchange
import Glibc
import Testing

/// The stored bytes of one fact of every kind and version, as they were first written: they must be readable for ever.
@Suite struct GoldenTests {
    private static let path =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        + "/Golden/facts-1.txt"

    private static func lines() -> [String] {
        guard let file = unsafe fopen(path, "r") else { return [] }
        defer { unsafe fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = unsafe fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private static func line(_ fact: Fact) -> String {
        let hex = fact.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return "\(fact.kind) \(fact.version) \(hex)"
    }

    @Test func writesWhatIsStored() {
        #expect(FactTests.samples.map(Self.line) == Self.lines())
    }

    @Test func readsWhatIsStored() throws {
        var kinds: Set<UInt16> = []
        for line in Self.lines() {
            let fields = line.split(separator: " ", omittingEmptySubsequences: false)
            let kind = try #require(UInt16(fields[0]))
            var bytes: [UInt8] = []
            var digits = Substring(fields[2])
            while !digits.isEmpty {
                bytes.append(try #require(UInt8(digits.prefix(2), radix: 16)))
                digits = digits.dropFirst(2)
            }
            let version = try #require(UInt8(fields[1]))
            kinds.insert(try Fact(kind: kind, version: version, bytes: bytes).kind)
        }
        #expect(kinds.sorted() == Array(1...32) + [35, 36, 37, 38] + Array(40...44))
    }
}
