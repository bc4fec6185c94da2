import Exchange
import Testing

/// Which text is an e-mail address, and where agencies' addresses come from.
@Suite struct EmailTests {
    @Test(arguments: [
        "vanthu@binhphuoc.gov.vn", "a@b", "A.b-c_d+e@X-1.vn", "o'hara@example.org", "1@localhost",
    ])
    func addresses(text: String) throws {
        let address = try #require(EmailAddress(text))
        #expect(address.description.lowercased() == text.lowercased())
        #expect(EmailAddress(address.description) == address)
    }

    @Test func theDomainAloneHasNoCase() throws {
        #expect(try #require(EmailAddress("Van.Thu@Example.VN")).description == "Van.Thu@example.vn")
    }

    @Test(arguments: [
        "", "a", "@", "a@", "@b", "a@@b", "a@b@c", "a b@c", "a@b c", " a@b", "a@b ", "a@b\r\nRCPT TO:<x@y>", "a@b\n",
        "a\u{0}@b", "a@b>", "<a@b>", "a,b@c", "a..b@c", ".a@c", "a.@c", "a@-b", "a@b-", "a@b..c", "a@b.",
        "a@[127.0.0.1]",
        "\"a b\"@c", "văn@c", "a@thư.vn", "a@" + String(repeating: "b", count: 64),
        String(repeating: "a", count: 65) + "@b", "a@" + String(repeating: "b.", count: 127) + "c",
    ])
    func noAddresses(text: String) { #expect(EmailAddress(text) == nil) }

    @Test func aTopologyMayNameThem() throws {
        func topology(_ header: String, _ email: String) -> Topology {
            Topology(
                tiers: "tier\trank\tname\tname_en\nxa\t3\tXã\tCommune\n",
                hubs: "hub\tparent\tshard\tlatency_ms\tname\na\t\t1\t0\tA\n",
                agencies:
                    "code\told_code\ttier\tparent\thub\tstatus\tvalid_from\tvalid_until\tinvented\tname\(header)\n"
                    + "X\t\txa\t\ta\tactive\t\t\tno\tXã\(email)\n")
        }
        var directory = Directory()
        for fact in topology("\temail", "\tvanthu@x.vn").facts { directory.apply(fact) }
        #expect(directory.email(of: AgencyNumber(0))?.description == "vanthu@x.vn")
        directory.apply(.emailNamed(AgencyEmail(agency: AgencyNumber(0), address: nil)))
        #expect(directory.emails.isEmpty)
        #expect(topology("\temail", "\t").faults == [])
        #expect(topology("", "").faults == [])
        #expect(topology("\temail", "").faults.map(\.message) == ["expected 11 columns, found 10"])
        #expect(topology("\tmail", "\t").faults.count == 1)
        #expect(topology("\temail", "\tnobody").faults.first?.message.hasPrefix("email: expected an address") == true)
    }

    @Test func aFactWithoutAnAddressIsMalformed() {
        let good = Fact.emailNamed(AgencyEmail(agency: AgencyNumber(1), address: EmailAddress("a@b")))
        var bytes = good.bytes
        bytes[bytes.count - 2] = UInt8(ascii: "\n")
        #expect(throws: FactError.malformed) { try Fact(kind: 44, version: 1, bytes: bytes) }
    }
}
