import Glibc
import Platform
import Testing

/// What text is compared by, held against Python's `unicodedata`.
@Suite struct FieldKeyTests {
    /// Writes, a line each, a text and its Normalization Form C, as code points: every one that is assigned, alone and
    /// taken apart, and 20,000 random runs of letters, marks, jamo and signs that compose.
    private static let script = """
        import random, sys, unicodedata as u
        known = [c for c in map(chr, range(0x110000)) if u.category(c) not in ("Cn", "Cs")]
        marks = [c for c in known if u.combining(c)] + [chr(c) for c in range(0x1161, 0x1176)] + [chr(c) for c in range(0x11A8, 0x11C3)]
        parts = [c for c in known if u.normalize("NFD", c) != c]
        bases = [chr(c) for c in list(range(0x41, 0x5B)) + list(range(0x1100, 0x1113))] + list("ĐđƠơƯưÂâÊêÔô") + parts
        random.seed(7)
        def out(text): print(" ".join("%X" % ord(c) for c in text) + ";" + " ".join("%X" % ord(c) for c in u.normalize("NFC", text)))
        for c in known: out(c)
        for c in parts: out(u.normalize("NFD", c))
        for _ in range(20000): out("".join(random.choice(random.choice((bases, marks, marks))) for _ in range(random.randint(2, 8))))
        """

    private static func scalars(_ text: Substring) -> String {
        var view = String.UnicodeScalarView()
        view.append(
            contentsOf: text.split(separator: " ").compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) })
        return String(view)
    }

    @Test func everyCodePointAndRandomRunsAreComposedAsPythonDoesIt() throws {
        let script = "python3 -X utf8 - <<'END-OF-SCRIPT'\n\(Self.script)\nEND-OF-SCRIPT"
        guard let pipe = unsafe popen(script, "r") else {
            Issue.record("python3 does not start")
            return
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, pipe)
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        #expect(unsafe pclose(pipe) == 0)
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(lines.count > 150_000)
        for line in lines {
            let fields = line.split(separator: ";", omittingEmptySubsequences: false)
            let (given, form) = (Self.scalars(fields[0]), Self.scalars(fields[1]))
            guard !FieldText.composed(given).utf8.elementsEqual(form.utf8) else { continue }
            Issue.record("\(line)")
        }
    }

    @Test(arguments: [
        ("", ""), ("7816/VPCP-TTĐT", "7816/VPCP-TTĐT"), ("CV/TU\u{31B}-BTG", "CV/TƯ-BTG"),
        (" CV/TU\u{31B}\u{A0}\n", "CV/TƯ"), ("A\u{302}\u{323}", "Ậ"), ("A\u{323}\u{302}", "Ậ"), ("\u{3000}a", "a"),
        ("\u{212B}\u{2126}", "ÅΩ"), ("Đ", "Đ"), ("Ð", "Ð"), ("a\u{AD}b", "a\u{AD}b"), ("“a” – b…", "“a” – b…"),
    ])
    func textsAreComparedWithoutSpaceAndComposed(_ text: String, _ key: String) {
        #expect(FieldText.key(text).utf8.elementsEqual(key.utf8))
    }
}
