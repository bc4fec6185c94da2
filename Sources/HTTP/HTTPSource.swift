/// The network that a request came from, as far as one party can be told from another by it: an IPv4 address, or the first
/// 64 bits of an IPv6 address, since whoever has one of those has all of them (RFC 4291, section 2.5.4).
public struct HTTPSource: Hashable, Sendable {
    /// Nothing, an IPv4 address or the first half of an IPv6 address, in network order.
    private let bytes: [UInt8]

    /// A request that was made inside the process.
    public static let none = HTTPSource(address: [])

    /// The source of an address of 4 or 16 bytes in network order; of any other number it is `none`.
    public init(address: [UInt8]) {
        switch address.count {
        case 4: bytes = address
        // An IPv4 address as IPv6 maps it (RFC 4291, section 2.5.5.2).
        case 16 where address.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]): bytes = Array(address[12...])
        case 16: bytes = Array(address[..<8])
        default: bytes = []
        }
    }

    /// The address for people, such as `192.0.2.7` or `2001:db8:0:1::/64`.
    public var text: String {
        switch bytes.count {
        case 4: bytes.map { "\($0)" }.joined(separator: ".")
        case 8:
            stride(from: 0, to: 8, by: 2).map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
                .joined(separator: ":") + "::/64"
        default: "inside"
        }
    }
}
