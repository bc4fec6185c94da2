internal import EdXML

/// Bytes that are no XML, or more of it than is read (XML 1.0).
extension Workshop {
    func addMarkup() throws {
        try addEncodings()
        try addSyntax()
        try addLimits()
    }

    private func addEncodings() throws {
        for (name, what, whatVI, bytes) in [
            (
                "pdf_instead_of_message", "The attachment is sent in place of the message.",
                "Gửi tệp đính kèm thay cho thông điệp.", Array("%PDF-1.4\n%%EOF\n".utf8)
            ),
            (
                "page_instead_of_message", "A page of HTML, such as a server's error, is sent in place of the message.",
                "Gửi trang HTML, như trang lỗi của máy chủ, thay cho thông điệp.",
                Array("<!DOCTYPE html>\n<html><body>502 Bad Gateway</body></html>\n".utf8)
            ),
        ] {
            try add(name, .notXML, what, whatVI, bytes: bytes)
        }
        try document(
            "bytes_before_declaration", .bytesBeforeDeclaration, "A line end stands before the XML declaration.",
            "Có dấu xuống dòng trước khai báo XML."
        ) { try $0.insert("\n", before: "<?xml") }
        try add(
            "bytes_after_mark", .bytesBeforeDeclaration,
            "A space stands between the byte order mark and the declaration.",
            "Có dấu cách giữa dấu BOM và khai báo XML.",
            bytes: [0xEF, 0xBB, 0xBF, 0x20] + document("bytes_after_mark").bytes)
        try add(
            "encoding_utf16", .encodingRefused, "The message is UTF-16, with its byte order mark.",
            "Thông điệp ở dạng UTF-16 với dấu BOM.",
            bytes: utf16([0xFEFF] + document("encoding_utf16").replacing("UTF-8", "UTF-16").utf16))
        try add(
            "encoding_utf16_no_mark", .encodingRefused, "The message is UTF-16 without a byte order mark.",
            "Thông điệp ở dạng UTF-16 không có dấu BOM.",
            bytes: utf16(Array(document("encoding_utf16_no_mark").replacing("UTF-8", "UTF-16").utf16)))
        try document(
            "encoding_windows_1258", .encodingRefused, "The declaration says windows-1258.",
            "Khai báo XML ghi windows-1258."
        ) { try $0.replaceFirst("encoding=\"UTF-8\"", "encoding=\"windows-1258\"") }
        try raw(
            "invalid_utf8", .invalidUTF8, "A byte of windows-1258 (E9) stands in a field.",
            "Có byte của windows-1258 (E9) trong một trường.", [0xE9])
        try raw(
            "invalid_utf8_overlong", .invalidUTF8, "A slash is written in two bytes (C0 AF), which UTF-8 forbids.",
            "Dấu gạch chéo viết bằng hai byte (C0 AF), UTF-8 không cho phép.", [0xC0, 0xAF])
        try raw(
            "invalid_utf8_surrogate", .invalidUTF8, "Half of a surrogate pair (ED A0 80) stands in a field.",
            "Có nửa cặp surrogate (ED A0 80) trong một trường.", [0xED, 0xA0, 0x80])
        try raw(
            "control_character", .notWellFormed, "A control character (01) stands in a field.",
            "Có ký tự điều khiển (01) trong một trường.", [0x01])
        try raw(
            "nul_character", .notWellFormed, "A NUL stands in a field.", "Có byte NUL trong một trường.", [0x00])
    }

    private func addSyntax() throws {
        try add(
            "truncated", .notWellFormed, "The second half of the message is missing.", "Thông điệp thiếu nửa sau.",
            bytes: { Array($0.prefix($0.count / 2)) }(document("truncated").bytes))
        try document(
            "end_tag_wrong", .notWellFormed, "Subject is closed by another tag.", "Subject được đóng bằng thẻ khác."
        ) { try $0.replaceFirst("</edXML:Subject>", "</edXML:Sujet>") }
        try document(
            "bare_ampersand", .notWellFormed, "An ampersand is not written as &amp;.", "Dấu & không viết thành &amp;."
        ) { try $0.replaceFirst("Về việc thử", "Thử & nghiệm") }
        try document(
            "attribute_twice", .notWellFormed, "An element has the same attribute twice.",
            "Một phần tử có hai thuộc tính trùng tên."
        ) { try $0.replaceFirst("<edXML:Subject>", "<edXML:Subject a=\"1\" a=\"2\">") }
        try document(
            "second_root", .notWellFormed, "There is a second root element.", "Có phần tử gốc thứ hai."
        ) { try $0.replaceFirst("</edXML>", "</edXML><edXML/>") }
        try document(
            "undeclared_prefix", .undeclaredPrefix, "The prefix of Subject is bound to no namespace.",
            "Tiền tố của Subject chưa gắn với namespace."
        ) { try $0.replace("edXML:Subject>", "qcvn:Subject>") }
        try document(
            "document_type", .dtdForbidden, "There is a document type declaration.", "Có khai báo kiểu tài liệu (DTD)."
        ) { try $0.insert("<!DOCTYPE edXML>\n", before: "<edXML ") }
        try document(
            "external_entity", .dtdForbidden, "A document type declares an entity that is a file of the receiver.",
            "DTD khai báo thực thể trỏ tới tệp trên máy nhận."
        ) { message in
            try message.insert(
                "<!DOCTYPE edXML [<!ENTITY file SYSTEM \"file:///etc/hostname\">]>\n", before: "<edXML ")
            try message.replaceFirst("Về việc thử", "&file;")
        }
        try document(
            "entity_bomb", .dtdForbidden, "Entities of entities would become a thousand million characters.",
            "Thực thể lồng nhau sẽ thành một tỷ ký tự."
        ) { message in
            let entities = (1...9).map { level in
                "<!ENTITY e\(level) \"\(String(repeating: "&e\(level - 1);", count: 10))\">"
            }
            try message.insert(
                "<!DOCTYPE edXML [<!ENTITY e0 \"0\">\(entities.joined())]>\n", before: "<edXML ")
            try message.replaceFirst("Về việc thử", "&e9;")
        }
        try document(
            "entity_of_html", .entityForbidden, "An entity of HTML (&nbsp;) stands in a field.",
            "Có thực thể của HTML (&nbsp;) trong một trường."
        ) { try $0.replaceFirst("Về việc thử", "Về&nbsp;việc thử") }
    }

    private func addLimits() throws {
        try document(
            "depth_exceeded", .depthExceeded, "Seventy elements lie within each other.",
            "Bảy mươi phần tử lồng nhau."
        ) { message in
            let nested = String(repeating: "<x>", count: 70) + String(repeating: "</x>", count: 70)
            try message.insert(nested, before: "</edXML:MessageHeader>")
        }
        try document(
            "nodes_exceeded", .nodesExceeded, "There are over 200,000 elements.", "Có hơn 200.000 phần tử."
        ) { message in
            try message.insert(
                "<x>" + String(repeating: "<x/>", count: 200_000) + "</x>", before: "</edXML:MessageHeader>")
        }
        try document(
            "attributes_exceeded", .attributesExceeded, "Subject has 65 attributes.", "Subject có 65 thuộc tính."
        ) { message in
            let attributes = (0..<65).map { " a\($0)=\"\"" }.joined()
            try message.replaceFirst("<edXML:Subject>", "<edXML:Subject\(attributes)>")
        }
        try document(
            "namespaces_exceeded", .namespacesExceeded, "There are over 64 namespace declarations in force.",
            "Có hơn 64 khai báo namespace cùng hiệu lực."
        ) { message in
            func declarations(_ mark: String) -> String {
                (0..<40).map { " xmlns:\(mark)\($0)=\"urn:example:\(mark)\"" }.joined()
            }
            try message.replaceFirst("<edXML:edXMLHeader>", "<edXML:edXMLHeader\(declarations("a"))>")
            try message.replaceFirst("<edXML:MessageHeader>", "<edXML:MessageHeader\(declarations("b"))>")
        }
        try document(
            "name_exceeded", .nameExceeded, "The name of an element has 300 characters.",
            "Tên một phần tử dài 300 ký tự."
        ) { message in
            try message.insert("<\(String(repeating: "x", count: 300))/>", before: "</edXML:MessageHeader>")
        }
        try document(
            "text_exceeded", .textExceeded, "SignerInfo/Competence holds more than 64 KiB.",
            "SignerInfo/Competence dài hơn 64 KiB."
        ) { try $0.replaceFirst("<edXML:Competence>TM.", "<edXML:Competence>" + String(repeating: "x", count: 65_600)) }
    }

    // MARK: Parts

    private func utf16(_ units: [UInt16]) -> [UInt8] {
        units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }

    /// A document with bytes in its subject that no text can hold.
    private func raw(
        _ name: String, _ code: EdXMLCode, _ what: String, _ whatVI: String, _ bytes: [UInt8]
    ) throws {
        let mark = "Về việc thử"
        let parts = try document(name).text.split(separator: mark, maxSplits: 1, omittingEmptySubsequences: false)
        let message = Array((parts[0] + mark).utf8) + bytes + Array((parts.last ?? "").utf8)
        try add(name, code, what, whatVI, bytes: message)
    }
}
