extension FieldText {
    /// How many combining marks may follow each other: more have no meaning in any script, and the cost of comparing text
    /// grows with the square of them (UAX #15, 13: Stream-Safe Text Format).
    public static let markLimit = 30

    /// The place of the first of too many combining marks that follow each other in `bytes`, which are UTF-8; nil where
    /// there are none.
    public static func excessOfMarks(in bytes: [UInt8]) -> Int? {
        unsafe bytes.withUnsafeBufferPointer { unsafe excessOfMarks(in: $0) }
    }

    /// Whether too many combining marks follow each other in `text`: a text to refuse before it is compared with any other.
    public static func hasExcessOfMarks(_ text: some StringProtocol) -> Bool {
        text.utf8.contains { $0 >= 0xCC } && excessOfMarks(in: Array(text.utf8)) != nil
    }

    /// The same of bytes that somebody else holds.
    public static func excessOfMarks(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var (run, start, at) = (0, 0, 0)
        while at < bytes.count {
            let length = unsafe length(of: bytes[at])
            if unsafe mayBeMark(bytes, at), unsafe isMark(bytes[at..<min(at + length, bytes.count)]) {
                if run == 0 { start = at }
                run += 1
                if run > markLimit { return start }
            } else {
                run = 0
            }
            at += length
        }
        return nil
    }

    private static func length(of first: UInt8) -> Int { first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4 }

    /// Whether a character beyond U+02FF begins there that is none of the Latin letters with marks of their own.
    private static func mayBeMark(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        guard unsafe bytes[at] >= 0xCC else { return false }
        return unsafe !(bytes[at] == 0xE1 && at + 1 < bytes.count && (0xB8...0xBB).contains(bytes[at + 1]))
    }

    private static func isMark(_ character: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let scalar = unsafe String(decoding: character, as: UTF8.self).unicodeScalars.first
        return scalar.map { $0.properties.canonicalCombiningClass != .notReordered } ?? false
    }
}
