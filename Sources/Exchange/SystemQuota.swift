/// How much a connected system may send on one business day (Vietnam's); nil for no limit.
public struct SystemQuota: Hashable, Sendable {
    /// So many documents.
    public var documents: UInt64?
    /// So many bytes of documents.
    public var bytes: UInt64?

    /// No limit but those given.
    public init(documents: UInt64? = nil, bytes: UInt64? = nil) {
        self.documents = documents
        self.bytes = bytes
    }

    /// Whether there is a limit at all.
    public var isLimit: Bool { documents != nil || bytes != nil }

    /// Refuses a document of `size` bytes of the system at `index` where it is over the quota, until the day ends.
    static func check(_ index: Int, size: UInt64, state: some ExchangeState, now: Instant) throws {
        let systems = state.directory.systems
        guard systems.indices.contains(index), systems[index].quota.isLimit else { return }
        let system = systems[index]
        let used = try state.usage(ofSystem: index, on: now.day)
        guard let excess = system.quota.excess(of: size, after: used) else { return }
        let end = Day(number: now.day.number + 1).start
        var refusal = Refusal(.quotaExceeded, "System \(system.id): \(excess)", found: system.id)
        refusal.retryAfter = (end.milliseconds - now.milliseconds + 999) / 1_000
        throw refusal
    }

    /// What a document of `size` bytes is too much of, in a sentence; nil where it fits.
    public func excess(of size: UInt64, after used: SystemUsage) -> String? {
        if let documents, used.documents >= documents {
            return "\(used.documents) of \(documents) documents of today are sent."
        }
        if let bytes, used.bytes >= bytes || size > bytes - used.bytes {
            return "\(used.bytes) of \(bytes) bytes of today are sent, \(size) more are too many."
        }
        return nil
    }
}

/// What a connected system sent on one business day.
public struct SystemUsage: Hashable, Sendable {
    /// So many documents.
    public var documents: UInt64
    /// So many bytes of documents.
    public var bytes: UInt64

    /// The usage of `documents` with `bytes` in all.
    public init(documents: UInt64 = 0, bytes: UInt64 = 0) {
        self.documents = documents
        self.bytes = bytes
    }
}

/// A document that counts on the quota of the system that sent it.
public struct QuotaUsed: Hashable, Sendable {
    /// The system, by its place in the directory.
    public let system: Int
    /// The document.
    public let document: Serial
    /// How many bytes.
    public let bytes: UInt64

    /// What follows from the acceptance of a document that came by the system at `index`; nil where it has no quota.
    public init?(_ index: Int?, _ accepted: Accepted, in directory: Directory) {
        guard let index, directory.systems.indices.contains(index), directory.systems[index].quota.isLimit else {
            return nil
        }
        self.init(system: index, document: accepted.serial, bytes: accepted.submission.size)
    }

    init(system: Int, document: Serial, bytes: UInt64) {
        self.system = system
        self.document = document
        self.bytes = bytes
    }
}
