/// An XML signature (XML Signature Syntax and Processing, W3C) as it stands in a document, read and not yet judged.
public struct XMLSignature: Sendable {
    /// One element within the signature.
    public struct Element: Sendable {
        /// Its local name.
        public let name: String
        /// Whether it is in the namespace of XML signatures.
        public let isStandard: Bool
        /// Its attributes without a namespace, in order.
        public internal(set) var attributes: [(name: String, value: String)]
        /// Whether it has attributes in a namespace.
        public let hasForeignAttributes: Bool
        /// Its own text, in one piece.
        public internal(set) var text: String = ""
        /// Its children, in order.
        public internal(set) var children: [Element] = []

        /// The value of the attribute `name`.
        public subscript(_ name: String) -> String? { attributes.first { $0.name == name }?.value }

        /// The children called `name` in the namespace of XML signatures.
        public func all(_ name: String) -> [Element] { children.filter { $0.isStandard && $0.name == name } }
    }

    /// The namespace.
    public static let namespace = "http://www.w3.org/2000/09/xmldsig#"

    /// The element `Signature`, with all inside.
    public let element: Element
    /// Where it stands, in bytes from the beginning of the document.
    public let offset: Int
    /// The canonical form of `SignedInfo` by its own `CanonicalizationMethod`; empty where that is none we know.
    public internal(set) var signedInfo: [UInt8] = []
    /// The digest of the document without this signature, canonical by the reference's transforms; nil where the
    /// reference is not one to the whole document with transforms and a digest we know.
    public internal(set) var contentDigest: [UInt8]?
}
