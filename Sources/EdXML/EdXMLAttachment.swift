/// An attachment as manifest and message name it.
public struct EdXMLAttachment: Hashable, Sendable {
    /// `ContentId`, without `cid:`.
    public var contentID: String
    /// `AttachmentName`.
    public var name: String
    /// `ContentType`.
    public var contentType: String
    /// `Description`.
    public var description: String
    /// How many bytes the base64 text spells.
    public var size: Int

    /// The attachment that is named so.
    public init(contentID: String, name: String, contentType: String, description: String = "", size: Int) {
        self.contentID = contentID
        self.name = name
        self.contentType = contentType
        self.description = description
        self.size = size
    }
}
