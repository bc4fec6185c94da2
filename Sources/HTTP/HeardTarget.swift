internal import CMicroHTTPD
internal import Glibc
internal import Platform

/// The target of a request line as it came, noted before libmicrohttpd takes it apart.
struct HeardTarget: Sendable {
    /// The path, of a target in absolute form as well (RFC 9112, 3.2.2); nil where it is not UTF-8, or too many combining
    /// marks follow each other in the target.
    let path: String?
    /// Whether it holds spaces or control characters, which no target may (RFC 9112, 3.2).
    private let hasControls: Bool
    /// The address of its end.
    private let end: UInt

    /// The target at `start`, up to its first NUL.
    init(_ start: UnsafePointer<CChar>) {
        let bytes = unsafe UnsafeRawBufferPointer(start: start, count: strlen(start))
        hasControls = unsafe bytes.contains { $0 <= 0x20 || $0 == 0x7F }
        let path = unsafe bytes.prefix { $0 != UInt8(ascii: "?") }
        // A path is compared with those that there are, at a cost that grows with the square of its combining marks in a row.
        let isComparable = unsafe FieldText.excessOfMarks(in: bytes.assumingMemoryBound(to: UInt8.self)) == nil
        self.path = isComparable ? unsafe String(validating: path, as: UTF8.self).map(Self.origin) : nil
        end = UInt(bitPattern: start) + UInt(bytes.count)
    }

    /// Whether it is a target and ends at the address of the space before the version: else a NUL within cut it short.
    func isWhole(endingAt place: UInt) -> Bool { !hasControls && place == end }

    private static func origin(_ target: String) -> String {
        guard let scheme = ["http://", "https://"].first(where: target.hasPrefix) else { return target }
        let rest = target.dropFirst(scheme.count)
        return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
    }
}
