internal import Gateway
internal import Platform

/// The pieces of a document's page.
enum DocumentParts {
    static func facts(_ document: JSONNode, _ context: PageContext) -> HTML {
        let issuer = document["issuer"]
        let rows: [(String, HTML)] = [
            (context.word("From", "Từ"), "\(Parts.agency(issuer?.text("code") ?? "")) \(issuer?.text("name") ?? "")"),
            ("DocumentId", "<code>\(document.text("document_id"))</code>"),
            (context.word("Number", "Số ký hiệu"), "\(document.text("number"))/\(document.text("notation"))"),
            (context.word("Type", "Loại"), "\(document.text("type"))"),
            (context.word("Promulgated", "Ngày ban hành"), "\(document.text("promulgation_date"))"),
            (context.word("Urgency", "Độ khẩn"), Page.urgency(document.number("urgency"), context)),
            (context.word("Accepted", "Tiếp nhận"), Parts.time(document.text("accepted_at"))),
            (context.word("Signature", "Chữ ký"), Parts.state(document.text("signature"), context)),
            ("SHA-256", "<code class=\"long\">\(document.text("digest"))</code>"),
        ]
        let links = ["withdraws", "updates", "replaces", "withdrawn_by", "updated_by", "replaced_by"].flatMap { name in
            (document[name]?.elements ?? []).map { other -> (String, HTML) in
                (Vocabulary.name(name, context.language), Parts.document(other.text("id"), other.text("document_id")))
            }
        }
        return "<dl class=\"facts\">\(HTML((rows + links).map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }))</dl>"
    }

    static func stages(_ explanation: JSONNode, _ context: PageContext) -> HTML {
        let items = (explanation["stages"]?.elements ?? []).map { stage -> HTML in
            let code = stage.text("code")
            let problem: HTML =
                code.isEmpty
                ? ""
                : "<a href=\"/errors/\(Percent.encode(code))\"><code>\(code)</code></a> \(stage.text("title")) \(stage.text("hint"))"
            let state = stage.text("state")
            return """
                <li><strong>\(Vocabulary.name(stage.text("stage"), context.language))</strong> \(Parts.state(stage.text("result"), context)) \(state.isEmpty ? "" : Vocabulary.name(state, context.language)) \(stage.text("detail")) \(problem) \(Parts.time(stage.text("at")))
                \(checks(stage["checks"]?.elements ?? [], context))</li>
                """
        }
        return "<ol class=\"stages\">\(HTML(items))</ol>"
    }

    /// Checks: those that passed are folded away, all others are seen.
    private static func checks(_ checks: [JSONNode], _ context: PageContext) -> HTML {
        guard !checks.isEmpty else { return "" }
        func list(_ checks: [JSONNode]) -> HTML {
            let items = checks.map { check -> HTML in
                let found = check.text("found")
                return """
                    <li>\(Parts.state(check.text("result"), context)) <span title="\(check.text("name"))">\(Vocabulary.name(check.text("name"), context.language))</span> <small>\(check.text("expected"))\(found.isEmpty ? "" : " · \(found)")</small></li>
                    """
            }
            return "<ul class=\"checks\">\(HTML(items))</ul>"
        }
        let passed = checks.filter { $0.text("result") == "passed" }
        let others = checks.filter { $0.text("result") != "passed" }
        let folded: HTML =
            passed.isEmpty
            ? ""
            : "<details><summary>\(context.word("\(passed.count) of \(checks.count) checks passed", "Đạt \(passed.count)/\(checks.count) phép kiểm"))</summary>\(list(passed))</details>"
        return (others.isEmpty ? "" : list(others)) + folded
    }

    static func timeline(_ trace: JSONNode, _ context: PageContext) -> HTML {
        let rows = (trace["hops"]?.elements ?? []).map { step -> [HTML] in
            [
                Parts.time(step.text("at")), "\(elapsed(step.number("elapsed_milliseconds")))", "\(step.text("hub"))",
                Parts.agency(step["agency"]?.text("code") ?? "", step["agency"]?.text("name") ?? ""),
                "\(Vocabulary.name(step.text("event"), context.language))", "\(step.text("detail"))",
            ]
        }
        return Parts.table(
            [
                context.word("When", "Lúc"), context.word("After", "Sau"), context.word("Hub", "Trục"),
                context.word("Agency", "Cơ quan"),
                context.word("What", "Việc"), context.word("More", "Chi tiết"),
            ], rows, numbers: [1], empty: context.word("Nothing yet.", "Chưa có gì."))
    }

    /// Milliseconds since it was accepted, as people read them.
    private static func elapsed(_ milliseconds: Int) -> String {
        switch milliseconds {
        case ..<10_000: "+\(milliseconds) ms"
        case ..<600_000: "+\(milliseconds / 1_000) s"
        case ..<36_000_000: "+\(milliseconds / 60_000) min"
        default: "+\(milliseconds / 3_600_000) h"
        }
    }

    /// Where its copies are.
    static func receivers(_ document: JSONNode, _ context: PageContext) -> HTML {
        let rows = (document["deliveries"]?.elements ?? []).map { delivery -> [HTML] in
            [
                Parts.agency(delivery["to"]?.text("code") ?? "", delivery["to"]?.text("name") ?? ""),
                "\(delivery["to"]?.text("name") ?? "")", Parts.state(delivery.text("state"), context),
                "\(Vocabulary.status(delivery.text("status"), context.language))", "\(delivery.text("channel"))",
                Parts.time(delivery.text("delivered_at")),
                Parts.time(delivery.text("fetched_at")), Parts.time(delivery.text("confirmed_at")),
                Parts.time(delivery.text("late_at")),
            ]
        }
        return Parts.table(
            [
                context.word("To", "Đến"), context.word("Name", "Tên"), context.word("State", "Trạng thái"),
                context.word("Status", "Tình trạng"), context.word("Channel", "Kênh"),
                context.word("Delivered", "Đến lúc"), context.word("Fetched", "Lấy lúc"),
                context.word("Confirmed", "Xác nhận lúc"), context.word("Late", "Trễ"),
            ], rows, empty: context.word("It is in no mailbox.", "Chưa vào hộp thư nào."))
    }

    /// What the message itself says, and its attachments.
    static func message(_ parts: JSONNode, _ context: PageContext) -> HTML {
        let signer = parts["signer"]
        let list = { (name: String) in (parts[name]?.elements ?? []).compactMap(\.string).joined(separator: "; ") }
        let answered = (parts["response_for"]?.elements ?? []).map { response -> HTML in
            "\(response.text("code")) (\(response.text("organ_id")), \(response.text("promulgation_date"))) "
        }
        let all: [(String, HTML)] = [
            (
                context.word("Signer", "Người ký"),
                "\(signer?.text("full_name") ?? "") \(signer?.text("position") ?? "")"
            ),
            (context.word("Place", "Nơi ban hành"), "\(parts.text("place"))"),
            (context.word("Content", "Nội dung"), "\(parts.text("content"))"),
            (context.word("Due", "Hạn trả lời"), "\(parts.text("due_date"))"),
            (context.word("Answers", "Trả lời cho"), HTML(answered)),
            (context.word("Places of receipt", "Nơi nhận ghi trên văn bản"), "\(list("to_places"))"),
            (context.word("Appendixes", "Phụ lục"), "\(list("appendixes"))"),
            (context.word("Pages", "Số trang"), "\(parts.text("page_amount"))"),
        ]
        let rows = all.filter { !$0.1.text.allSatisfy(\.isWhitespace) }
        let attachments = (parts["attachments"]?.elements ?? []).map { attachment -> [HTML] in
            [
                "\(attachment.text("name"))", "\(attachment.text("content_type"))",
                "\(Parts.count(attachment.number("size")))", "\(attachment.text("description"))",
            ]
        }
        return """
            <h2>\(context.word("The message", "Thông điệp"))</h2>
            \(rows.isEmpty ? "" : "<dl class=\"facts\">\(HTML(rows.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }))</dl>" as HTML)
            \(Parts.table([context.word("Attachment", "Tệp đính kèm"), context.word("Type", "Loại"), context.word("Bytes", "Số byte"), context.word("Description", "Mô tả")], attachments, numbers: [2], empty: context.word("It has no attachments.", "Không có tệp đính kèm.")))
            """
    }
}
