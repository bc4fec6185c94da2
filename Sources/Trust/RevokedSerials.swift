/// What an authority revoked: `ca/revoked.tsv`, lines of a serial number and seconds since 1970 with a tab between.
///
/// It is the truth that every CRL is made from, so what is not whole is no list at all: a line passed over would be a
/// certificate let in again.
struct RevokedSerials: Equatable {
    /// The line that cannot be read, from 1 on.
    struct Damage: Error, Equatable { let line: Int }

    /// The serial numbers, in the order of their revocation; each once.
    private(set) var serials: [UInt64] = []
    /// When each was revoked, seconds since 1970.
    private(set) var times: [Int64] = []
    private var known: Set<UInt64> = []

    init() {}

    /// The list whose text is `bytes`; each line ends with a line feed. Of a serial number the first line counts.
    init(_ bytes: [UInt8]) throws(Damage) {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        // A last line without its end may have lost digits.
        if let last = lines.popLast(), !last.isEmpty { throw Damage(line: lines.count + 1) }
        for (place, line) in lines.enumerated() {
            let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
            guard fields.count == 2, let serial = UInt64(Self.text(fields[0])), let time = Int64(Self.text(fields[1]))
            else { throw Damage(line: place + 1) }
            add(serial, at: time)
        }
    }

    /// Adds a serial number; one that is listed keeps its time.
    mutating func add(_ serial: UInt64, at time: Int64) {
        guard known.insert(serial).inserted else { return }
        serials.append(serial)
        times.append(time)
    }

    /// Whether the serial number is listed.
    func contains(_ serial: UInt64) -> Bool { known.contains(serial) }

    /// The text of the list.
    var bytes: [UInt8] { Array(zip(serials, times).map { "\($0)\t\($1)\n" }.joined().utf8) }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
