/// A zip archive of files that are not compressed (PKWARE APPNOTE 4.3).
enum ZipArchive {
    /// A file in it.
    struct Entry {
        var name: String
        var bytes: [UInt8]
        /// The size that the directory claims; nil for the true one.
        var claimedSize: Int?
    }

    static func make(_ entries: [Entry]) -> [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let offset = archive.count
            let size = entry.claimedSize ?? entry.bytes.count
            // Version, flags (names are UTF-8), method, time, date, checksum, packed and unpacked size, name, extra.
            let common =
                number(20, 2) + number(0x0800, 2) + number(0, 2) + number(0, 2) + number(0x52D8, 2)
                + number(Int(checksum(entry.bytes)), 4) + number(entry.bytes.count, 4) + number(size, 4)
                + number(entry.name.utf8.count, 2) + number(0, 2)
            archive += number(0x0403_4B50, 4) + common + Array(entry.name.utf8) + entry.bytes
            directory += number(0x0201_4B50, 4) + number(20, 2) + common
            directory += number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4) + number(offset, 4)
            directory += Array(entry.name.utf8)
        }
        let start = archive.count
        return archive + directory + number(0x0605_4B50, 4) + number(0, 4) + number(entries.count, 2)
            + number(entries.count, 2) + number(directory.count, 4) + number(start, 4) + number(0, 2)
    }

    /// The number in so many bytes, the lowest first.
    private static func number(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// CRC-32 (APPNOTE 4.4.7).
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var value: UInt32 = .max
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
        return ~value
    }
}
