import EdXML
import Platform
import Testing

/// Archives by their central directory alone (PKWARE APPNOTE 4.3).
@Suite struct ZipTests {
    struct Entry {
        var name: String
        var packed = 10
        var unpacked = 20
    }

    /// An archive whose entries hold nothing but what their headers claim.
    static func archive(_ entries: [Entry], comment: String = "", padding: Int = 0) -> [UInt8] {
        func little(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        var bytes: [UInt8] = [0x50, 0x4B, 3, 4]
        bytes += [UInt8](repeating: 0x41, count: entries.reduce(26) { $0 + min($1.packed, 4096) } + padding)
        let start = bytes.count
        for entry in entries {
            bytes += [0x50, 0x4B, 1, 2] + [UInt8](repeating: 0, count: 16) + little(entry.packed, 4)
            bytes += little(entry.unpacked, 4) + little(entry.name.utf8.count, 2) + [UInt8](repeating: 0, count: 16)
            bytes += Array(entry.name.utf8)
        }
        let size = bytes.count - start
        bytes += [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + little(entries.count, 2) + little(entries.count, 2)
        bytes += little(size, 4) + little(start, 4) + little(comment.utf8.count, 2) + Array(comment.utf8)
        return bytes
    }

    static func faults(_ content: [UInt8], type: String = "application/zip", lines: Bool = false) throws -> [String] {
        var text = Array(Base64.encode(content).utf8)
        if lines { for place in stride(from: 76, to: text.count, by: 78) { text.insert(0x0A, at: place) } }
        let changed = Sample.replace("AQIDBAU=", with: String(decoding: text, as: UTF8.self), in: try Sample.document())
        let typed = Sample.replace("text/plain", with: type, in: changed)
        return Sample.check(typed).faults.map { "\($0.severity.rawValue) \($0.code)" }
    }

    @Test(arguments: [false, true])
    func goodOnesPass(_ lines: Bool) throws {
        let one = [Entry(name: "công văn.pdf")]
        #expect(try Self.faults(Self.archive(one), lines: lines) == [])
        #expect(try Self.faults(Self.archive(one, comment: "a comment"), lines: lines) == [])
        #expect(try Self.faults(Self.archive(one, padding: 300_000), lines: lines) == [])
        #expect(try Self.faults(Self.archive(one, padding: 3_000_001), lines: lines) == [])
        #expect(try Self.faults(Self.archive([]), lines: lines) == [])
        let many = (0..<1_000).map { Entry(name: "\($0).pdf") }
        #expect(try Self.faults(Self.archive(many), lines: lines) == [])
        #expect(try Self.faults(Self.archive([Entry(name: "word/document.xml")]), type: "application/docx") == [])
    }

    @Test func badOnesAreRefused() throws {
        let one = [Entry(name: "a.pdf")]
        let cases: [([UInt8], [String])] = [
            (Array(Self.archive(one).dropLast(1)), ["error zip_damaged"]),
            (Array(Self.archive(one).prefix(40)), ["error zip_damaged"]),
            ([0x50, 0x4B], ["warning content_type_mismatch"]),
            (Self.archive([Entry(name: "../../etc/passwd")]), ["error unsafe_name"]),
            (Self.archive([Entry(name: "/etc/passwd")]), ["error unsafe_name"]),
            (Self.archive([Entry(name: "C:\\x")]), ["error unsafe_name"]),
            (Self.archive([Entry(name: "a\0.pdf")]), ["error unsafe_name"]),
            (Self.archive([Entry(name: "inner.ZIP")]), ["error zip_nested"]),
            (Self.archive((0...1_000).map { Entry(name: "\($0)") }), ["error zip_limit_exceeded"]),
            (Self.archive([Entry(name: "a", packed: 1_000, unpacked: 10_000_000)]), ["error zip_limit_exceeded"]),
            // Entries that share their bytes claim more than the archive has.
            (
                Self.archive((0..<100).map { Entry(name: "\($0)", packed: 100_000, unpacked: 200_000) }),
                ["error zip_damaged"]
            ),
        ]
        for (content, faults) in cases { #expect(try Set(Self.faults(content)) == Set(faults)) }
        let declared = Array(Self.archive(one).dropLast(1))
        #expect(
            try Self.faults(declared, type: "text/plain") == ["warning content_type_mismatch", "warning zip_damaged"])
        #expect(try Self.faults([1, 2, 3]) == ["warning content_type_mismatch"])
    }

    @Test func randomDamageNeverTraps() throws {
        var random = SeededRandom(seed: 4_3)
        let whole = Self.archive((0..<5).map { Entry(name: "file \($0).pdf") }, comment: "c")
        for _ in 0..<300 {
            var bytes = whole
            for _ in 0..<3 {
                bytes[Int.random(in: 4..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = try Self.faults(bytes)
        }
    }
}
