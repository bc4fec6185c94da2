internal import Gateway
internal import Platform

/// What an admin may say of a connected system.
enum SystemForm {
    /// What was sent today of what may be.
    static func usage(_ system: JSONNode, _ what: String) -> HTML {
        let quota = system["quota_\(what)"]?.int.map(Parts.count) ?? "∞"
        return "\(Parts.count(system.number("used_\(what)"))) / \(quota)"
    }

    /// How long the secret has been in use.
    static func age(_ system: JSONNode, _ context: PageContext) -> HTML {
        guard let days = system["secret_age_days"]?.int else { return "–" }
        let text = context.word(days == 1 ? "1 day" : "\(days) days", "\(days) ngày")
        // A year is what most rules for passwords of programs allow at most.
        return days > 365 ? "<strong class=\"urgent\">\(text)</strong>" : "\(text)"
    }

    /// The policies of a system; of a new one where there is none yet.
    static func form(_ system: JSONNode?, _ context: PageContext) -> HTML {
        let codes = (system?["agencies"]?.elements ?? []).compactMap(\.string).joined(separator: " ")
        let name: HTML =
            system.map { "<input type=\"hidden\" name=\"system\" value=\"\($0.text("id"))\">" }
                ?? """
                <label>systemId <input name="system" required maxlength="128" pattern="[!-~]+"></label>
                """
        return """
            <form class="search" method="post" action="/console/do/save-system"><input type="hidden" name="key" value="\(context.visitor.formKey)">\(name)
            <label class="long">\(context.word("Speaks for these agencies (codes)", "Đại diện cho các cơ quan (mã)")) <input name="agencies" required value="\(codes)"></label>
            \(choice("policy", [("required", context.word("signatures required", "bắt buộc chữ ký")), ("advisory", context.word("signatures advisory", "chữ ký để tham khảo"))], system?.text("policy"), context.word("Signatures", "Chữ ký")))
            \(choice("duplicates", [("accept", context.word("answer as before", "trả lời như trước")), ("refuse", context.word("refuse", "từ chối"))], system?.text("duplicates"), context.word("Duplicates", "Bản trùng")))
            <label>\(context.word("Documents a day (empty: no limit)", "Văn bản mỗi ngày (trống: không hạn)")) <input name="quota_documents" type="number" min="1" value="\(system?.text("quota_documents") ?? "")"></label>
            <label>\(context.word("Bytes a day (empty: no limit)", "Byte mỗi ngày (trống: không hạn)")) <input name="quota_bytes" type="number" min="1" value="\(system?.text("quota_bytes") ?? "")"></label>
            <label>\(context.word("Agencies it may register (empty: none)", "Số cơ quan được đăng ký (trống: không)")) <input name="registrations" type="number" min="0" max="1000" value="\(system?.text("registrations") ?? "")"></label>
            \(flag("verified_only", system, context.word("takes verified documents only", "chỉ nhận văn bản đã xác minh")))
            \(flag("test", system, context.word("test lane", "làn thử nghiệm")))
            <button>\(context.word("Save", "Lưu"))</button></form>
            """
    }

    /// A new secret, and how long the old one lives.
    static func rotation(_ id: String, _ context: PageContext) -> HTML {
        """
        <h2>\(context.word("A new secret", "Khóa mới"))</h2>
        <form class="search" method="post" action="/console/do/rotate-system"><input type="hidden" name="key" value="\(context.visitor.formKey)"><input type="hidden" name="system" value="\(id)">
        <label>\(context.word("Hours for which the old one is taken besides", "Số giờ còn nhận khóa cũ")) <input name="hours" type="number" min="0" max="744" value="24" required></label>
        <button>\(context.word("Make a new secret", "Tạo khóa mới"))</button></form>
        """
    }

    private static func choice(
        _ name: String, _ values: [(value: String, label: String)], _ chosen: String?, _ label: String
    ) -> HTML {
        let options = HTML(
            values.map { value -> HTML in
                value.value == chosen
                    ? "<option value=\"\(value.value)\" selected>\(value.label)</option>"
                    : "<option value=\"\(value.value)\">\(value.label)</option>"
            })
        return "<label>\(label) <select name=\"\(name)\">\(options)</select></label>"
    }

    private static func flag(_ name: String, _ system: JSONNode?, _ label: String) -> HTML {
        let isOn = system?[name]?.bool == true
        return """
            <label class="check"><input type="checkbox" name="\(name)"\(isOn ? " checked" : "" as HTML)> \(label)</label>
            """
    }
}
