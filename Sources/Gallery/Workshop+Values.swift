internal import EdXML

/// Values that the standard does not allow (QCVN 102:2016/BTTTT).
extension Workshop {
    func addValues() throws {
        try addDates()
        try addNumbers()
        try addCodes()
    }

    private func addDates() throws {
        let today = "<edXML:PromulgationDate>\(day())"
        try document(
            "date_in_iso_form", .invalidDate, "PromulgationDate is written with hyphens.",
            "PromulgationDate viết bằng gạch nối."
        ) { message in
            let iso = day().split(separator: "/").joined(separator: "-")
            try message.replaceFirst(today, "<edXML:PromulgationDate>\(iso)")
        }
        try document(
            "date_day_first", .invalidDate, "PromulgationDate is written as day/month/year.",
            "PromulgationDate viết theo ngày/tháng/năm."
        ) { message in
            let reversed = day().split(separator: "/").reversed().joined(separator: "/")
            try message.replaceFirst(today, "<edXML:PromulgationDate>\(reversed)")
        }
        try document(
            "date_not_in_calendar", .invalidDate, "PromulgationDate is 29 February 2021, a day that never was.",
            "PromulgationDate là 29/02/2021, ngày không có thật."
        ) { try $0.replaceFirst(today, "<edXML:PromulgationDate>2021/02/29") }
        // Two days: a receiver may look at it after midnight.
        let tomorrow = "<edXML:PromulgationDate>\(day(2))"
        try document(
            "date_in_the_future", .invalidDate, "PromulgationDate lies after today.", "PromulgationDate sau hôm nay."
        ) { try $0.replaceFirst(today, tomorrow) }
        try document(
            "due_date_wrong", .invalidDate, "DueDate is written with hyphens.", "DueDate viết bằng gạch nối."
        ) { try $0.insert("<edXML:DueDate>2021-07-01</edXML:DueDate>\n", before: "<edXML:OtherInfo>") }
        try document(
            "timestamp_wrong", .invalidDate, "The Timestamp of the trace is hour 24.", "Timestamp ghi 24 giờ.",
            at: .strict
        ) { try $0.replaceFirst(" 08:00:00</edXML:Timestamp>", " 24:00:00</edXML:Timestamp>") }
    }

    private func addNumbers() throws {
        try document(
            "priority_out_of_range", .invalidValue, "Priority is 5; the list ends at 4.",
            "Priority là 5; danh mục chỉ đến 4."
        ) { try $0.replaceFirst("<edXML:Priority>0", "<edXML:Priority>5") }
        try document(
            "business_type_out_of_range", .invalidValue, "BussinessDocType is 7; the list ends at 3.",
            "BussinessDocType là 7; danh mục chỉ đến 3."
        ) { try $0.replaceFirst("<edXML:BussinessDocType>0", "<edXML:BussinessDocType>7") }
        try document(
            "paper_no_number", .invalidValue, "Paper is true instead of 0 or 1.", "Paper là true thay vì 0 hoặc 1."
        ) { try $0.replaceFirst("<edXML:Paper>0", "<edXML:Paper>true") }
        try document(
            "page_amount_out_of_range", .invalidValue, "PageAmount is 1000; it ends at 999.",
            "PageAmount là 1000; tối đa 999.", at: .strict
        ) { try $0.insert("<edXML:PageAmount>1000</edXML:PageAmount>", before: "</edXML:OtherInfo>") }
        for (kind, what, whatVI, more) in [
            ("1", "A withdrawal", "Thu hồi", ""),
            (
                "2", "An update", "Cập nhật",
                "<edXML:BussinessDocumentInfo><edXML:DocumentInfo>1</edXML:DocumentInfo>"
                    + "<edXML:DocumentReceiver>0</edXML:DocumentReceiver></edXML:BussinessDocumentInfo>"
            ),
        ] {
            try document(
                kind == "1" ? "withdrawal_without_document" : "update_without_document", .businessTargetMissing,
                "\(what) does not say of which document.", "\(whatVI) mà không nêu văn bản nào."
            ) { message in
                try message.replaceFirst("<edXML:BussinessDocType>0", "<edXML:BussinessDocType>\(kind)")
                if !more.isEmpty { try message.insert(more, before: "</edXML:Bussiness>") }
            }
        }
        try document(
            "subject_too_long", .lengthExceeded, "Subject has 501 characters; the standard allows 500.",
            "Subject dài 501 ký tự; chuẩn cho phép 500.", at: .strict
        ) { try $0.replaceFirst("Về việc thử bên nhận", String(repeating: "Đ", count: 501)) }
    }

    private func addCodes() throws {
        let receiver = "<edXML:To>\n<edXML:OrganId>\(to.code)</edXML:OrganId>"
        try document(
            "code_with_cyrillic_letter", .suspiciousCharacters,
            "To/OrganId begins with a Cyrillic Н, which looks like H.",
            "To/OrganId bắt đầu bằng chữ Н Kirin, trông giống H."
        ) { message in
            try message.replaceFirst(receiver, "<edXML:To>\n<edXML:OrganId>Н\(to.code.dropFirst())</edXML:OrganId>")
        }
        try document(
            "code_with_hidden_character", .suspiciousCharacters, "A zero width space stands in To/OrganId.",
            "Có ký tự rộng bằng không trong To/OrganId."
        ) { message in
            try message.replaceFirst(receiver, "<edXML:To>\n<edXML:OrganId>\(to.code)\u{200B}</edXML:OrganId>")
        }
        try document(
            "name_written_backwards", .suspiciousCharacters,
            "The name of a file is turned around (U+202E): it ends in .exe and looks like .pdf.",
            "Tên tệp bị đảo chiều (U+202E): đuôi .exe trông như .pdf."
        ) { try $0.replace("cong-van.pdf", "cong-van-fdp.\u{202E}exe") }
        try document(
            "subject_with_hidden_character", .suspiciousCharacters, "Subject turns its text around (U+202E).",
            "Subject đảo chiều chữ (U+202E).", at: .strict
        ) { try $0.replaceFirst("Về việc thử", "Về \u{202E}việc thử") }
        try document(
            "receiver_repeated", .repeatedReceiver, "The same agency stands in To twice.",
            "Một cơ quan xuất hiện hai lần trong To."
        ) { message in
            let element = try message.piece(from: "<edXML:To>", to: "</edXML:To>")
            try message.replaceFirst(element, element + "\n" + element)
        }
        // The old form is the new one from right to left, in four groups.
        let groups = to.code.split(separator: ".").map(String.init)
        if groups.count <= 3 {
            let rest = Array(["00", "00"].dropFirst(groups.count - 1)) + groups.dropFirst().reversed()
            let old = (["000"] + rest + [groups[0]]).joined(separator: ".")
            try document(
                "receiver_by_two_codes", .sameReceiver, "One agency stands in To by its code of either form.",
                "Một cơ quan xuất hiện trong To bằng cả mã cũ và mã mới.", at: .strict
            ) { message in
                let element = try message.piece(from: "<edXML:To>", to: "</edXML:To>")
                try message.replaceFirst(
                    element, element + "\n" + element.split(separator: to.code).joined(separator: old))
            }
        }
        try document(
            "document_id_of_another_agency", .foreignDocumentID,
            "The DocumentId begins with the receiver's code, not the sender's.",
            "DocumentId bắt đầu bằng mã của bên nhận, không phải của bên gửi.", at: .strict
        ) { message in
            let element = try message.piece(from: "<edXML:DocumentId>", to: "</edXML:DocumentId>")
            let rest = element.split(separator: ",", maxSplits: 1).dropFirst().joined()
            try message.replaceFirst(element, "<edXML:DocumentId>\(to.code),\(rest)")
        }
        try document(
            "receivers_exceeded", .receiversExceeded, "There are over 12,000 receivers.", "Có hơn 12.000 bên nhận."
        ) { message in
            let more = (0..<12_000).map {
                "<edXML:To><edXML:OrganId>Q\($0)</edXML:OrganId><edXML:OrganName>x</edXML:OrganName></edXML:To>"
            }
            try message.insert(more.joined(separator: "\n"), before: "<edXML:DocumentId>")
        }
    }
}
