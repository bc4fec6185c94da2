import Testing

@testable import Trust

@Suite struct RevokedSerialsTests {
    @Test func `a list is read and written alike`() throws {
        let text = "7\t1700000000\n18446744073709551615\t-5\n"
        let list = try RevokedSerials(Array(text.utf8))
        #expect(list.serials == [7, .max])
        #expect(list.times == [1_700_000_000, -5])
        #expect(list.contains(7) && !list.contains(8))
        #expect(String(decoding: list.bytes, as: UTF8.self) == text)
        #expect(try RevokedSerials([]) == RevokedSerials())
    }

    @Test func `of a serial number the first line counts`() throws {
        var list = try RevokedSerials(Array("7\t1\n7\t2\n".utf8))
        list.add(7, at: 3)
        #expect(list.serials == [7] && list.times == [1])
    }

    /// What is not whole is no list: nothing is passed over.
    @Test(arguments: [
        ("7\t1\n8\t", 2), ("7\t1\n8\t2", 2), ("7", 1), ("\n", 1), ("7\t1\n\n8\t2\n", 2), ("7 1\n", 1), ("x\t1\n", 1),
        ("7\t1\t2\n", 1), ("-7\t1\n", 1), ("18446744073709551616\t1\n", 1), ("7\t1\r\n", 1), ("\0\0\0\0\n", 1),
    ])
    func `a damaged list says where`(text: String, line: Int) {
        #expect(throws: RevokedSerials.Damage(line: line)) { try RevokedSerials(Array(text.utf8)) }
    }
}
