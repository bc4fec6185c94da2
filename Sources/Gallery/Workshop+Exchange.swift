internal import Trust

/// Messages that are right in themselves, and that a bus refuses for what it knows.
extension Workshop {
    func addExchange() throws {
        try exchange(
            "unknown_receiver", "unknown_receiver", "To names an agency that is not in the directory.",
            "To nêu cơ quan không có trong danh mục."
        ) { message in
            try message.replaceFirst(
                "<edXML:OrganId>\(to.code)</edXML:OrganId>", "<edXML:OrganId>X99.99</edXML:OrganId>")
        }
        try exchange(
            "unknown_sender", "unknown_sender", "From names an agency that is not in the directory.",
            "From nêu cơ quan không có trong danh mục."
        ) { message in
            try message.replaceFirst(
                "<edXML:OrganId>\(from.code)</edXML:OrganId>", "<edXML:OrganId>X99.99</edXML:OrganId>")
        }
        try exchange(
            "caller_not_sender", "caller_not_sender",
            "From is another agency, which signed; the one that connects does not speak for it.",
            "From là cơ quan khác, chính cơ quan đó ký; bên kết nối không đại diện cho họ.", by: to
        ) { message in
            // Sender and receiver change their places.
            try message.replace("<edXML:OrganId>\(from.code)</edXML:OrganId>", "<edXML:OrganId>?</edXML:OrganId>")
            try message.replace(
                "<edXML:OrganId>\(to.code)</edXML:OrganId>", "<edXML:OrganId>\(from.code)</edXML:OrganId>")
            try message.replace("<edXML:OrganId>?</edXML:OrganId>", "<edXML:OrganId>\(to.code)</edXML:OrganId>")
        }
        try exchange(
            "state_secret", "state_secret", "Subject begins with the mark of a state secret: it never travels here.",
            "Trích yếu mở đầu bằng dấu MẬT: không bao giờ gửi qua đây."
        ) { try $0.replaceFirst("Về việc thử", "MẬT: Về việc thử") }
        let first = Self.firstControl
        try exchange(
            "document_id_conflict", "document_id_conflict",
            "The DocumentId is that of the first control, which has other bytes.",
            "DocumentId trùng văn bản đầu tiên nhưng nội dung khác.", after: first
        ) { try $0.replaceFirst(documentID("document_id_conflict"), documentID(first)) }
        var status = try status()
        try status.replaceFirst(documentID(first), documentID("nobody"))
        try status.replaceFirst(">1/TG-", ">404/TG-")
        add(
            "status_document_unknown", "The status is about a document that nobody sent.",
            "Trạng thái về văn bản không ai gửi.", code: "status_document_unknown", at: .daemon, message: status.bytes,
            signature: try sign(status.bytes))
    }

    private func exchange(
        _ name: String, _ code: String, _ what: String, _ whatVI: String, by signer: Party? = nil,
        after: String? = nil, change: (inout Message) throws -> Void
    ) throws {
        var message = try document(name)
        try change(&message)
        add(
            name, what, whatVI, code: code, at: .daemon, message: message.bytes,
            signature: try CMSForger(signer ?? from, at: now).sign(message.bytes), after: after)
    }
}
