/// Which addresses the daemon may connect to for others (OWASP: server-side request forgery).
///
/// Public unicast addresses are open. All that means this machine, this network, or something special is closed, unless
/// a range of the allow-list holds it. What is judged is the address of the connection, never a name.
public struct AddressPolicy: Sendable {
    /// Ranges that are open whatever they are.
    public var allowed: [AddressRange]
    /// Whether this machine itself is open.
    public var allowsLoopback: Bool

    /// The usual, with these exceptions.
    public init(allowed: [AddressRange] = [], allowsLoopback: Bool = false) {
        self.allowed = allowed
        self.allowsLoopback = allowsLoopback
    }

    /// Whether a connection to the address may be made.
    public func permits(_ address: NetworkAddress) -> Bool {
        let address = address.unmapped
        if allowed.contains(where: { $0.contains(address) }) { return true }
        if address.isLoopback { return allowsLoopback }
        if address.bytes.count == 16, !Self.unicast.allSatisfy({ $0.contains(address) }) { return false }
        return !Self.closed.contains { $0.contains(address) }
    }

    /// IPv6: global unicast alone is open (RFC 4291, section 2.4).
    private static let unicast = ["2000::/3"].compactMap(AddressRange.init)

    /// The registries of special-purpose addresses (RFC 6890), multicast, and tunnels to IPv4 that would lead around
    /// this list.
    private static let closed = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/3",
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    ].compactMap(AddressRange.init)
}
