/// What the first bytes of a connection say about it, before anything is spent on it.
enum FirstBytes: Equatable {
    /// There is not enough yet.
    case more
    /// A whole first record of a TLS handshake, or the beginning of a plain request.
    case welcome
    /// A plain request where TLS is spoken.
    case plain
    /// Nothing that is spoken here.
    case foreign

    /// The most bytes that are looked at: a TLS record with its header (RFC 8446, 5.1).
    static let limit = 5 + (1 << 14)

    /// Judges the bytes that have come in so far.
    init(_ bytes: UnsafeBufferPointer<UInt8>, isTLS: Bool) {
        guard let first = unsafe bytes.first else {
            self = .more
            return
        }
        guard isTLS else {
            self = Self.isLetter(first) || first == 0x0D || first == 0x0A ? .welcome : .foreign
            return
        }
        // RFC 8446, 5.1: type handshake, major version 3, length of the record.
        guard first == 22 else {
            self = unsafe bytes.count < 8 && Self.isLetter(first) ? .more : Self.isRequest(bytes) ? .plain : .foreign
            return
        }
        guard bytes.count >= 5 else {
            self = .more
            return
        }
        let length = unsafe Int(bytes[3]) << 8 | Int(bytes[4])
        guard unsafe bytes[1] == 3, length > 0, length <= Self.limit - 5 else {
            self = .foreign
            return
        }
        self = bytes.count >= 5 + length ? .welcome : .more
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }

    /// Whether the bytes begin like a request line.
    private static func isRequest(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let space = unsafe bytes.prefix(8).firstIndex(of: 0x20) else { return false }
        return unsafe bytes[..<space].allSatisfy(isLetter)
    }
}
