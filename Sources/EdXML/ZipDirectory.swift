/// The central directory at the end of a zip archive (PKWARE APPNOTE 4.3), read without unpacking anything.
///
/// Names are looked at and told, never used as paths.
struct ZipDirectory {
    /// Entries of one archive.
    static let entryLimit = 1_000
    /// How many bytes one byte may unpack to.
    static let ratioLimit = 100

    /// What is wrong with an archive.
    struct Fault: Hashable {
        let code: EdXMLCode
        let expected: String
        let found: String
    }

    /// The faults of an archive as it stood in an attachment; none where it is no archive.
    static func faults(of content: Base64Check) -> [Fault] {
        // The directory of few files lies in the last few bytes; all that was kept is only looked at when it does not.
        for limit in [1 << 10, Base64Check.tailLimit] {
            guard let (end, offset) = content.archive(last: limit) else { return [] }
            if let faults = faults(end: end, offset: offset, size: content.count) { return faults }
        }
        return [Fault(code: .zipDamaged, expected: "a central directory at the end", found: "none")]
    }

    /// The faults of an archive of `size` bytes, whose last bytes, from `offset` on, are `end`; nil where its directory
    /// does not lie in them.
    private static func faults(end: [UInt8], offset: Int, size: Int) -> [Fault]? {
        guard let record = endRecord(end) else { return nil }
        let count = number(end, record + 10, 2)
        guard count <= entryLimit else {
            return [Fault(code: .zipLimitExceeded, expected: "at most \(entryLimit) entries", found: "\(count)")]
        }
        let start = number(end, record + 16, 4) - offset
        let length = number(end, record + 12, 4)
        guard start >= 0 else { return nil }
        guard start + length <= record else {
            return [Fault(code: .zipDamaged, expected: "a directory before its end", found: "one behind it")]
        }
        return entries(end, from: start, to: start + length, count: count, size: size)
    }

    private static func entries(_ end: [UInt8], from start: Int, to limit: Int, count: Int, size: Int) -> [Fault] {
        var faults: [Fault] = []
        var packed = 0
        var unpacked = 0
        var at = start
        for _ in 0..<count {
            guard at + 46 <= limit, number(end, at, 4) == 0x0201_4B50 else {
                return [Fault(code: .zipDamaged, expected: "\(count) entries", found: "fewer")]
            }
            let next = at + 46 + number(end, at + 28, 2) + number(end, at + 30, 2) + number(end, at + 32, 2)
            guard next <= limit else {
                return [Fault(code: .zipDamaged, expected: "entries within the directory", found: "one beyond it")]
            }
            packed += number(end, at + 20, 4)
            unpacked += number(end, at + 24, 4)
            let name = String(decoding: end[(at + 46)..<(at + 46 + number(end, at + 28, 2))], as: UTF8.self)
            if Value.isPathTrick(name), faults.count < 10 {
                faults.append(Fault(code: .unsafeName, expected: "a name within the archive", found: name))
            }
            let ending = name.split(separator: ".").last?.lowercased() ?? ""
            if ["zip", "rar", "7z", "gz", "tar", "jar"].contains(ending), faults.count < 10 {
                faults.append(Fault(code: .zipNested, expected: "no archive within", found: name))
            }
            at = next
        }
        if packed > size {
            // Entries that share their bytes: a bomb.
            faults.append(Fault(code: .zipDamaged, expected: "entries of \(size) bytes at most", found: "\(packed)"))
        }
        // A small archive may be as dense as it likes.
        if unpacked > max(packed, 1) * ratioLimit, unpacked > 1 << 20 {
            faults.append(
                Fault(
                    code: .zipLimitExceeded, expected: "at most \(ratioLimit) to 1",
                    found: "\(unpacked) bytes from \(packed)"))
        }
        return faults
    }

    /// The place of the end record: the last one whose comment ends with the archive.
    private static func endRecord(_ end: [UInt8]) -> Int? {
        guard end.count >= 22 else { return nil }
        var at = end.count - 22
        let first = max(0, end.count - 22 - 65_535)
        while at >= first {
            if end[at] == 0x50, number(end, at, 4) == 0x0605_4B50, at + 22 + number(end, at + 20, 2) == end.count {
                return at
            }
            at -= 1
        }
        return nil
    }

    /// The number in `count` bytes, the lowest first; the caller has checked that they are there.
    private static func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
    }
}
