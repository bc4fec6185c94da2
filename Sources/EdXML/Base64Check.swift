/// Checks base64 text that comes in parts, keeping none of it.
struct Base64Check {
    private var digits = 0
    private var pads = 0
    private(set) var isBroken = false

    /// How many bytes the text so far spells.
    var count: Int { digits * 3 / 4 }

    mutating func take(_ text: UnsafeBufferPointer<UInt8>) {
        for index in text.indices {
            let byte = unsafe text[index]
            switch byte {
            case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x2B, 0x2F:
                digits += 1
                if pads > 0 { isBroken = true }
            case 0x3D: pads += 1
            case 0x20, 0x09, 0x0A, 0x0D: continue
            default: isBroken = true
            }
        }
    }

    /// Whether the whole was base64 with its padding.
    var isWhole: Bool {
        !isBroken && (digits % 4 == 0 && pads == 0 || digits % 4 == 2 && pads == 2 || digits % 4 == 3 && pads == 1)
    }
}
