internal import Platform

extension Generator {
    /// The notation of `document`, such as `QĐ-H10.13`.
    func notation(of document: PlannedDocument) -> String {
        let type = DocumentType.named(document.type)?.notation ?? ""
        return type.isEmpty ? parties[document.sender].code : "\(type)-\(parties[document.sender].code)"
    }

    /// The number of `document`, run and all.
    func number(of document: PlannedDocument) -> String {
        DocumentNumber(serial: document.index, run: run).text
    }

    /// The DocumentId of `document`, in the form `OrganId,yyyy/MM/dd,Number/Notation`.
    public func documentID(of document: PlannedDocument) -> String {
        "\(parties[document.sender].code),\(day),\(number(of: document))/\(notation(of: document))"
    }

    /// The edXML bytes of `document` (QCVN 102:2016); `inReplyTo` is the document that it answers.
    ///
    /// One that is malformed on purpose ends in the middle; one to an unknown receiver names a code that nobody has.
    public func envelope(of document: PlannedDocument, inReplyTo: PlannedDocument? = nil) -> [UInt8] {
        var random = SplitMix64(seed: scenario.seed &+ 1, item: document.index)
        let sender = parties[document.sender]
        var text = EnvelopeText(capacity: document.size / 3 * 4 + 4096)
        text.open("edXML:From")
        text.leaf("edXML:OrganId", sender.code)
        text.leaf("edXML:OrganName", sender.name)
        text.close("edXML:From")
        for (place, receiver) in document.receivers.enumerated() {
            let code = document.bad == .unknownReceiver ? "H99.\(document.index).\(place)" : parties[receiver].code
            text.open("edXML:To")
            text.leaf("edXML:OrganId", code)
            text.leaf("edXML:OrganName", parties[receiver].name)
            text.close("edXML:To")
        }
        text.leaf("edXML:DocumentId", documentID(of: document))
        text.open("edXML:Code")
        text.leaf("edXML:CodeNumber", number(of: document))
        text.leaf("edXML:CodeNotation", notation(of: document))
        text.close("edXML:Code")
        text.open("edXML:PromulgationInfo")
        text.leaf("edXML:Place", "Bình Phước")
        text.leaf("edXML:PromulgationDate", day)
        text.close("edXML:PromulgationInfo")
        text.open("edXML:DocumentType")
        text.leaf("edXML:Type", document.type == "QĐ" || document.type == "NQ" ? "1" : "2")
        text.leaf("edXML:TypeName", DocumentType.named(document.type)?.name ?? document.type)
        text.close("edXML:DocumentType")
        text.leaf("edXML:Subject", document.subject)
        text.open("edXML:SignerInfo")
        text.leaf("edXML:Position", "Người ký thử nghiệm")
        text.leaf("edXML:FullName", Vocabulary.person(using: &random))
        text.close("edXML:SignerInfo")
        text.open("edXML:OtherInfo")
        text.leaf("edXML:Priority", String(document.urgency))
        text.leaf("edXML:PageAmount", String(document.size / 2048 + 1))
        text.close("edXML:OtherInfo")
        if let inReplyTo {
            text.open("edXML:ResponseFor")
            text.leaf("edXML:OrganId", parties[inReplyTo.sender].code)
            text.leaf("edXML:Code", "\(number(of: inReplyTo))/\(notation(of: inReplyTo))")
            text.leaf("edXML:PromulgationDate", day)
            text.leaf("edXML:DocumentId", documentID(of: inReplyTo))
            text.close("edXML:ResponseFor")
        }
        text.endHeader(
            sender: sender.code, timestamp: "\(day) 08:00:00", paper: document.medium == .both ? "1" : "0")
        text.attachment(
            name: "van-ban-\(document.index).txt", type: "text/plain",
            bytes: attachment(document.size, subject: document.subject, using: &random))
        var bytes = text.finish()
        if document.bad == .malformed { bytes.removeLast(bytes.count / 3) }
        return bytes
    }

    /// `size` bytes of text: the subject, then lines of digits that no compression makes small.
    private func attachment(_ size: Int, subject: String, using random: inout SplitMix64) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size + 80)
        bytes.append(contentsOf: subject.utf8)
        while bytes.count < size {
            bytes.append(0x0A)
            for _ in 0..<4 {
                var word = random.next()
                for _ in 0..<16 {
                    bytes.append(UInt8(truncatingIfNeeded: 0x41 + (word & 15)))
                    word >>= 4
                }
            }
        }
        if bytes.count > size { bytes.removeLast(bytes.count - size) }
        return bytes
    }
}
