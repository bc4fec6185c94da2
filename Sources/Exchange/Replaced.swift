/// A document that took the place of another. Both stay as they are.
public struct Replaced: Hashable, Sendable {
    /// The document replaced.
    public let document: Serial
    /// The document in its place.
    public let by: Serial
    /// The reason given; may be empty.
    public let reason: String
    /// For whom, as it says (`OrganIdList`); empty for all.
    public let organs: [String]

    func write(to writer: inout FactWriter) {
        writer.number(document.value)
        writer.number(by.value)
        writer.text(reason)
        writer.number(organs.count)
        for organ in organs { writer.text(organ) }
    }
}

extension Replaced {
    init(from reader: inout FactReader) throws(FactError) {
        self.init(
            document: try reader.serial(), by: try reader.serial(), reason: try reader.text(),
            organs: try reader.list { reader throws(FactError) in try reader.text() })
    }
}
