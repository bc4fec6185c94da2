/// The number of a run's document, `1234.a7k2f`: serial and run, in at most 11 characters up to serial 99999.
struct DocumentNumber: Equatable {
    let serial: Int
    let run: RunID

    /// The text that stands in `CodeNumber`.
    var text: String { "\(serial).\(run)" }

    /// The number with this serial in `run`.
    init(serial: Int, run: RunID) {
        self.serial = serial
        self.run = run
    }

    /// The number inside a DocumentId of ours (`OrganId,yyyy/MM/dd,number/notation`), or nil for anybody else's.
    init?(documentID: String) {
        guard let comma = documentID.utf8.lastIndex(of: UInt8(ascii: ",")) else { return nil }
        let rest = documentID[documentID.index(after: comma)...]
        guard let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let parts = rest[..<slash].split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let serial = Int(parts[0]), serial >= 0, let run = RunID(String(parts[1])) else {
            return nil
        }
        self.init(serial: serial, run: run)
    }
}
