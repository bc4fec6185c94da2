internal import Platform

/// Writes an edXML document (QCVN 102:2016) straight into bytes: the prefix on every element, one order, no indenting.
struct EnvelopeText {
    private var bytes: [UInt8] = []

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
        put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        put("<edXML xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\"")
        put(" xmlns:edXML=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\">")
        put("<edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader>")
    }

    mutating func open(_ name: StaticString) {
        put("<")
        put(name)
        put(">")
    }

    mutating func close(_ name: StaticString) {
        put("</")
        put(name)
        put(">")
    }

    /// The element `name` with the text `value`, escaped.
    mutating func leaf(_ name: StaticString, _ value: String) {
        open(name)
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "&"): put("&amp;")
            case UInt8(ascii: "<"): put("&lt;")
            case UInt8(ascii: ">"): put("&gt;")
            default: bytes.append(byte)
            }
        }
        close(name)
    }

    /// Ends the message header, writes the trace and the business part, and ends the header.
    mutating func endHeader(sender: String, timestamp: String, paper: String) {
        close("edXML:MessageHeader")
        open("edXML:TraceHeaderList")
        open("edXML:TraceHeader")
        leaf("edXML:OrganId", sender)
        leaf("edXML:Timestamp", timestamp)
        close("edXML:TraceHeader")
        open("edXML:Bussiness")
        leaf("edXML:BussinessDocType", "0")
        leaf("edXML:BussinessDocReason", "Văn bản mới")
        leaf("edXML:Paper", paper)
        close("edXML:Bussiness")
        close("edXML:TraceHeaderList")
        close("edXML:edXMLHeader")
    }

    /// Writes the body with its manifest of one attachment, and the attachment.
    mutating func attachment(name: String, type: String, bytes content: [UInt8]) {
        put("<edXML:edXMLBody><edXML:edXMLManifest version=\"1.0\"><edXML:Reference>")
        leaf("edXML:ContentId", "cid:1")
        leaf("edXML:ContentType", type)
        leaf("edXML:AttachmentName", name)
        put("</edXML:Reference></edXML:edXMLManifest></edXML:edXMLBody></edXML:edXMLEnvelope>")
        put("<AttachmentEncoded><Attachment>")
        leaf("ContentId", "cid:1")
        leaf("AttachmentName", name)
        leaf("ContentType", type)
        open("edXML:ContentTransferEncoded")
        Base64.append(content.span, to: &bytes)
        close("edXML:ContentTransferEncoded")
        put("</Attachment></AttachmentEncoded>")
    }

    /// Changes one digit of the timestamp in a written message: it stays well formed, and its signature breaks.
    static func tamper(_ bytes: inout [UInt8]) {
        let clock = Array("08:00:00".utf8)
        guard let place = bytes.indices.first(where: { bytes[$0...].starts(with: clock) }) else { return }
        bytes[place + clock.count - 1] = UInt8(ascii: "1")
    }

    /// The whole document.
    consuming func finish() -> [UInt8] {
        put("</edXML>\n")
        return bytes
    }

    private mutating func put(_ text: StaticString) {
        text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    }
}
