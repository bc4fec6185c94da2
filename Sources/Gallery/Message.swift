internal import Trust

/// The text of a message that is changed in one place.
struct Message {
    private(set) var text: String

    init(_ text: String) { self.text = text }

    var bytes: [UInt8] { Array(text.utf8) }

    /// Puts `other` in place of `part`, wherever it stands; a part that is not there is a fault of the gallery.
    mutating func replace(_ part: String, _ other: String) throws {
        let pieces = text.split(separator: part, omittingEmptySubsequences: false)
        guard pieces.count > 1 else { throw TrustError("there is no \(part) to change") }
        text = pieces.joined(separator: other)
    }

    /// The same, of the first alone.
    mutating func replaceFirst(_ part: String, _ other: String) throws {
        let pieces = text.split(separator: part, maxSplits: 1, omittingEmptySubsequences: false)
        guard pieces.count == 2 else { throw TrustError("there is no \(part) to change") }
        text = pieces.joined(separator: other)
    }

    /// Puts `other` before the first `part`.
    mutating func insert(_ other: String, before part: String) throws { try replaceFirst(part, other + part) }

    /// What stands from the first `start` to the first `end` behind it, both taken in.
    func piece(from start: String, to end: String) throws -> String {
        let behind = text.split(separator: start, maxSplits: 1, omittingEmptySubsequences: false)
        guard behind.count == 2 else { throw TrustError("there is no \(start)") }
        let inside = behind[1].split(separator: end, maxSplits: 1, omittingEmptySubsequences: false)
        guard inside.count == 2 else { throw TrustError("there is no \(end)") }
        return start + inside[0] + end
    }

    /// Takes that out.
    mutating func cut(from start: String, to end: String) throws {
        try replaceFirst(piece(from: start, to: end), "")
    }
}
