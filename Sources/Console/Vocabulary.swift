/// What the API's words for states, steps and checks are called on pages; the words themselves stand in the title.
enum Vocabulary {
    /// What `word` is called in `language`; the word itself where it has no other name.
    static func name(_ word: String, _ language: Language) -> String {
        guard let names = names[word] else { return word.replacing("_", with: " ") }
        return language(names.english, names.vietnamese)
    }

    /// A business status with its name: `03 accepted`.
    static func status(_ code: String, _ language: Language) -> String {
        guard let names = statuses[code] else { return code }
        return code + " " + language(names.english, names.vietnamese)
    }

    private static let statuses: [String: (english: String, vietnamese: String)] = [
        "01": ("arrived", "đã đến"), "02": ("refused", "từ chối tiếp nhận"), "03": ("accepted", "đã tiếp nhận"),
        "04": ("assigned", "phân công"), "05": ("being processed", "đang xử lý"), "06": ("completed", "hoàn thành"),
        "13": ("recall asked for", "yêu cầu lấy lại"), "15": ("recall agreed to", "đồng ý lấy lại"),
        "16": ("recall refused", "từ chối lấy lại"),
    ]

    private static let names: [String: (english: String, vietnamese: String)] = [
        // Transport states of a delivery.
        "initial": ("waiting in the mailbox", "chờ trong hộp thư"), "processing": ("being taken in", "đang nhận"),
        "done": ("confirmed", "đã xác nhận"), "fail": ("failed", "thất bại"), "withdrawn": ("withdrawn", "đã thu hồi"),
        "given_up": ("given up", "đã bỏ"), "owed": ("not there yet", "chưa đến"),
        "not_addressed": ("not addressed to it", "không gửi đến đây"),
        // Verdicts.
        "valid": ("valid", "hợp lệ"), "invalid": ("invalid", "không hợp lệ"), "absent": ("absent", "không có"),
        "passed": ("passed", "đạt"), "failed": ("failed", "không đạt"), "warned": ("warned", "lưu ý"),
        "not_reached": ("not reached", "chưa tới"), "skipped": ("skipped", "bỏ qua"),
        "refused": ("refused", "từ chối"), "accepted": ("accepted", "tiếp nhận"),
        // Of agencies and systems.
        "active": ("active", "hoạt động"), "closed": ("closed", "đã đóng"),
        // Stages.
        "read": ("read", "đọc"), "structure": ("structure", "cấu trúc"), "sender": ("sender", "nơi gửi"),
        "secrecy": ("secrecy", "độ mật"), "signature": ("signature", "chữ ký"),
        "binding": ("binding to the agency", "gắn với cơ quan"), "admission": ("admission", "tiếp nhận"),
        "routing": ("routing", "định tuyến"), "delivery": ("delivery", "giao nhận"),
        // Steps of the way.
        "relayed": ("relayed", "chuyển tiếp"), "arrived": ("arrived", "đến trục"),
        "delivered": ("delivered", "vào hộp thư"), "returned": ("returned", "trả lại"),
        "fetched": ("fetched", "được lấy"), "confirmed": ("confirmed", "được xác nhận"), "late": ("late", "trễ hạn"),
        "status": ("status", "trạng thái"), "notice": ("notice", "thông báo"),
        "taken back": ("taken back", "bị lấy lại"), "withdraws": ("withdraws", "thu hồi"),
        "updates": ("updates", "cập nhật"), "replaces": ("replaces", "thay thế"),
        "updated": ("updated", "được cập nhật"), "replaced": ("replaced", "được thay thế"),
        "withdrawn_by": ("withdrawn by", "bị thu hồi bởi"), "updated_by": ("updated by", "được cập nhật bởi"),
        "replaced_by": ("replaced by", "được thay thế bởi"),
        // Checks of a signature.
        "algorithm": ("algorithm", "thuật toán"), "signer": ("signer", "người ký"),
        "key_strength": ("strength of the key", "độ mạnh khóa"),
        "signed_attributes": ("signed attributes", "thuộc tính được ký"), "digest": ("digest", "giá trị băm"),
        "chain": ("certificate chain", "chuỗi chứng thư"),
        "basic_constraints": ("basic constraints", "ràng buộc cơ bản"),
        "path_length": ("length of the path", "độ dài đường dẫn"), "key_usage": ("key usage", "mục đích khóa"),
        "extended_key_usage": ("extended key usage", "mục đích khóa mở rộng"),
        "critical_extensions": ("critical extensions", "phần mở rộng bắt buộc"),
        "certificate_algorithms": ("algorithms of the certificates", "thuật toán của chứng thư"),
        "revocation": ("revocation", "thu hồi chứng thư"), "validity": ("validity", "hiệu lực"),
        "signing_time": ("signing time", "thời điểm ký"),
    ]
}
