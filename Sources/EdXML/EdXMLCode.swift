/// Why a message is not edXML as the standard has it (QCVN 102:2016/BTTTT), by stable names; those of XML too.
public enum EdXMLCode: String, CaseIterable, Sendable {
    /// The bytes are a file of another kind than XML, or none at all.
    case notXML = "not_xml"
    /// Something stands before the XML declaration.
    case bytesBeforeDeclaration = "bytes_before_declaration"
    /// The bytes are not UTF-8.
    case invalidUTF8 = "invalid_utf8"
    /// The bytes are UTF-16, or the declaration names another encoding than UTF-8.
    case encodingRefused = "encoding_refused"
    /// The text is not well-formed XML.
    case notWellFormed = "not_well_formed"
    /// A prefix is bound to no namespace.
    case undeclaredPrefix = "undeclared_prefix"
    /// A document type declaration is refused.
    case dtdForbidden = "dtd_forbidden"
    /// An entity other than the five of XML is refused.
    case entityForbidden = "entity_forbidden"
    /// The message is too large.
    case sizeExceeded = "size_exceeded"
    /// Elements are nested too deep.
    case depthExceeded = "depth_exceeded"
    /// There are too many elements.
    case nodesExceeded = "nodes_exceeded"
    /// An element has too many attributes.
    case attributesExceeded = "attributes_exceeded"
    /// Too many namespace declarations are in force.
    case namespacesExceeded = "namespaces_exceeded"
    /// The name of an element or attribute is too long.
    case nameExceeded = "name_exceeded"
    /// The root element is not edXML.
    case unknownRoot = "unknown_root"
    /// The message is of an older standard (http://www.e-doc.vn/Schema/).
    case obsoleteNamespace = "obsolete_namespace"
    /// An element of the standard stands in another namespace.
    case wrongNamespace = "wrong_namespace"
    /// An element inside the envelope lacks the prefix edXML:.
    case missingPrefix = "missing_prefix"
    /// There is no edXMLEnvelope.
    case envelopeMissing = "envelope_missing"
    /// There are two envelopes in one message.
    case twoEnvelopes = "two_envelopes"
    /// A required element is missing or empty.
    case missingElement = "missing_element"
    /// An element stands twice that may stand once.
    case repeatedElement = "repeated_element"
    /// An element stands where the standard has no place for it.
    case misplacedElement = "misplaced_element"
    /// The standard does not know this element here; it is passed over.
    case unknownElement = "unknown_element"
    /// Text stands between elements.
    case unexpectedText = "unexpected_text"
    /// A date is not as the standard writes it, or lies after today.
    case invalidDate = "invalid_date"
    /// A value is not one of those the standard allows.
    case invalidValue = "invalid_value"
    /// A field holds characters that look like others, or that turn or hide text.
    case suspiciousCharacters = "suspicious_characters"
    /// A receiver stands in To twice.
    case repeatedReceiver = "receiver_repeated"
    /// Two receivers of one message are one agency, named by its code of either form.
    case sameReceiver = "receiver_same_agency"
    /// The DocumentId begins with the code of another agency than From's.
    case foreignDocumentID = "document_id_of_another_agency"
    /// There are too many receivers.
    case receiversExceeded = "receivers_exceeded"
    /// A withdrawal, an update or a replacement names no document.
    case businessTargetMissing = "business_target_missing"
    /// The code names no status.
    case statusCodeUndefined = "status_code_undefined"
    /// The status needs a reason.
    case reasonMissing = "reason_missing"
    /// The reason is too long.
    case reasonTooLong = "reason_too_long"
    /// The manifest names an attachment that is not there.
    case manifestWithoutAttachment = "manifest_without_attachment"
    /// An attachment is not named in the manifest.
    case attachmentWithoutManifest = "attachment_without_manifest"
    /// Two entries have the same ContentId.
    case contentIDRepeated = "content_id_repeated"
    /// Manifest and attachment say different things of one file.
    case manifestDisagrees = "manifest_disagrees"
    /// There are too many attachments.
    case attachmentsExceeded = "attachments_exceeded"
    /// The content of an attachment is not base64.
    case brokenBase64 = "broken_base64"
    /// The bytes of an attachment are not of the declared type.
    case contentTypeMismatch = "content_type_mismatch"
    /// The name of a file holds a path or control characters.
    case unsafeName = "unsafe_name"
    /// A zip attachment is damaged or cut off.
    case zipDamaged = "zip_damaged"
    /// A zip attachment unpacks to more than is taken.
    case zipLimitExceeded = "zip_limit_exceeded"
    /// A zip attachment holds another archive.
    case zipNested = "zip_nested"
    /// The text of a field is too long for any field.
    case textExceeded = "text_exceeded"
    /// A field is longer than the standard allows.
    case lengthExceeded = "length_exceeded"
}
