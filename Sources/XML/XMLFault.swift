/// Why bytes are not XML that the bus reads, and where.
public struct XMLFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reasons, by their stable names.
    public enum Code: String, CaseIterable, Sendable {
        /// Something stands before the XML declaration.
        case bytesBeforeDeclaration = "bytes_before_declaration"
        /// The bytes are not UTF-8.
        case invalidUTF8 = "invalid_utf8"
        /// The bytes are UTF-16, or the declaration names another encoding than UTF-8.
        case encodingRefused = "encoding_refused"
        /// The text is not well-formed (XML 1.0).
        case notWellFormed = "not_well_formed"
        /// A prefix is bound to no namespace (Namespaces in XML 1.0, section 5).
        case undeclaredPrefix = "undeclared_prefix"
        /// A document type declaration is refused.
        case dtdForbidden = "dtd_forbidden"
        /// A reference to an entity other than the five of XML is refused.
        case entityForbidden = "entity_forbidden"
        /// The document is too large.
        case sizeExceeded = "size_exceeded"
        /// Elements nested too deep.
        case depthExceeded = "depth_exceeded"
        /// Too many elements.
        case nodesExceeded = "nodes_exceeded"
        /// Too many attributes in one element, namespace declarations included.
        case attributesExceeded = "attributes_exceeded"
        /// Too many namespace declarations in force at once.
        case namespacesExceeded = "namespaces_exceeded"
        /// A name is too long.
        case nameExceeded = "name_exceeded"
    }

    /// Why.
    public let code: Code
    /// Where, in bytes from the beginning.
    public let offset: Int
    /// The line, from 1.
    public let line: Int
    /// The column, from 1, in characters.
    public let column: Int
    /// What was found there, in words; empty where the code says it all.
    public let found: String

    /// One line for people, such as `not_well_formed, an end tag, line 3, column 7`.
    public var description: String {
        "\(code.rawValue)\(found.isEmpty ? "" : ", \(found)"), line \(line), column \(column)"
    }

    /// The fault `code` at a place of `bytes`.
    init(_ code: Code, at offset: Int, in bytes: Span<UInt8>, found: String = "") {
        var places = XMLPlaces()
        let place = places.place(at: offset, in: bytes)
        self.code = code
        self.offset = offset
        line = place.line
        column = place.column
        self.found = found
    }
}
