internal import EdXML

/// Elements that are missing, twice, or in a wrong place or namespace (QCVN 102:2016/BTTTT).
extension Workshop {
    private static let namespace = "http://www.mic.gov.vn/TBT/QCVN_102_2016"

    func addStructures() throws {
        try addNames()
        try addMissing()
        try addPlaces()
    }

    private func addNames() throws {
        try document(
            "unknown_root", .unknownRoot, "The root is called edxml.", "Phần tử gốc tên là edxml."
        ) { message in
            try message.replaceFirst("<edXML ", "<edxml ")
            try message.replaceFirst("</edXML>", "</edxml>")
        }
        try document(
            "root_without_namespace", .unknownRoot, "The root is in no namespace.", "Phần tử gốc không có namespace."
        ) { try $0.replaceFirst(" xmlns=\"\(Self.namespace)\"", "") }
        try document(
            "obsolete_namespace", .obsoleteNamespace, "The message is of the older standard's namespace.",
            "Thông điệp dùng namespace của chuẩn cũ."
        ) { try $0.replace(Self.namespace, "http://www.e-doc.vn/Schema/") }
        try document(
            "wrong_namespace", .wrongNamespace, "Subject stands in another namespace.", "Subject nằm ở namespace khác."
        ) { message in
            try message.replaceFirst("<edXML:Subject>", "<Subject xmlns=\"urn:example:other\">")
            try message.replaceFirst("</edXML:Subject>", "</Subject>")
        }
        try document(
            "missing_prefix", .missingPrefix, "Subject lacks the prefix edXML:.", "Subject thiếu tiền tố edXML:."
        ) { message in
            try message.replaceFirst("<edXML:Subject>", "<Subject>")
            try message.replaceFirst("</edXML:Subject>", "</Subject>")
        }
        try document(
            "other_prefix", .missingPrefix, "Every element bears the prefix ed: instead of edXML:.",
            "Mọi phần tử mang tiền tố ed: thay vì edXML:."
        ) { message in
            try message.replace("<edXML:", "<ed:")
            try message.replace("</edXML:", "</ed:")
            try message.replace("xmlns:edXML=", "xmlns:ed=")
        }
    }

    private func addMissing() throws {
        try document(
            "envelope_missing", .envelopeMissing, "There is no edXMLEnvelope.", "Không có edXMLEnvelope."
        ) { try $0.cut(from: "<edXML:edXMLEnvelope>", to: "</edXML:edXMLEnvelope>") }
        try document(
            "header_missing", .missingElement, "There is no edXMLHeader.", "Không có edXMLHeader."
        ) { try $0.cut(from: "<edXML:edXMLHeader>", to: "</edXML:edXMLHeader>") }
        try document(
            "from_missing", .missingElement, "There is no From.", "Không có From."
        ) { try $0.cut(from: "<edXML:From>", to: "</edXML:From>") }
        try document(
            "to_missing", .missingElement, "There is no To.", "Không có To."
        ) { try $0.cut(from: "<edXML:To>", to: "</edXML:To>") }
        try document(
            "document_id_missing", .missingElement, "There is no DocumentId.", "Không có DocumentId."
        ) { try $0.cut(from: "<edXML:DocumentId>", to: "</edXML:DocumentId>") }
        try document(
            "code_number_missing", .missingElement, "Code has no CodeNumber.", "Code không có CodeNumber."
        ) { try $0.cut(from: "<edXML:CodeNumber>", to: "</edXML:CodeNumber>") }
        try document(
            "promulgation_date_missing", .missingElement, "There is no PromulgationDate.", "Không có PromulgationDate."
        ) { try $0.cut(from: "<edXML:PromulgationDate>", to: "</edXML:PromulgationDate>") }
        try document(
            "type_name_missing", .missingElement, "DocumentType has no TypeName.", "DocumentType không có TypeName."
        ) { try $0.cut(from: "<edXML:TypeName>", to: "</edXML:TypeName>") }
        try document(
            "subject_missing", .missingElement, "There is no Subject.", "Không có Subject."
        ) { try $0.cut(from: "<edXML:Subject>", to: "</edXML:Subject>") }
        try document(
            "subject_empty", .missingElement, "Subject is empty.", "Subject rỗng."
        ) { try $0.replaceFirst("Về việc thử bên nhận", " ") }
        try document(
            "content_missing", .missingElement, "An attachment has no ContentTransferEncoded.",
            "Một tệp đính kèm không có ContentTransferEncoded."
        ) { try $0.cut(from: "<edXML:ContentTransferEncoded>", to: "</edXML:ContentTransferEncoded>") }
    }

    private func addPlaces() throws {
        try document(
            "two_envelopes", .twoEnvelopes, "The envelope is there twice.", "Envelope xuất hiện hai lần."
        ) { message in
            let envelope = try message.piece(from: "<edXML:edXMLEnvelope>", to: "</edXML:edXMLEnvelope>")
            try message.insert(envelope + "\n", before: "<edXML:AttachmentEncoded>")
        }
        try document(
            "repeated_document_id", .repeatedElement, "DocumentId is there twice.", "DocumentId xuất hiện hai lần."
        ) { message in
            let element = try message.piece(from: "<edXML:DocumentId>", to: "</edXML:DocumentId>")
            try message.replaceFirst(element, element + "\n" + element)
        }
        try document(
            "repeated_from", .repeatedElement, "From is there twice, with different agencies.",
            "From xuất hiện hai lần với hai cơ quan khác nhau."
        ) { message in
            let element =
                "<edXML:From><edXML:OrganId>\(to.code)</edXML:OrganId><edXML:OrganName>x</edXML:OrganName></edXML:From>"
            try message.insert(element + "\n", before: "<edXML:To>")
        }
        try document(
            "misplaced_to", .misplacedElement, "A To stands in SignerInfo.", "Có To nằm trong SignerInfo."
        ) { message in
            let element =
                "<edXML:To><edXML:OrganId>\(to.code)</edXML:OrganId><edXML:OrganName>x</edXML:OrganName></edXML:To>"
            try message.insert(element, before: "</edXML:SignerInfo>")
        }
        try document(
            "misplaced_envelope", .misplacedElement, "An envelope stands inside an element that nobody knows.",
            "Có envelope nằm trong một phần tử lạ."
        ) { try $0.insert("<x><edXML:edXMLEnvelope/></x>", before: "</edXML:SignerInfo>") }
        try document(
            "status_field_in_document", .misplacedElement,
            "A document holds a Timestamp in its MessageHeader, as only statuses do.",
            "Văn bản có Timestamp trong MessageHeader, chỉ thông điệp trạng thái mới có."
        ) { try $0.insert("<edXML:Timestamp>\(day()) 08:00:00</edXML:Timestamp>", before: "</edXML:MessageHeader>") }
        try document(
            "text_between_elements", .unexpectedText, "Text stands in Code, outside of its elements.",
            "Có văn bản trong Code, ngoài các phần tử con."
        ) { try $0.replaceFirst("<edXML:Code>", "<edXML:Code>7/TG") }
        try document(
            "element_in_text", .invalidValue, "An element stands inside the text of Subject.",
            "Có phần tử trong nội dung Subject."
        ) { try $0.replaceFirst("Về việc thử", "Về <b>việc</b> thử") }
        try document(
            "unknown_element", .unknownElement, "Business is written with one s.", "Business viết với một chữ s.",
            at: .strict
        ) { try $0.insert("<edXML:Business>1</edXML:Business>", before: "<edXML:Paper>") }
    }
}
