internal import Platform

/// Writes edXML messages in one order, with the prefix on every element inside the envelope.
public enum EdXMLWriter {
    /// A file to attach.
    public struct File: Sendable {
        /// The file's name.
        public var name: String
        /// Its media type.
        public var contentType: String
        /// Its bytes.
        public var bytes: [UInt8]

        /// The file `name` with these bytes.
        public init(name: String, contentType: String, bytes: [UInt8]) {
            self.name = name
            self.contentType = contentType
            self.bytes = bytes
        }
    }

    /// The bytes of a document with its files; `timestamp` is `yyyy/MM/dd HH:mm:ss`.
    public static func write(_ document: EdXMLDocument, files: [File], timestamp: String) -> [UInt8] {
        var text = XMLText()
        text.raw(#"<?xml version="1.0" encoding="UTF-8"?>"# + "\n")
        text.raw(#"<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016""#)
        text.raw(#" xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">"#)
        text.element("edXMLEnvelope") { text in
            text.element("edXMLHeader") { text in
                text.element("MessageHeader") { text in
                    text.organ("From", document.from)
                    for receiver in document.to { text.organ("To", receiver) }
                    text.field("DocumentId", document.documentID)
                    text.element("Code") { text in
                        text.field("CodeNumber", document.number)
                        text.field("CodeNotation", document.notation)
                    }
                    text.element("PromulgationInfo") { text in
                        text.optional("Place", document.place)
                        text.field("PromulgationDate", document.promulgationDate)
                    }
                    text.element("DocumentType") { text in
                        text.field("Type", document.type.isEmpty ? "2" : document.type)
                        text.field("TypeName", document.typeName)
                    }
                    text.field("Subject", document.subject)
                    text.optional("Content", document.content)
                    text.element("OtherInfo") { text in
                        text.field("Priority", "\(document.priority)")
                        text.optional("SphereOfPromulgation", document.sphere)
                    }
                    text.optional("SteeringType", document.steeringType)
                }
                text.element("TraceHeaderList") { text in
                    text.element("TraceHeader") { text in
                        text.field("OrganId", document.from.id)
                        text.field("Timestamp", timestamp)
                    }
                    text.element("Bussiness") { text in
                        text.field("BussinessDocType", "\(document.kind)")
                        text.field("BussinessDocReason", "")
                        text.field("Paper", document.hasPaper ? "1" : "0")
                    }
                }
                text.field("DigitalSignature", "")
            }
            text.element("edXMLBody") { text in
                text.raw(#"<edXML:edXMLManifest version="1.0">"#)
                for (index, file) in files.enumerated() {
                    text.element("Reference") { text in
                        text.field("ContentId", "cid:\(index + 1)")
                        text.field("ContentType", file.contentType)
                        text.field("AttachmentName", file.name)
                    }
                }
                text.raw("</edXML:edXMLManifest>")
            }
        }
        if !files.isEmpty {
            text.element("AttachmentEncoded") { text in
                for (index, file) in files.enumerated() {
                    text.element("Attachment") { text in
                        text.field("ContentId", "cid:\(index + 1)")
                        text.field("AttachmentName", file.name)
                        text.field("ContentType", file.contentType)
                        text.base64("ContentTransferEncoded", file.bytes)
                    }
                }
            }
        }
        text.raw("</edXML>\n")
        return text.bytes
    }

    /// Writes escaped text (XML 1.0) into a byte buffer.
    private struct XMLText {
        private(set) var bytes: [UInt8] = []

        mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

        mutating func element(_ name: String, _ body: (inout XMLText) -> Void) {
            raw("<edXML:\(name)>")
            body(&self)
            raw("</edXML:\(name)>")
        }

        mutating func field(_ name: String, _ value: String) {
            element(name) { text in
                for byte in value.utf8 {
                    switch byte {
                    case UInt8(ascii: "<"): text.raw("&lt;")
                    case UInt8(ascii: ">"): text.raw("&gt;")
                    case UInt8(ascii: "&"): text.raw("&amp;")
                    case 0x0D: text.raw("&#13;")
                    default: text.bytes.append(byte)
                    }
                }
            }
        }

        mutating func optional(_ name: String, _ value: String) { if !value.isEmpty { field(name, value) } }

        mutating func organ(_ name: String, _ organ: EdXMLOrgan) {
            element(name) { text in
                text.field("OrganId", organ.id)
                text.field("OrganName", organ.name)
            }
        }

        mutating func base64(_ name: String, _ value: [UInt8]) {
            element(name) { text in Base64.append(value.span, to: &text.bytes) }
        }
    }
}
