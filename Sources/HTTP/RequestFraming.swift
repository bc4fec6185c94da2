internal import Platform

/// What in a request's head makes its end uncertain: two readers of such a request could disagree on where the next one
/// begins (RFC 9112, 11.2), so that it is refused and the connection closed.
struct RequestFraming {
    private var lengths = 0
    private var codings = 0
    private var hosts = 0
    private var fault: String?
    /// How many bytes end a line of this head: CR LF, or LF alone (RFC 9112, 2.2).
    private var lineEnd: Int?

    /// Looks at the bytes between two parts of the head, which ends `lines` lines and no more. libmicrohttpd takes a NUL for
    /// the end of a text: what a NUL cuts off lies here (but one before a lone LF, which looks like CR LF). Nil for parts that do not follow each other, as folded ones.
    mutating func look(between gap: UnsafeBufferPointer<UInt8>?, lines: Int = 1) {
        guard fault == nil else { return }
        guard let gap = unsafe gap else {
            // RFC 9112, 5.2: refused, since readers differ over what it is.
            fault = "a folded field, or a NUL"
            return
        }
        // Blanks at the end of a field, then the ends of lines, which libmicrohttpd overwrites.
        let blanks = unsafe gap.prefix { $0 == 0x20 || $0 == 0x09 }.count
        let ends = unsafe gap[blanks...]
        let count = unsafe ends.count
        let length = lineEnd ?? count / lines
        lineEnd = length
        let areEnds = unsafe ends.allSatisfy { $0 == 0 || $0 == 0x0D || $0 == 0x0A }
        if !(1...2).contains(length) || count != length * lines || !areEnds {
            fault = "a NUL, or a field without a name"
        }
    }

    /// Looks at one header field as it came.
    mutating func look(at name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) {
        guard fault == nil else { return }
        guard !name.isEmpty, unsafe name.allSatisfy(Self.isToken) else {
            // RFC 9112, 5.1: a space before the colon, or a line that begins with one, hides a field from other readers.
            fault = "a field name that is no token"
            return
        }
        guard unsafe value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
            fault = "a control character in a header field"
            return
        }
        guard unsafe FieldText.excessOfMarks(in: value) == nil else {
            fault = "more than \(FieldText.markLimit) combining marks in a row in a header field"
            return
        }
        // libmicrohttpd appends a folded line (RFC 9112, 5.2) to the name where the value before it is empty.
        if value.isEmpty, unsafe Self.hides(name) {
            fault = "a folded field"
            return
        }
        if unsafe Self.isSame(name, "content-length") {
            lengths += 1
            if unsafe value.isEmpty || value.count > 18 || !value.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
                fault = "a Content-Length that is no number"
            }
        } else if unsafe Self.isSame(name, "transfer-encoding") {
            codings += 1
            if unsafe !Self.isSame(value, "chunked") { fault = "a Transfer-Encoding other than chunked" }
        } else if unsafe Self.isSame(name, "host") {
            hosts += 1
        }
    }

    /// The target is not what a target may be.
    mutating func refuseTarget() { fault = fault ?? "a space or a control character in the target" }

    /// What is wrong with the head, nil where nothing is.
    func verdict(version: String) -> String? {
        if let fault { return fault }
        if lengths > 1 { return "more than one Content-Length" }
        if codings > 1 { return "more than one Transfer-Encoding" }
        if lengths > 0, codings > 0 { return "both Content-Length and Transfer-Encoding" }
        if codings > 0, version != "HTTP/1.1" { return "Transfer-Encoding in \(version.prefix(10))" }
        if hosts > 1 { return "more than one Host" }
        if hosts == 0, version != "HTTP/1.0" { return "no Host" }
        return nil
    }

    /// Whether a name begins like one that says where a request ends, and goes on.
    private static func hides(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        for word in ["content-length", "transfer-encoding", "host"] as [StaticString] {
            let length = word.utf8CodeUnitCount
            if name.count > length, unsafe isSame(UnsafeBufferPointer(rebasing: name[..<length]), word) { return true }
        }
        return false
    }

    /// A character of a token (RFC 9110, 5.6.2).
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "^")...UInt8(ascii: "`"), UInt8(ascii: "|"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// Whether `bytes` are `name`, which is in lower case, whatever their case.
    private static func isSame(_ bytes: UnsafeBufferPointer<UInt8>, _ name: StaticString) -> Bool {
        guard bytes.count == name.utf8CodeUnitCount else { return false }
        return bytes.indices.allSatisfy { index in
            let byte = unsafe bytes[index]
            return unsafe (byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) == name.utf8Start[index]
        }
    }
}
