internal import EdXML

/// Status messages that the standard does not allow (QCVN 102:2016/BTTTT).
extension Workshop {
    func addStatuses() throws {
        try status(
            "status_code_undefined", .statusCodeUndefined, "The code 07 names no status.",
            "Mã 07 không phải trạng thái nào."
        ) { try $0.replaceFirst("<edXML:StatusCode>13", "<edXML:StatusCode>07") }
        try status(
            "status_code_of_one_digit", .invalidValue, "The status code has one digit.", "Mã trạng thái có một chữ số."
        ) { try $0.replaceFirst("<edXML:StatusCode>13", "<edXML:StatusCode>3") }
        try status(
            "status_reason_missing", .reasonMissing, "Status 13 comes without a reason.",
            "Trạng thái 13 không có lý do."
        ) { try $0.cut(from: "<edXML:Description>", to: "</edXML:Description>") }
        try status(
            "status_reason_too_long", .reasonTooLong, "The reason has 1,001 characters.", "Lý do dài 1.001 ký tự."
        ) { try $0.replaceFirst("Gửi nhầm", String(repeating: "Đ", count: 1001)) }
        try status(
            "status_without_response", .missingElement, "The status does not say of which document: no ResponseFor.",
            "Trạng thái không nêu văn bản: không có ResponseFor."
        ) { try $0.cut(from: "<edXML:ResponseFor>", to: "</edXML:ResponseFor>") }
        try status(
            "status_two_responses", .repeatedElement, "The status is about two documents.",
            "Trạng thái về hai văn bản."
        ) { message in
            let element = try message.piece(from: "<edXML:ResponseFor>", to: "</edXML:ResponseFor>")
            try message.replaceFirst(element, element + "\n" + element)
        }
        try status(
            "status_with_receiver", .misplacedElement, "The status holds a To, as only documents do.",
            "Trạng thái có To, chỉ văn bản mới có."
        ) { message in
            try message.insert(
                "<edXML:To><edXML:OrganId>\(to.code)</edXML:OrganId><edXML:OrganName>x</edXML:OrganName></edXML:To>\n",
                before: "<edXML:StatusCode>")
        }
    }
}
