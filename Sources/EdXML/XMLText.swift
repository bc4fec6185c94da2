internal import Platform

/// Writes escaped elements of the standard (XML 1.0) into a byte buffer.
struct XMLText {
    private(set) var bytes: [UInt8] = []

    mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    }

    mutating func element(_ name: ElementName, _ body: (inout XMLText) -> Void) {
        tag("<edXML:", name)
        body(&self)
        tag("</edXML:", name)
    }

    /// An element with a text. What XML cannot hold stays as it is: the writer's own reader refuses it then.
    mutating func field(_ name: ElementName, _ value: String) {
        element(name) { text in
            for byte in value.utf8 {
                switch byte {
                case UInt8(ascii: "<"): text.raw("&lt;")
                case UInt8(ascii: ">"): text.raw("&gt;")
                case UInt8(ascii: "&"): text.raw("&amp;")
                // A parser would make a line feed of it.
                case 0x0D: text.raw("&#13;")
                default: text.bytes.append(byte)
                }
            }
        }
    }

    /// The same, but nothing where the text is empty.
    mutating func optional(_ name: ElementName, _ value: String) { if !value.isEmpty { field(name, value) } }

    /// The same for a number; nothing where there is none.
    mutating func optional(_ name: ElementName, _ value: Int?) { if let value { field(name, "\(value)") } }

    mutating func base64(_ name: ElementName, _ value: [UInt8]) {
        element(name) { text in Base64.append(value.span, to: &text.bytes) }
    }

    private mutating func tag(_ open: StaticString, _ name: ElementName) {
        raw(open)
        bytes.append(contentsOf: name.rawValue.utf8)
        bytes.append(UInt8(ascii: ">"))
    }
}
