public import Exchange

/// What is wrong with the stored bytes of a document: they are not given to anybody.
public struct PayloadDamage: Sendable, Hashable, CustomStringConvertible {
    /// How they differ from what was accepted.
    public enum Kind: String, Sendable {
        /// The file that holds them is not there.
        case gone
        /// The file ends before they do.
        case short
        /// The content has another digest than the accepted one.
        case content
        /// The detached signature has another digest than the accepted one.
        case signature
        /// The ledger does not say where they lie.
        case unplaced
        /// The fact that accepted the document cannot be read, or is of another document.
        case fact
    }

    /// The document's number.
    public let document: Serial
    /// The document's public id.
    public let id: Identifier
    /// What is wrong.
    public let kind: Kind

    /// One line for people.
    public var description: String {
        switch kind {
        case .gone: "document \(id): the file that holds it is gone"
        case .short: "document \(id): the file that holds it ends before it"
        case .content: "document \(id): its content is not the one that was accepted"
        case .signature: "document \(id): its signature is not the one that was accepted"
        case .unplaced: "document \(id): the ledger does not say where it lies"
        case .fact: "document \(id): the fact that accepted it cannot be read"
        }
    }
}
