/// Addresses that begin with the same bits (CIDR, RFC 4632).
public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    private let start: NetworkAddress
    private let length: Int

    /// The range that `text` spells, such as `10.0.0.0/8`, `fd00::/8` or one address alone; nil for anything else. Bits
    /// after the prefix are of no account.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = NetworkAddress(String(first)) else { return nil }
        start = address
        guard parts.count == 2 else {
            length = address.bytes.count * 8
            return
        }
        guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let bits = Int(parts[1]),
            bits <= address.bytes.count * 8
        else { return nil }
        length = bits
    }

    /// Whether the address, of the same family, lies in it.
    public func contains(_ address: NetworkAddress) -> Bool {
        guard address.bytes.count == start.bytes.count else { return false }
        for (index, (left, right)) in zip(start.bytes, address.bytes).enumerated() {
            let bits = min(8, max(0, length - index * 8))
            if bits == 0 { return true }
            if (left ^ right) >> UInt8(8 - bits) != 0 { return false }
        }
        return true
    }

    /// `START/LENGTH`.
    public var description: String { "\(start)/\(length)" }
}
