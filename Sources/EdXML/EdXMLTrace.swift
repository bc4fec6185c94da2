/// `TraceHeader`: a hop, as whoever made it wrote it.
public struct EdXMLTrace: Hashable, Sendable {
    /// `OrganId`.
    public var organID: String
    /// `Timestamp`, `yyyy/MM/dd HH:mm:ss`.
    public var timestamp: String

    /// The hop of an agency at a time.
    public init(organID: String, timestamp: String) {
        self.organID = organID
        self.timestamp = timestamp
    }
}
