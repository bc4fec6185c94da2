/// Why a message is not edXML as the standard has it (QCVN 102:2016/BTTTT), by stable names.
public enum EdXMLCode: String, CaseIterable, Sendable {
    /// The root element is not `edXML`.
    case unknownRoot = "unknown_root"
    /// The namespace of an older standard.
    case obsoleteNamespace = "obsolete_namespace"
    /// An element inside the envelope without the prefix `edXML:`.
    case missingPrefix = "missing_prefix"
    /// There is no envelope.
    case envelopeMissing = "envelope_missing"
    /// There are two envelopes.
    case twoEnvelopes = "two_envelopes"
    /// A required element is missing or empty.
    case missingElement = "missing_element"
    /// An element that may stand once stands twice.
    case repeatedElement = "repeated_element"
    /// A date that is not `yyyy/MM/dd`, or lies after today where it may not.
    case invalidDate = "invalid_date"
    /// A value outside its list or range.
    case invalidValue = "invalid_value"
    /// The same receiver twice.
    case repeatedReceiver = "receiver_repeated"
    /// An entry of the manifest without its attachment.
    case manifestWithoutAttachment = "manifest_without_attachment"
    /// An attachment that the manifest does not name.
    case attachmentWithoutManifest = "attachment_without_manifest"
    /// The content of an attachment is not base64.
    case brokenBase64 = "broken_base64"
    /// A field's text is longer than any field may be.
    case textExceeded = "text_exceeded"
    /// A length over the standard's limit: a warning.
    case lengthExceeded = "length_exceeded"

    /// A sentence in English.
    public var title: String {
        switch self {
        case .unknownRoot: "The root element is not edXML."
        case .obsoleteNamespace: "The message is of an older standard (http://www.e-doc.vn/Schema/)."
        case .missingPrefix: "An element inside the envelope lacks the prefix edXML:."
        case .envelopeMissing: "There is no edXMLEnvelope."
        case .twoEnvelopes: "There are two envelopes in one message."
        case .missingElement: "A required element is missing or empty."
        case .repeatedElement: "An element stands twice that may stand once."
        case .invalidDate: "A date is not as the standard writes it."
        case .invalidValue: "A value is not one of those the standard allows."
        case .repeatedReceiver: "A receiver stands in To twice."
        case .manifestWithoutAttachment: "The manifest names an attachment that is not there."
        case .attachmentWithoutManifest: "An attachment is not named in the manifest."
        case .brokenBase64: "The content of an attachment is not base64."
        case .textExceeded: "The text of a field is too long for any field."
        case .lengthExceeded: "A field is longer than the standard allows."
        }
    }

    /// The same sentence in Vietnamese.
    public var titleVietnamese: String {
        switch self {
        case .unknownRoot: "Phần tử gốc không phải edXML."
        case .obsoleteNamespace: "Thông điệp theo chuẩn cũ (http://www.e-doc.vn/Schema/)."
        case .missingPrefix: "Một phần tử trong envelope thiếu tiền tố edXML:."
        case .envelopeMissing: "Không có edXMLEnvelope."
        case .twoEnvelopes: "Một thông điệp có hai envelope."
        case .missingElement: "Thiếu một phần tử bắt buộc hoặc phần tử rỗng."
        case .repeatedElement: "Một phần tử chỉ được có một lần lại lặp lại."
        case .invalidDate: "Ngày không đúng định dạng của chuẩn."
        case .invalidValue: "Giá trị không nằm trong danh mục của chuẩn."
        case .repeatedReceiver: "Một đơn vị nhận lặp lại trong To."
        case .manifestWithoutAttachment: "Manifest nêu tệp đính kèm không có."
        case .attachmentWithoutManifest: "Tệp đính kèm không được nêu trong manifest."
        case .brokenBase64: "Nội dung tệp đính kèm không phải base64."
        case .textExceeded: "Nội dung của một trường quá dài."
        case .lengthExceeded: "Một trường dài hơn mức chuẩn cho phép."
        }
    }

    /// What to do.
    public var hint: String {
        switch self {
        case .unknownRoot: "Wrap the envelope in <edXML xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\">."
        case .obsoleteNamespace: "Use the namespace http://www.mic.gov.vn/TBT/QCVN_102_2016."
        case .missingPrefix: "Bind the prefix edXML to the namespace and put it on every element inside the envelope."
        case .envelopeMissing: "Put edXML:edXMLEnvelope directly under the root."
        case .twoEnvelopes: "Send one message for each envelope."
        case .missingElement: "Add the element named under expected."
        case .repeatedElement: "Keep one of them."
        case .invalidDate: "Write yyyy/MM/dd, and no day after today for PromulgationDate."
        case .invalidValue: "Use a value of the list or range named under expected."
        case .repeatedReceiver: "Name each OrganId once."
        case .manifestWithoutAttachment: "Add the attachment, or take its Reference out of the manifest."
        case .attachmentWithoutManifest: "Add a Reference with its ContentId to the manifest."
        case .brokenBase64: "Encode the bytes with base64 (RFC 4648, section 4), with padding."
        case .textExceeded: "Put long texts into an attachment."
        case .lengthExceeded: "Shorten the field; the axis may refuse it."
        }
    }
}
