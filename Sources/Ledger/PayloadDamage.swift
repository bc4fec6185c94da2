public import Exchange

/// What is wrong with the stored bytes of a document or a status: they are not given to anybody.
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
        /// The fact that took it in cannot be read, or is of another message.
        case fact
    }

    /// The message's number.
    public let document: Serial
    /// The message's public id.
    public let id: Identifier
    /// What is wrong.
    public let kind: Kind

    /// One line for people.
    public var description: String {
        switch kind {
        case .gone: "\(id): the file that holds it is gone"
        case .short: "\(id): the file that holds it ends before it"
        case .content: "\(id): its content is not the one that was accepted"
        case .signature: "\(id): its signature is not the one that was accepted"
        case .unplaced: "\(id): the ledger does not say where it lies"
        case .fact: "\(id): the fact that took it in cannot be read"
        }
    }
}
