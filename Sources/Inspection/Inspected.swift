public import EdXML
public import Trust

/// What came of an inspection.
public struct Inspected {
    /// The stages.
    public internal(set) var inspection = Inspection()
    /// The message, nil where it cannot be taken.
    public let message: EdXMLMessage?
    /// Who sends, nil where that was not found out.
    public internal(set) var sender: Sender?
    /// The key of the last valid signature, nil for none.
    public internal(set) var key: PublicKey?

    /// The SHA-256 of the bytes, where a valid signature's check came by it.
    public internal(set) var digest: [UInt8]?

    init(_ message: EdXMLMessage?) { self.message = message }
}
