import Exchange
import Testing

@Suite struct ValueTests {
    @Test(arguments: [
        ("1970/01/01", 0), ("2021-06-24", 18_802), ("2000/02/29", 11_016), ("1969-12-31", -1),
    ])
    func days(text: String, number: Int32) {
        #expect(Day(text)?.number == number)
        #expect(Day(number: number).description == text.split(separator: "/").joined(separator: "-"))
    }

    @Test(arguments: ["2021/02/29", "2021/13/01", "2021/1/1", "21/01/01", "", "2021/01/01/", "a021/01/01"])
    func noDays(text: String) {
        #expect(Day(text) == nil)
    }

    @Test func vietnamIsSevenHoursAhead() {
        let late = Instant(milliseconds: 17 * 3_600_000 - 1)
        #expect(late.text == "1970-01-01T23:59:59.999+07:00")
        #expect(Instant(milliseconds: 17 * 3_600_000).day == Day(number: 1))
    }

    @Test func anIdHoldsItsSerial() {
        let serial = Serial(shard: 513, count: 1_234_567_890)
        let id = Identifier(serial: serial, at: Instant(milliseconds: 1_700_000_000_000), entropy: .max)
        #expect(id.serial == serial)
        #expect(serial.shard == 513)
        #expect(Identifier(id.description) == id)
        #expect(id.description.count == 36)
        #expect(Array(id.description)[14] == "8")
        #expect(Identifier("00000000-0000-0000-0000-00000000000g") == nil)
        #expect(Identifier(id.description + "0") == nil)
    }

    /// 2⁵³ − 1 is what JSON's readers keep (RFC 8259, section 6): shard 8191 with the last count.
    @Test(arguments: [
        (Serial(shard: 2, count: 1), "2199023255553"), (Serial(shard: 0, count: 1), "1"),
        (Serial(shard: 8191, count: (1 << 40) - 1), "9007199254740991"), (Serial(shard: 8192, count: 1), nil),
        (Serial(0), nil),
    ])
    func aSerialIsANumber(serial: Serial, number: String?) {
        #expect(serial.number.map(String.init) == number)
        if let number { #expect(Serial(number: number) == serial) }
    }

    @Test(arguments: ["", "0", "-1", "+1", "1.0", "1e3", " 1", "9007199254740992", "99999999999999999", "١"])
    func whatIsNoNumberNamesNoSerial(text: String) { #expect(Serial(number: text) == nil) }

    @Test func topologyFaultsHaveFileAndLine() {
        let topology = Topology(
            tiers: "tier\trank\tname\tname_en\nxa\t3\tXã\tCommune\n",
            hubs: "hub\tparent\tshard\tlatency_ms\tname\na\tb\t1\t0\tA\nb\ta\t2\t0\tB\n",
            agencies: "code\told_code\ttier\tparent\thub\tstatus\tvalid_from\tvalid_until\tinvented\tname\n"
                + "X\t\txa\t\ta\tactive\t\t\tyes\tX\n# a remark\nX\t\txa\t\ta\tactive\t\t\tyes\tX again\n"
                + "Y\t\txa\tZ\tc\tactive\t\t\tyes\tY\nshort\n")
        #expect(
            topology.faults.map(\.description).sorted() == [
                "agencies.tsv:4: code X stands there twice", "agencies.tsv:5: unknown hub c",
                "agencies.tsv:5: unknown parent Z", "agencies.tsv:6: expected 10 columns, found 1",
                "hubs.tsv:2: hub a is its own ancestor",
            ])
    }
}
