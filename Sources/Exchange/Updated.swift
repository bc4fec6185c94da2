/// A document that changed what another says, and no more than it says it changes.
public struct Updated: Hashable, Sendable {
    /// The document updated.
    public let document: Serial
    /// The update.
    public let by: Serial
    /// The reason given; may be empty.
    public let reason: String
    /// What it changes.
    public let change: DocumentAct.Change

    func write(to writer: inout FactWriter) {
        writer.number(document.value)
        writer.number(by.value)
        writer.text(reason)
        writer.flag(change.isOfDocument)
        writer.flag(change.isOfReceivers)
        writer.number(change.receivers.count)
        for receiver in change.receivers {
            writer.text(receiver.code)
            writer.text(receiver.type)
        }
    }
}

extension Updated {
    init(from reader: inout FactReader) throws(FactError) {
        self.init(
            document: try reader.serial(), by: try reader.serial(), reason: try reader.text(),
            change: DocumentAct.Change(
                isOfDocument: try reader.flag(), isOfReceivers: try reader.flag(),
                receivers: try reader.list { reader throws(FactError) in
                    DocumentAct.Receiver(code: try reader.text(), type: try reader.text())
                }))
    }
}
