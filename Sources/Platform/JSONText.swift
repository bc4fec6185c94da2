/// Writes JSON (RFC 8259) straight into a byte buffer, in the order of the calls.
///
/// The caller keeps the grammar: a key before each member's value, every `begin` closed. Commas are the writer's work.
public struct JSONText: Sendable {
    /// The text so far, UTF-8.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// An empty text with room for `capacity` bytes.
    public init(capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    /// The text as a string.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// An object whose members `body` writes.
    public mutating func object(_ body: (inout JSONText) throws -> Void) rethrows {
        open(UInt8(ascii: "{"))
        try body(&self)
        close(UInt8(ascii: "}"))
    }

    /// An array whose elements `body` writes.
    public mutating func array(_ body: (inout JSONText) throws -> Void) rethrows {
        open(UInt8(ascii: "["))
        try body(&self)
        close(UInt8(ascii: "]"))
    }

    /// The name of the member whose value comes next.
    public mutating func key(_ name: StaticString) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// The name, known at run time only, of the member whose value comes next.
    public mutating func key(dynamic name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// A string value, escaped.
    public mutating func string(_ value: String) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        var value = value
        value.withUTF8 { text in
            // Most texts need no escape: they are copied in one piece up to the first that does.
            var start = 0
            for index in text.indices where unsafe Self.needsEscape(text[index]) {
                if unsafe text[index] > 0x7F {
                    guard let (code, length) = unsafe Self.control(text, at: index) else { continue }
                    unsafe bytes.append(contentsOf: text[start..<index])
                    bytes.append(contentsOf: "\\u".utf8)
                    Hex.append([UInt8(code >> 8), UInt8(truncatingIfNeeded: code)].span, to: &bytes)
                    start = index + length
                    continue
                }
                unsafe bytes.append(contentsOf: text[start..<index])
                unsafe appendEscape(text[index])
                start = index + 1
            }
            unsafe bytes.append(contentsOf: text[start...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// A string value whose bytes are known to need no escape (base64, hexadecimal).
    public mutating func plain(_ value: [UInt8]) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: value)
        bytes.append(UInt8(ascii: "\""))
    }

    /// The base64 text of `value` as a string value.
    public mutating func base64(_ value: Span<UInt8>) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        Base64.append(value, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// The lower-case hexadecimal text of `value` as a string value.
    public mutating func hex(_ value: [UInt8]) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        Hex.append(value.span, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// A whole number.
    public mutating func number(_ value: some BinaryInteger) {
        comma()
        bytes.append(contentsOf: String(value).utf8)
    }

    /// A number; one that JSON cannot say (infinite, not a number) becomes `null`.
    public mutating func number(_ value: Double) {
        guard value.isFinite else { return null() }
        comma()
        bytes.append(contentsOf: value.description.utf8)
    }

    /// `true` or `false`.
    public mutating func bool(_ value: Bool) {
        comma()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// `null`.
    public mutating func null() {
        comma()
        bytes.append(contentsOf: "null".utf8)
    }

    /// A value that is JSON already.
    public mutating func raw(_ json: some Collection<UInt8>) {
        comma()
        bytes.append(contentsOf: json)
    }

    /// The member `name` with a string, left out where it is nil.
    public mutating func member(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        key(name)
        string(value)
    }

    /// The member `name` with the lower-case hexadecimal text of `value`.
    public mutating func member(_ name: StaticString, hex value: [UInt8]) {
        key(name)
        hex(value)
    }

    /// The member `name` with a whole number, left out where it is nil.
    public mutating func member(_ name: StaticString, _ value: (some BinaryInteger)?) {
        guard let value else { return }
        key(name)
        number(value)
    }

    /// The member `name` with a number, left out where it is nil.
    public mutating func member(_ name: StaticString, _ value: Double?) {
        guard let value else { return }
        key(name)
        number(value)
    }

    /// The member `name` with `true` or `false`.
    public mutating func member(_ name: StaticString, _ value: Bool) {
        key(name)
        bool(value)
    }

    private mutating func comma() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func open(_ bracket: UInt8) {
        comma()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        switch byte {
        case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x7F, 0xC2, 0xE2: true
        default: false
        }
    }

    /// The code of the character of C1, of U+2028 or U+2029 that begins at `index`, and how many bytes it takes; nil for any
    /// other. Many readers of lines end one there, and an object is to stay on its line.
    private static func control(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> (code: UInt16, length: Int)? {
        switch unsafe (text[index], text[index + 1], text.count > index + 2 ? text[index + 2] : 0) {
        case (0xC2, let second, _) where second < 0xA0: (UInt16(second), 2)
        case (0xE2, 0x80, let third) where third == 0xA8 || third == 0xA9: (0x1F80 + UInt16(third), 3)
        default: nil
        }
    }

    private mutating func appendEscape(_ byte: UInt8) {
        switch byte {
        case 0x0A: bytes.append(contentsOf: "\\n".utf8)
        case 0x0D: bytes.append(contentsOf: "\\r".utf8)
        case 0x09: bytes.append(contentsOf: "\\t".utf8)
        case 0..<0x20, 0x7F:
            bytes.append(contentsOf: "\\u00".utf8)
            Hex.append([byte].span, to: &bytes)
        default:
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        }
    }
}
