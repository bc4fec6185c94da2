internal import XML

/// Collects the faults of a pass; their lines are only counted when the pass is over.
struct Faults {
    private struct Entry {
        let code: EdXMLCode
        let severity: EdXMLFault.Severity
        let offset: Int
        let element: String
        let expected: String
        let found: String
    }

    private var entries: [Entry] = []
    private(set) var isFull = false
    private(set) var hasError = false
    private var hasEntryOfError = false

    /// Adds a fault at the tag that holds or ends at `offset`.
    mutating func add(
        _ code: EdXMLCode, _ severity: EdXMLFault.Severity, at offset: Int, _ element: String,
        expected: String, found: String = ""
    ) {
        note(severity)
        let isCut = entries.count >= EdXMLReport.limit
        if isCut { isFull = true }
        guard !isCut || severity == .error && !hasEntryOfError else { return }
        if severity == .error { hasEntryOfError = true }
        // The error that refuses the message is told, however many warnings stand before it.
        if isCut { entries.removeLast() }
        entries.append(
            Entry(
                code: code, severity: severity, offset: offset, element: element, expected: expected,
                found: Self.short(found)))
    }

    /// Whether another error would be told.
    var takesError: Bool { !isFull || !hasEntryOfError }

    /// A fault too many is not told, but an error among them still refuses.
    mutating func note(_ severity: EdXMLFault.Severity) { if severity == .error { hasError = true } }

    /// The faults with their places, in the order of the bytes.
    func placed(in bytes: Span<UInt8>) -> [EdXMLFault] {
        guard !entries.isEmpty else { return [] }
        var starts: [Int] = []
        for entry in entries {
            // Several faults of one tag, which may be long.
            if let last = starts.last, entries[starts.count - 1].offset == entry.offset {
                starts.append(last)
                continue
            }
            starts.append(Self.tagStart(at: entry.offset, in: bytes))
        }
        var places = XMLPlaces()
        return entries.indices.sorted { (starts[$0], $0) < (starts[$1], $1) }.map { index in
            let entry = entries[index]
            let place = places.place(at: starts[index], in: bytes)
            return EdXMLFault(
                code: entry.code.rawValue, severity: entry.severity, line: place.line, column: place.column,
                element: entry.element, expected: entry.expected, found: entry.found)
        }
    }

    /// The start of the tag that holds or ends at `offset`.
    static func tagStart(at offset: Int, in bytes: Span<UInt8>) -> Int {
        var start = min(max(0, offset), bytes.count - 1)
        while start > 0, bytes[start] != UInt8(ascii: "<") { start -= 1 }
        return start
    }

    /// Not more of a stranger's text than a line takes.
    private static func short(_ text: String) -> String { text.count > 120 ? text.prefix(120) + "…" : text }
}
