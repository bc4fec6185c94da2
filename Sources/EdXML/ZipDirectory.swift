/// The central directory at the end of a zip archive (PKWARE APPNOTE 4.3), read without unpacking anything.
///
/// Names are looked at and told, never used as paths. Places are counted as the archive counts them, or from behind
/// what stands before it, such as the program of an archive that unpacks itself.
struct ZipDirectory {
    /// Entries of one archive.
    static let entryLimit = 1_000
    /// How many bytes one byte may unpack to.
    static let ratioLimit = 100
    /// How far from its end the end record of an archive may begin: its comment has 65,535 bytes at most.
    private static let commentLimit = 22 + 65_535

    /// What is wrong with an archive.
    struct Fault: Hashable {
        let code: EdXMLCode
        let expected: String
        let found: String

        static func damaged(_ expected: String, _ found: String) -> Fault {
            Fault(code: .zipDamaged, expected: expected, found: found)
        }
    }

    /// The faults of the archive that an attachment is, or ends with; nil where there is none.
    static func faults(of content: Base64Check) -> [Fault]? {
        // The directory of few files lies in the last few bytes; all that was kept is only looked at when it does not.
        let limits = content.isArchive ? [1 << 10, Base64Check.tailLimit] : [1 << 10, commentLimit + 3]
        for limit in limits {
            guard let (end, offset) = content.end(last: limit) else { return nil }
            let directory = ZipDirectory(end: end, offset: offset)
            if let faults = directory.faults(isWhole: content.isArchive) { return faults }
        }
        // Without the bytes that every archive begins with, what looks like an end record need not be one.
        return content.isArchive ? [.damaged("a central directory at the end", "none")] : nil
    }

    /// The last bytes of the archive.
    private let end: [UInt8]
    /// The place of the first of them in the whole.
    private let offset: Int

    /// The end of central directory record, with the ZIP64 one over it (APPNOTE 4.3.14 and 4.3.16).
    private struct Summary {
        var disks: [UInt64]
        var countHere: UInt64
        var count: UInt64
        var length: UInt64
        var start: UInt64
        /// Offset in `end` of the first end record; the directory lies before it.
        var limit: Int
    }

    /// The faults; nil where the directory does not lie in `end`, or where there is none. `isWhole` where the archive
    /// begins with the first byte.
    private func faults(isWhole: Bool) -> [Fault]? {
        guard let record = endRecord() else { return nil }
        var summary = Summary(
            disks: [number(record + 4, 2), number(record + 6, 2)], countHere: number(record + 8, 2),
            count: number(record + 10, 2), length: number(record + 12, 4), start: number(record + 16, 4), limit: record)
        switch zip64(before: record, over: summary) {
        case .absent: break
        case .beyond: return nil
        case .fault(let fault): return [fault]
        case .summary(let larger): summary = larger
        }
        guard summary.count <= Self.entryLimit else {
            return [
                Fault(
                    code: .zipLimitExceeded, expected: "at most \(Self.entryLimit) entries", found: "\(summary.count)")
            ]
        }
        guard summary.disks.allSatisfy({ $0 == 0 }), summary.countHere == summary.count else {
            return [.damaged("an archive in one part", "one of several")]
        }
        let total = UInt64(offset + summary.limit)
        guard summary.length <= total, summary.start <= total - summary.length else {
            return isWhole ? [.damaged("a directory before its end", "one behind it")] : nil
        }
        guard summary.count > 0 else { return summary.length == 0 ? [] : [.damaged("no entries", "a directory")] }
        // Offsets may be relative to the archive's first byte or to the file's, when other bytes precede the archive.
        let places = Set([summary.start, total - summary.length])
        let seen = places.filter { $0 >= UInt64(offset) }
        // A directory elsewhere than right before its end is another one to some readers.
        guard !isWhole || seen.count == places.count else { return nil }
        let found = seen.filter { place in
            let at = Int(place) - offset
            return at + 46 <= summary.limit && number(at, 4) == 0x0201_4B50
        }
        guard let start = found.first else { return isWhole ? [.damaged("\(summary.count) entries", "fewer")] : nil }
        guard found.count == 1 else { return [.damaged("one directory", "two")] }
        let at = Int(start) - offset
        return entries(from: at, to: at + Int(summary.length), summary, before: start)
    }

    private enum Zip64 {
        case absent, beyond
        case fault(Fault)
        case summary(Summary)
    }

    /// What the zip64 end record says (APPNOTE 4.3.14), to which the locator before the end record leads (4.3.15).
    ///
    /// A field of the end record says the same or that it is too small (4.4.1.4): readers differ in which they believe.
    private func zip64(before record: Int, over short: Summary) -> Zip64 {
        let locator = record - 20
        guard locator >= 0, number(locator, 4) == 0x0706_4B50 else {
            if locator < 0, offset > 0 { return .beyond }
            return short.length == 0xFFFF_FFFF || short.start == 0xFFFF_FFFF
                ? .fault(.damaged("a zip64 locator before the end record", "none")) : .absent
        }
        // Some writers count no part where there is one.
        guard number(locator + 4, 4) == 0, number(locator + 16, 4) <= 1 else {
            return .fault(.damaged("an archive in one part", "one of several"))
        }
        let told = number(locator + 8, 8)
        let place: Int
        if told >= UInt64(offset), told <= UInt64(offset + locator), isZip64Record(Int(told) - offset, before: locator)
        {
            place = Int(told) - offset
        } else if isZip64Record(locator - 56, before: locator) {
            place = locator - 56
        } else {
            let isBefore = told < UInt64(offset) || locator < 56 && offset > 0
            return isBefore ? .beyond : .fault(.damaged("a zip64 end record where the locator says", "none"))
        }
        let long = Summary(
            disks: [number(place + 16, 4), number(place + 20, 4)], countHere: number(place + 24, 8),
            count: number(place + 32, 8), length: number(place + 40, 8), start: number(place + 48, 8), limit: place)
        func agree(_ short: UInt64, _ long: UInt64, _ tooSmall: UInt64) -> Bool { short == long || short == tooSmall }
        guard agree(short.count, long.count, 0xFFFF), agree(short.countHere, long.countHere, 0xFFFF),
            agree(short.length, long.length, 0xFFFF_FFFF), agree(short.start, long.start, 0xFFFF_FFFF),
            zip(short.disks, long.disks).allSatisfy({ agree($0, $1, 0xFFFF) })
        else { return .fault(.damaged("one directory in both end records", "two")) }
        return .summary(long)
    }

    /// Whether a zip64 end record stands at `place` that ends where the locator begins.
    private func isZip64Record(_ place: Int, before locator: Int) -> Bool {
        guard place >= 0, place + 56 <= locator, number(place, 4) == 0x0606_4B50 else { return false }
        return number(place + 4, 8) == UInt64(locator - place - 12)
    }

    private func entries(from start: Int, to limit: Int, _ summary: Summary, before directory: UInt64) -> [Fault] {
        var faults: [Fault] = []
        var packed: UInt64 = 0
        var unpacked: UInt64 = 0
        var at = start
        for _ in 0..<summary.count {
            guard at + 46 <= limit, number(at, 4) == 0x0201_4B50 else {
                return [.damaged("\(summary.count) entries", "fewer")]
            }
            let lengths = (name: length(at + 28), extra: length(at + 30), comment: length(at + 32))
            let next = at + 46 + lengths.name + lengths.extra + lengths.comment
            guard next <= limit else {
                return [.damaged("entries within the directory", "one beyond it")]
            }
            let name = String(decoding: end[(at + 46)..<(at + 46 + lengths.name)], as: UTF8.self)
            let extra = at + 46 + lengths.name
            guard let sizes = sizes(ofEntry: at, extra: extra..<(extra + lengths.extra)) else {
                return [.damaged("a zip64 extra field with the sizes that are left to it", "one too short, in \(name)")]
            }
            packed = Self.sum(packed, sizes.packed)
            unpacked = Self.sum(unpacked, sizes.unpacked)
            if Self.sum(sizes.place, Self.sum(sizes.packed, 30)) > directory, sizes.packed <= directory {
                return [.damaged("entries before the directory", "\(name) at \(sizes.place)")]
            }
            if Value.isPathTrick(name), faults.count < 10 {
                faults.append(Fault(code: .unsafeName, expected: "a name within the archive", found: name))
            }
            let ending = name.split(separator: ".").last?.lowercased() ?? ""
            if ["zip", "rar", "7z", "gz", "tar", "jar"].contains(ending), faults.count < 10 {
                faults.append(Fault(code: .zipNested, expected: "no archive within", found: name))
            }
            at = next
        }
        // A digital signature of the directory may follow (APPNOTE 4.3.13); readers that do not count take more entries.
        if at + 46 <= limit, number(at, 4) == 0x0201_4B50 {
            faults.append(.damaged("\(summary.count) entries", "more"))
        }
        if packed > directory {
            // Entries that share their bytes: a bomb.
            faults.append(.damaged("entries of \(directory) bytes at most", "\(packed)"))
        }
        // A small archive may be as dense as it likes.
        let allowed = max(packed, 1).multipliedReportingOverflow(by: UInt64(Self.ratioLimit))
        if unpacked > 1 << 20, !allowed.overflow, unpacked > allowed.partialValue {
            faults.append(
                Fault(
                    code: .zipLimitExceeded, expected: "at most \(Self.ratioLimit) to 1",
                    found: "\(unpacked) bytes from \(packed)"))
        }
        return faults
    }

    /// The sizes and the place of the entry at `at`: those too large for their fields, or not known when they were
    /// written, stand in the zip64 extra field, in this order (APPNOTE 4.5.3). Nil where one is missing there.
    private func sizes(ofEntry at: Int, extra: Range<Int>) -> (packed: UInt64, unpacked: UInt64, place: UInt64)? {
        var sizes = (packed: number(at + 20, 4), unpacked: number(at + 24, 4), place: number(at + 42, 4))
        guard let field = field(0x0001, in: extra) else { return sizes }
        var next = field.lowerBound
        func take() -> UInt64? {
            guard next + 8 <= field.upperBound else { return nil }
            next += 8
            return number(next - 8, 8)
        }
        if sizes.unpacked == 0xFFFF_FFFF {
            guard let value = take() else { return nil }
            sizes.unpacked = value
        }
        if sizes.packed == 0xFFFF_FFFF {
            guard let value = take() else { return nil }
            sizes.packed = value
        }
        if sizes.place == 0xFFFF_FFFF {
            guard let value = take() else { return nil }
            sizes.place = value
        }
        return sizes
    }

    /// The content of the first extra field `tag` (APPNOTE 4.5.1).
    private func field(_ tag: UInt64, in extra: Range<Int>) -> Range<Int>? {
        var at = extra.lowerBound
        while at + 4 <= extra.upperBound {
            let content = (at + 4)..<(at + 4 + length(at + 2))
            guard content.upperBound <= extra.upperBound else { return nil }
            if number(at, 2) == tag { return content }
            at = content.upperBound
        }
        return nil
    }

    /// The place of the end record: the last one whose comment ends with the archive, or else the last one, behind which
    /// other bytes stand.
    private func endRecord() -> Int? {
        guard end.count >= 22 else { return nil }
        var at = end.count - 22
        var loose: Int?
        let first = max(0, end.count - Self.commentLimit)
        while at >= first {
            if end[at] == 0x50, number(at, 4) == 0x0605_4B50 {
                let over = end.count - at - 22 - length(at + 20)
                if over == 0 { return at }
                if over > 0, loose == nil { loose = at }
            }
            at -= 1
        }
        return loose
    }

    private static func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (sum, isOver) = left.addingReportingOverflow(right)
        return isOver ? .max : sum
    }

    /// The number in `count` bytes, the lowest first; the caller has checked that they are there.
    private func number(_ at: Int, _ count: Int) -> UInt64 {
        (0..<count).reduce(0) { $0 | UInt64(end[at + $1]) << (8 * UInt64($1)) }
    }

    /// The length in two bytes.
    private func length(_ at: Int) -> Int { Int(end[at]) | Int(end[at + 1]) << 8 }
}
