public import Exchange

/// What is wrong with the ledger's storage while the rest of it goes on.
public struct LedgerCondition: Sendable {
    /// Since when nothing more can be written for want of room; nil while there is room.
    public internal(set) var fullSince: Instant?
    /// Segments that do not hold what the ledger says, as found at the start.
    public internal(set) var segments: [SegmentFault] = []
    /// Documents whose bytes were found to be damaged since the start, the first thousand of them.
    public private(set) var documents: [Serial: PayloadDamage] = [:]
    /// The end that this ledger had before, where it has that no more: it was cut off, or replaced by an older copy.
    public internal(set) var lostEnd: LedgerHead?
    /// What was first found in the database since the start that this program did not write; nil where nothing was.
    public private(set) var database: String?

    private static let limit = 1_000

    /// Whether nothing is wrong.
    public var isSound: Bool { fullSince == nil && damages == 0 }

    /// How many damages are known.
    public var damages: Int {
        segments.count + documents.count + (lostEnd == nil ? 0 : 1) + (database == nil ? 0 : 1)
    }

    /// Notes a damaged document; gives whether it is news.
    mutating func note(_ damage: PayloadDamage) -> Bool {
        guard documents[damage.document] == nil, documents.count < Self.limit else { return false }
        documents[damage.document] = damage
        return true
    }

    /// Notes that the database is damaged; gives whether it is news.
    mutating func note(database words: String) -> Bool {
        guard database == nil else { return false }
        database = words
        return true
    }
}

/// A segment whose file is gone, or shorter than the documents that the ledger says lie in it.
public struct SegmentFault: Sendable, Hashable, CustomStringConvertible {
    /// Its number.
    public let segment: Int64
    /// How many bytes it must have at least.
    public let expected: Int64
    /// How many it has; nil where there is no such file.
    public let found: Int64?

    /// One line for people.
    public var description: String {
        guard let found else { return "segment \(segment) is gone: documents in its \(expected) bytes cannot be read" }
        return "segment \(segment) has \(found) bytes of \(expected): documents in the rest cannot be read"
    }
}
