import Platform

/// What `Tests/PowerCut/powercut.c` wrote down of one folder: every change and every barrier, in order.
struct PowerCutLog {
    enum Kind: UInt32 {
        case root, create, write, truncate, unlink, rename, makeFolder, removeFolder, syncBegin, syncEnd, unknown
    }

    struct Record {
        let kind: Kind
        let path: String
        let other: String
        let token: UInt32
        let time: MonotonicTime
        let file: UInt64
        let offset: Int
        /// Where the written bytes stand in `bytes`.
        let data: Range<Int>
    }

    private(set) var bytes: [UInt8] = []
    private(set) var records: [Record] = []

    /// The logs at `paths`, one after another: the daemon was started again on the same folder.
    init(_ paths: [String]) throws {
        for path in paths {
            let start = bytes.count
            bytes += try Files.read(path)
            var place = start
            while place < bytes.count {
                guard bytes.count - place >= 48, let kind = Kind(rawValue: UInt32(number(place, 4))) else {
                    throw Unreadable(path: path, offset: place - start)
                }
                let (size, otherSize) = (number(place + 4, 4), number(place + 8, 4))
                let names = place + 48
                let data = names + size + otherSize
                let end = data + number(place + 40, 8)
                guard end <= bytes.count else { throw Unreadable(path: path, offset: place - start) }
                records.append(
                    Record(
                        kind: kind, path: String(decoding: bytes[names..<names + size], as: UTF8.self),
                        other: String(decoding: bytes[names + size..<data], as: UTF8.self),
                        token: UInt32(number(place + 12, 4)),
                        time: MonotonicTime(nanoseconds: Int64(number(place + 16, 8))),
                        file: UInt64(number(place + 24, 8)), offset: number(place + 32, 8), data: data..<end))
                place = end
            }
        }
    }

    private func number(_ place: Int, _ size: Int) -> Int {
        var value = 0
        for index in (0..<size).reversed() { value = value << 8 | Int(bytes[place + index]) }
        return value
    }

    /// The place of the first record after `moment`: all that was done before it had an effect by then.
    func place(after moment: MonotonicTime) -> Int {
        records.firstIndex { $0.time > moment } ?? records.count
    }

    /// The log ends within a record.
    struct Unreadable: Error {
        let path: String
        let offset: Int
    }
}
