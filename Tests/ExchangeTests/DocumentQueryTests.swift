import Testing

@testable import Exchange

/// The grammar of queries, and the words they are made of.
@Suite struct DocumentQueryTests {
    @Test(
        arguments: [
            ("Quyết định", ["quyet", "dinh"]), ("ĐƯỜNG đất", ["duong", "dat"]), ("TIỆC TIÊ\u{323}C", ["tiec", "tiec"]),
            ("Tie\u{302}\u{323}c tie\u{323}\u{302}c", ["tiec", "tiec"]), ("hòa hoà hoa\u{300}", ["hoa", "hoa", "hoa"]),
            ("7816/VPCP-TTĐT", ["7816", "vpcp", "ttdt"]), ("H10.02,2021,1", ["h10", "02", "2021", "1"]),
            ("ưỡn Ỹ ẵ ơ", ["uon", "y", "a", "o"]), ("\u{300}a", ["a"]), ("a\u{300}b", ["ab"]), ("— & …", []),
            ("Đ\u{111}", ["dd"]), ("Привет 東京", ["привет", "東京"]), ("straße", ["straße"]), ("", []),
            // What looks like Đ: eth, and the African D.
            ("N/Q\u{D0}-UBND \u{F0}\u{189}\u{256}", ["n", "qd", "ubnd", "ddd"]), ("D\u{335}o", ["do"]),
            ("Quy\u{AD}ết\u{200B}định\u{FEFF} a", ["quyetdinh", "a"]),
        ] as [(String, [String])])
    func folds(text: String, words: [String]) { #expect(FoldedText.words(text) == words) }

    /// Every letter of Vietnamese, in both forms, is a plain one.
    @Test func everyLetterOfVietnameseFolds() {
        for (base, plain) in [
            ("a", "a"), ("ă", "a"), ("â", "a"), ("e", "e"), ("ê", "e"), ("i", "i"), ("o", "o"),
            ("ô", "o"), ("ơ", "o"), ("u", "u"), ("ư", "u"), ("y", "y"), ("đ", "d"),
        ] {
            for tone in ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"] {
                for letter in [base + tone, (base + tone).uppercased()] {
                    #expect(FoldedText.words(letter) == [plain], "\(letter)")
                }
            }
        }
        let composed = "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵđ"
        #expect(FoldedText.words(composed + composed.uppercased()).joined().allSatisfy { "aeiouyd".contains($0) })
    }

    @Test(arguments: [
        ("H10.05,2021,1/QĐ-UBND", "h10.05,2021,1/qđ-ubnd", true), ("1/QĐ", "1/Q\u{D0}", true),
        ("\u{F0}", "\u{189}", true),
        ("1/TƯ", "1/tu\u{31B}", true), ("1/QĐ", "1/QD", false), ("1/TƯ", "1/TU", false),
    ])
    func aNameIsTheSame(one: String, other: String, isSame: Bool) {
        #expect(FoldedText.isSameName(one, other) == isSame)
    }

    @Test func aLongWordIsCut() {
        #expect(FoldedText.words(String(repeating: "ấ", count: 100)) == [String(repeating: "a", count: 64)])
    }

    @Test(arguments: [
        (["b"], false, true), (["b", "c"], false, true), (["c", "b"], false, false),
        (["a", "b", "c", "d"], false, false),
        (["b", "cx"], false, false), (["a", "cd"], false, false), (["d"], true, true), (["c", "de"], true, true),
        (["c", "de"], false, false),
    ])
    func phrases(phrase: [String], isPrefix: Bool, isThere: Bool) {
        #expect(FoldedText.contains(phrase, in: ["a", "b", "c", "def"], isPrefix: isPrefix) == isThere)
    }

    @Test(
        arguments: [
            ("", []), ("  ", []), ("from:H10", [(.from("H10"), false)]), ("-from:H10", [(.from("H10"), true)]),
            ("FROM:h10 to:G22", [(.from("h10"), false), (.to("G22"), false)]),
            ("tier:commune", [(.tier("commune"), false)]),
            ("type:\"Công văn\"", [(.type(["cong", "van"]), false)]), ("status:03", [(.status(.accepted), false)]),
            ("state:withdrawn", [(.state(.withdrawn), false)]), ("-channel:ep", [(.channel(.both), true)]),
            ("urgency:hỏatốc", [(.urgency(3), false)]),
            ("urgency:\"Hỏa tốc\" urgency:khan", [(.urgency(3), false), (.urgency(1), false)]),
            ("before:2021-06-24", [(.before(Day(number: 18_802)), false)]),
            ("-after:2021/06/24", [(.after(Day(number: 18_802)), true)]), ("kind:replace", [(.kind(.replace), false)]),
            ("signature:absent", [(.signature(.absent), false)]), ("id:H10.02,2021,1", [(.id("H10.02,2021,1"), false)]),
            ("báo cáo", [(.words(["bao"], isPrefix: false), false), (.words(["cao"], isPrefix: true), false)]),
            ("\"báo cáo\"", [(.words(["bao", "cao"], isPrefix: false), false)]),
            (
                "-\"báo cáo\" x",
                [(.words(["bao", "cao"], isPrefix: false), true), (.words(["x"], isPrefix: true), false)]
            ),
            ("7816/VPCP", [(.words(["7816", "vpcp"], isPrefix: true), false)]),
            ("-kém", [(.words(["kem"], isPrefix: false), true)]),
            ("a - b", [(.words(["a"], isPrefix: false), false), (.words(["b"], isPrefix: true), false)]),
            (
                "gửi: V/v: note: x",
                [
                    (.words(["gui"], isPrefix: false), false), (.words(["v", "v"], isPrefix: false), false),
                    (.words(["note"], isPrefix: false), false), (.words(["x"], isPrefix: true), false),
                ]
            ),
            ("x from:H10", [(.words(["x"], isPrefix: false), false), (.from("H10"), false)]),
        ] as [(String, [(DocumentQuery.Condition, Bool)])])
    func parses(text: String, terms: [(DocumentQuery.Condition, Bool)]) throws {
        let found = try DocumentQuery(text).terms
        #expect(found.map(\.condition) == terms.map(\.0))
        #expect(found.map(\.isNegated) == terms.map(\.1))
    }

    @Test(
        arguments: [
            ("from:", 6, "an agency's code", ""), ("a form:H10", 3, QueryField.names, "form"),
            ("status:07", 8, "01, 02, 03, 04, 05, 06, 13, 15, 16", "07"),
            ("-state:lost", 8, "initial, processing, done, fail, withdrawn, given_up", "lost"),
            ("urgency:5", 9, "0 to 4, thuong, khan, thuongkhan, hoatoc or hoatochengio", "5"),
            ("before:24/06/2021", 8, "yyyy-MM-dd", "24/06/2021"), ("after:2021-02-30", 7, "yyyy-MM-dd", "2021-02-30"),
            ("kind:old", 6, "new, withdraw, update, replace", "old"),
            ("signature:yes", 11, "valid, invalid, absent", "yes"),
            ("type:--", 6, "words of a type's name", "--"), ("Đơn \"một", 5, "a second \"", "\"một"),
            ("x \"\"", 3, "letters or digits", ""),
            ("-&", 2, "letters or digits", "&"), ("id:/", 4, "a UUID or a DocumentId", "/"),
            ("to:\"H10", 4, "a second \"", "\"H10"),
        ] as [(String, Int, String, String)])
    func refuses(text: String, column: Int, expected: String, found: String) {
        let fault = #expect(throws: QueryFault.self) { try DocumentQuery(text) }
        #expect(
            fault?.column == column && fault?.expected == expected && fault?.found == found,
            "\(String(describing: fault))")
    }

    @Test func limits() {
        #expect(throws: QueryFault.self) { try DocumentQuery(String(repeating: "a", count: 1_001)) }
        #expect(throws: QueryFault.self) { try DocumentQuery(String(repeating: "a ", count: 33)) }
        #expect(throws: QueryFault.self) { try DocumentQuery("\"" + String(repeating: "a ", count: 33) + "\"") }
        #expect(throws: Never.self) { try DocumentQuery(String(repeating: "a ", count: 32)) }
    }

    /// Any text is a query or a fault with a place in it.
    @Test func anyTextIsReadOrRefused() {
        let parts = ["from:", "-", "\"", " ", "a", "Đ", ":", "id:", "\u{301}", "before:", "2021-01-01", "\n", "\u{0}"]
        var state: UInt64 = 20_210_624
        for _ in 0..<2_000 {
            var text = ""
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += parts[Int(state >> 33) % parts.count]
            }
            do { _ = try DocumentQuery(text) } catch {
                #expect((1...text.count + 1).contains(error.column), "\(text): \(error)")
            }
        }
    }
}
