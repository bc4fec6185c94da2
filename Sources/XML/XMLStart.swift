/// What is checked before any markup: the size, the first bytes, the declaration, the characters.
enum XMLStart {
    static func check(_ bytes: Span<UInt8>, limits: XMLLimits) throws(XMLFault) {
        // The parser counts in Int32.
        guard bytes.count <= min(limits.bytes, Int(Int32.max) - 1) else {
            throw XMLFault(.sizeExceeded, at: 0, in: bytes, found: "\(bytes.count) bytes")
        }
        let start = bytes.count > 2 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
        guard start < bytes.count else { throw XMLFault(.notWellFormed, at: 0, in: bytes, found: "no bytes") }
        if isSixteenBits(bytes) { throw XMLFault(.encodingRefused, at: 0, in: bytes, found: "UTF-16") }
        // Nothing but a byte order mark may stand before the first markup, and nothing at all before a declaration.
        guard bytes[start] == UInt8(ascii: "<") else {
            throw XMLFault(.bytesBeforeDeclaration, at: 0, in: bytes, found: "0x" + hex(bytes[start]))
        }
        try declaration(bytes, from: start)
        try characters(bytes)
    }

    /// Whether it begins as UTF-16 does, with its byte order mark or without.
    private static func isSixteenBits(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count > 1 else { return false }
        return switch (bytes[0], bytes[1]) {
        case (0xFF, 0xFE), (0xFE, 0xFF), (UInt8(ascii: "<"), 0), (0, UInt8(ascii: "<")): true
        default: false
        }
    }

    private static let usual = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>".utf8)

    /// Whether it begins with the declaration that nearly all messages have.
    private static func isUsual(_ bytes: Span<UInt8>, from start: Int) -> Bool {
        let usual = usual
        guard bytes.count - start > usual.count else { return false }
        for index in usual.indices where bytes[start + index] != usual[index] { return false }
        return true
    }

    /// How long a declaration may be, in bytes.
    private static let declarationLimit = 1024

    /// Only XML 1.0 and UTF-8 may be declared: by any other name the parser would read other characters than everyone
    /// else, or other line ends.
    private static func declaration(_ bytes: Span<UInt8>, from start: Int) throws(XMLFault) {
        if isUsual(bytes, from: start) { return }
        var head: [UInt8] = []
        var isClosed = false
        for index in start..<min(start + declarationLimit, bytes.count) {
            if bytes[index] == UInt8(ascii: ">") {
                isClosed = true
                break
            }
            head.append(bytes[index])
        }
        guard head.starts(with: "<?xml".utf8), head.count > 5, [0x20, 0x09, 0x0A, 0x0D].contains(head[5]) else {
            return
        }
        guard isClosed else {
            throw XMLFault(.notWellFormed, at: start, in: bytes, found: "a declaration that does not end")
        }
        let words = head.split { " \t\r\n=\"'?".utf8.contains($0) }
        if let version = value("version", words), version != "1.0" {
            throw XMLFault(.notWellFormed, at: start, in: bytes, found: "version \(version)")
        }
        if let encoding = value("encoding", words), encoding.uppercased() != "UTF-8" {
            throw XMLFault(.encodingRefused, at: start, in: bytes, found: encoding)
        }
    }

    /// The word behind `name`.
    private static func value(_ name: String, _ words: [ArraySlice<UInt8>]) -> String? {
        guard let place = words.firstIndex(where: { $0.elementsEqual(name.utf8) }), place + 1 < words.count else {
            return nil
        }
        return String(decoding: words[place + 1], as: UTF8.self)
    }

    /// UTF-8 throughout (RFC 3629), and none of the control characters that XML 1.0 does not know (section 2.2).
    ///
    /// Attachments are long stretches of ASCII: only the stretches with bytes beyond it are held to the rules of UTF-8.
    private static func characters(_ bytes: Span<UInt8>) throws(XMLFault) {
        var control: Int?
        // Where the stretch began that has bytes beyond ASCII; a character cut off at its end is none.
        var beyond: Int?
        var start = 0
        while start < bytes.count {
            let end = min(start + block, bytes.count)
            let (isLow, isHigh) = unsafe bytes.withUnsafeBytes { unsafe look(at: $0, start, end) }
            if isLow, control == nil {
                for index in start..<end where control == nil && isControl(bytes[index]) { control = index }
            }
            if isHigh {
                beyond = beyond ?? start
            } else if let first = beyond {
                try encoding(of: bytes, first..<start)
                beyond = nil
            }
            start = end
        }
        if let beyond { try encoding(of: bytes, beyond..<bytes.count) }
        if let control {
            throw XMLFault(
                .notWellFormed, at: control, in: bytes, found: "control character 0x" + hex(bytes[control]))
        }
    }

    private static func isControl(_ byte: UInt8) -> Bool {
        byte < 0x20 && byte != 0x0A && byte != 0x0D && byte != 0x09
    }

    private static func encoding(of bytes: Span<UInt8>, _ range: Range<Int>) throws(XMLFault) {
        do { _ = try UTF8Span(validating: bytes.extracting(range)) } catch {
            let place = range.lowerBound + error.byteOffsets.lowerBound
            throw XMLFault(.invalidUTF8, at: place, in: bytes, found: "0x" + hex(bytes[place]))
        }
    }

    /// How many bytes are looked at together.
    private static let block = 64

    /// Whether any byte from `start` to `end` is below a space, or beyond ASCII.
    private static func look(at bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> (low: Bool, high: Bool) {
        var low: UInt64 = 0
        var high: UInt64 = 0
        guard end - start == block else {
            for index in start..<end {
                let byte = unsafe bytes[index]
                if byte < 0x20 { low = .max }
                if byte >= 0x80 { high = .max }
            }
            return (low != 0, high != 0)
        }
        // Eight bytes at once: taking 0x20 from one below it borrows, which shows in its highest bit.
        for eighth in 0..<block / 8 {
            let eight = unsafe bytes.loadUnaligned(fromByteOffset: start + eighth * 8, as: UInt64.self)
            low |= (eight &- 0x2020_2020_2020_2020) & ~eight
            high |= eight
        }
        return (low & 0x8080_8080_8080_8080 != 0, high & 0x8080_8080_8080_8080 != 0)
    }

    private static func hex(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16, uppercase: true)
        return text.count == 1 ? "0" + text : text
    }
}
