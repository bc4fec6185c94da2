/// The codes of webhooks and of the test lane.
extension Catalogue {
    static let webhooks: [Entry] = [
        Entry(
            "webhook_url_refused", 422, "Webhooks cannot go to this address.",
            "Webhook không gửi được đến địa chỉ này.",
            "Use http or https without user, password and fragment; ask the operator to allow a private address.",
            "Dùng http hoặc https, không có người dùng, mật khẩu và fragment; đề nghị người vận hành cho phép địa chỉ nội bộ.",
            "RFC 6890"),
        Entry(
            "webhook_owner_missing", 422, "The webhook names no agency or system of the caller.",
            "Webhook không nêu cơ quan hay hệ thống của bên gọi.", "Name one with --agency CODE or --system ID.",
            "Nêu một bên bằng --agency MÃ hoặc --system MÃ."),
        Entry(
            "webhook_limit", 409, "There are too many webhooks for it.", "Đã có quá nhiều webhook cho bên này.",
            "Remove one: lgsp webhook remove.", "Gỡ bớt một webhook: lgsp webhook remove."),
        Entry(
            "webhook_dead_lettered", 0, "The receiver's webhook was told in vain; the document lies in its mailbox.",
            "Đã báo webhook của nơi nhận nhiều lần không được; văn bản vẫn nằm trong hộp thư.",
            "Tell the receiver; it restarts with lgsp webhook retry.",
            "Báo cho nơi nhận; nơi nhận chạy lại bằng lgsp webhook retry."),
        Entry(
            "address_refused", 0, "The address is closed to connections made for others.",
            "Địa chỉ không được phép kết nối thay cho bên khác.",
            "The operator allows a range with lgsp serve --outbound-allow CIDR.",
            "Người vận hành cho phép dải địa chỉ bằng lgsp serve --outbound-allow CIDR.", "RFC 6890"),
        Entry(
            "system_lane_conflict", 409, "A system of the other lane speaks for one of the agencies.",
            "Một hệ thống thuộc luồng khác đang đại diện cho cơ quan này.",
            "Close that system, or leave the agency out.", "Đóng hệ thống đó, hoặc bỏ cơ quan này ra."),
    ]
}
