internal import Glibc

/// An IPv4 or IPv6 address as a connection goes to it.
public struct NetworkAddress: Hashable, Sendable, CustomStringConvertible {
    /// 4 or 16 bytes in network order.
    public let bytes: [UInt8]

    /// The address with these bytes; nil for any number of them but 4 and 16.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// The address that `text` spells, such as `192.0.2.1` or `2001:db8::1`; nil for anything else, names too.
    public init?(_ text: String) {
        var bytes = [UInt8](repeating: 0, count: 16)
        if unsafe inet_pton(AF_INET, text, &bytes) == 1 {
            self.bytes = Array(bytes.prefix(4))
        } else if unsafe inet_pton(AF_INET6, text, &bytes) == 1 {
            self.bytes = bytes
        } else {
            return nil
        }
    }

    /// The IPv4 address where this is one as IPv6 maps it (`::ffff:192.0.2.1`, RFC 4291, section 2.5.5.2): that is where
    /// the connection goes.
    public var unmapped: NetworkAddress {
        let isMapped = bytes.count == 16 && bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10...11] == [0xFF, 0xFF]
        return isMapped ? NetworkAddress(bytes: Array(bytes.suffix(4))) ?? self : self
    }

    /// Whether it is this machine itself.
    public var isLoopback: Bool {
        let address = unmapped.bytes
        return address.count == 4 ? address[0] == 127 : address.dropLast().allSatisfy { $0 == 0 } && address[15] == 1
    }

    /// The usual spelling.
    public var description: String {
        var text = [CChar](repeating: 0, count: 46)
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard unsafe inet_ntop(family, bytes, &text, 46) != nil else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
