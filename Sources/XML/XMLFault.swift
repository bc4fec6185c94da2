/// Why bytes are not XML that the bus reads, and where.
public struct XMLFault: Error, Hashable, Sendable {
    /// The reasons, by their stable names.
    public enum Code: String, CaseIterable, Sendable {
        /// Something stands before the XML declaration.
        case bytesBeforeDeclaration = "bytes_before_declaration"
        /// The bytes are not UTF-8.
        case invalidUTF8 = "invalid_utf8"
        /// The declaration names another encoding than UTF-8.
        case encodingRefused = "encoding_refused"
        /// The text is not well-formed (XML 1.0).
        case notWellFormed = "not_well_formed"
        /// A document type declaration, and with it every entity, is refused.
        case dtdForbidden = "dtd_forbidden"
        /// Elements nested too deep.
        case depthExceeded = "depth_exceeded"
        /// Too many elements.
        case nodesExceeded = "nodes_exceeded"
        /// Too many attributes in one element.
        case attributesExceeded = "attributes_exceeded"
        /// Too much text in one field.
        case textExceeded = "text_exceeded"
    }

    /// Why.
    public let code: Code
    /// The line, from 1; 0 where there is none.
    public let line: Int
    /// The column, from 1; 0 where there is none.
    public let column: Int

    /// The fault `code` at a place.
    public init(_ code: Code, line: Int, column: Int) {
        self.code = code
        self.line = line
        self.column = column
    }
}
