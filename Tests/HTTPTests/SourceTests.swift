import HTTP
import Testing

/// Where a request came from, as far as that tells one party from another.
@Suite struct SourceTests {
    @Test func anIPv6NetworkIsOneSource() {
        let prefix: [UInt8] = [0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 1]
        let one = HTTPSource(address: prefix + [0, 0, 0, 0, 0, 0, 0, 1])
        #expect(one == HTTPSource(address: prefix + [9, 9, 9, 9, 9, 9, 9, 9]))
        #expect(one.text == "2001:db8:0:1::/64")
        #expect(HTTPSource(address: [192, 0, 2, 7]).text == "192.0.2.7")
        let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF, 192, 0, 2, 7]
        #expect(HTTPSource(address: mapped) == HTTPSource(address: [192, 0, 2, 7]))
        #expect(HTTPSource(address: []) == .none && HTTPSource(address: [1, 2, 3]) == .none)
    }
}
