internal import Glibc

/// One element of DER (X.690): its tag and where it stands in the buffer.
struct DERElement {
    let tag: UInt8
    /// Where the tag stands.
    let start: Int
    /// The content's range.
    let body: Range<Int>

    /// Tag, length and content.
    var whole: Range<Int> { start..<body.upperBound }
}

/// Walks DER without building anything: definite, shortest lengths only, one-byte tags only.
struct DERCursor {
    let bytes: [UInt8]
    var position: Int
    let end: Int

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = min(range.upperBound, bytes.count)
    }

    var isAtEnd: Bool { position >= end }

    /// The tag of the next element, or nil at the end.
    var nextTag: UInt8? { position < end ? bytes[position] : nil }

    /// The next element, which the cursor passes; nil where there is none in DER.
    mutating func next() -> DERElement? {
        guard end - position >= 2 else { return nil }
        let start = position
        let tag = bytes[start]
        guard tag & 0x1F != 0x1F else { return nil }
        var length = Int(bytes[start + 1])
        var content = start + 2
        if length >= 0x80 {
            let count = length & 0x7F
            guard count >= 1, count <= 4, end - content >= count else { return nil }
            length = 0
            for _ in 0..<count {
                length = length << 8 | Int(bytes[content])
                content += 1
            }
            // X.690, 10.1: the shortest form of the length.
            guard length >= 0x80, count == 1 || length >> ((count - 1) * 8) != 0 else { return nil }
        }
        guard length <= end - content else { return nil }
        position = content + length
        return DERElement(tag: tag, start: start, body: content..<(content + length))
    }

    /// The next element where it has `tag`.
    mutating func next(_ tag: UInt8) -> DERElement? {
        guard nextTag == tag else { return nil }
        return next()
    }

    /// Whether the bytes in `range` are `expected`.
    func matches(_ range: Range<Int>, _ expected: [UInt8]) -> Bool {
        guard range.count == expected.count else { return false }
        var index = range.lowerBound
        for byte in expected {
            if bytes[index] != byte { return false }
            index += 1
        }
        return true
    }

    /// The bytes in `range`.
    func copy(_ range: Range<Int>) -> [UInt8] {
        Array(bytes[range])
    }
}

extension [UInt8] {
    /// Whether the bytes in `range` are `other`: told by their number first, then in one comparison.
    func holds(_ other: [UInt8], in range: Range<Int>) -> Bool {
        guard range.count == other.count, range.lowerBound >= 0, range.upperBound <= count else { return false }
        return unsafe withUnsafeBytes { bytes in
            unsafe other.withUnsafeBytes { others in
                guard let start = bytes.baseAddress, let second = others.baseAddress else { return true }
                return unsafe memcmp(start + range.lowerBound, second, others.count) == 0
            }
        }
    }
}

/// Writes DER.
package enum DER {
    /// An element with `tag` around `parts`.
    package static func element(_ tag: UInt8, _ parts: [UInt8]...) -> [UInt8] {
        let length = parts.reduce(0) { $0 + $1.count }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length + 6)
        bytes.append(tag)
        if length < 0x80 {
            bytes.append(UInt8(length))
        } else {
            var digits: [UInt8] = []
            var rest = length
            while rest > 0 {
                digits.append(UInt8(rest & 0xFF))
                rest >>= 8
            }
            bytes.append(0x80 | UInt8(digits.count))
            bytes.append(contentsOf: digits.reversed())
        }
        for part in parts { bytes.append(contentsOf: part) }
        return bytes
    }
}
