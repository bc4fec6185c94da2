import Outbound
import Testing

/// Which addresses the gate lets through: one line each.
@Suite struct AddressTests {
    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0", "192.167.255.255",
        "223.255.255.255", "2606:4700::1111", "2a00:1450:4001::200e", "::ffff:1.1.1.1",
    ])
    func opens(text: String) throws {
        #expect(AddressPolicy().permits(try #require(NetworkAddress(text))))
    }

    @Test(arguments: [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "127.0.0.1", "127.255.255.254",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1",
        "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "3fff::1",
        "fc00::1", "fd12:3456::1", "fe80::1", "febf::1", "fec0::1", "ff02::1",
    ])
    func closes(text: String) throws {
        #expect(!AddressPolicy().permits(try #require(NetworkAddress(text))))
    }

    @Test(arguments: [
        ("10.1.2.0/24", "10.1.2.3", true), ("10.1.2.0/24", "10.1.3.3", false), ("10.1.2.3", "10.1.2.3", true),
        ("10.1.2.0/24", "::ffff:10.1.2.3", true), ("fd00::/8", "fd12::1", true), ("fd00::/8", "fc12::1", false),
        ("0.0.0.0/0", "127.0.0.1", true), ("0.0.0.0/0", "::1", false), ("::1/128", "::1", true),
        ("192.168.0.0/17", "192.168.127.255", true), ("192.168.0.0/17", "192.168.128.0", false),
    ])
    func allows(range: String, text: String, isOpen: Bool) throws {
        let policy = AddressPolicy(allowed: [try #require(AddressRange(range))])
        #expect(policy.permits(try #require(NetworkAddress(text))) == isOpen)
    }

    @Test(arguments: [("127.0.0.1", true), ("::1", true), ("::ffff:127.0.0.1", true), ("10.0.0.1", false)])
    func loopbackWhereTheDaemonListensThereOnly(text: String, isOpen: Bool) throws {
        #expect(AddressPolicy(allowsLoopback: true).permits(try #require(NetworkAddress(text))) == isOpen)
    }

    @Test(arguments: [
        "", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0/8", "::/129", "name/8", "10.0.0.0/", "/8",
    ])
    func noRange(text: String) { #expect(AddressRange(text) == nil) }

    @Test(arguments: [
        ("http://example.org/hook", "example.org"), ("https://[2001:db8::1]:8443/a?b=c", "2001:db8::1"),
        ("HTTP://127.0.0.1:80", "127.0.0.1"),
    ])
    func address(text: String, host: String) { #expect(WebAddress(text)?.host == host) }

    @Test(arguments: [
        "", "example.org", "ftp://example.org/", "file:///etc/passwd", "gopher://127.0.0.1/", "http://",
        "http://user@example.org/", "http://user:secret@example.org/", "http://example.org/#part",
        "http://exa mple.org/", "http://example.org/\r\nX: y", "http://example.org:99999/", "unix:/run/x",
    ])
    func noAddress(text: String) { #expect(WebAddress(text) == nil) }
}
