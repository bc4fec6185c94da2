/// The codes of connected systems and of the interfaces they speak.
extension Catalogue {
    static let systems: [Entry] = [
        Entry(
            "system_unknown", 401, "There is no such system.", "Không có hệ thống này.",
            "Ask an admin to add it: lgsp system add.", "Đề nghị quản trị viên thêm: lgsp system add."),
        Entry(
            "system_closed", 401, "The system is closed.", "Hệ thống đã bị đóng.",
            "Ask an admin to open it: lgsp system add.", "Đề nghị quản trị viên mở lại: lgsp system add."),
        Entry(
            "system_exists", 409, "The system is there already.", "Hệ thống đã có.",
            "Change its secret with lgsp system rotate.", "Đổi khóa bí mật bằng lgsp system rotate."),
        Entry(
            "system_id_malformed", 422, "A systemId has 1 to 128 visible ASCII characters.",
            "Mã hệ thống gồm 1 đến 128 ký tự ASCII nhìn thấy được.", "Choose another systemId.", "Chọn mã khác."),
        Entry(
            "system_secret_malformed", 422, "A secret has 8 to 1,024 bytes.", "Khóa bí mật dài 8 đến 1.024 byte.",
            "Take one of openssl rand -base64 32.", "Tạo bằng openssl rand -base64 32."),
        Entry(
            "system_without_agencies", 422, "The system speaks for no agency.",
            "Hệ thống không đại diện cho cơ quan nào.", "Name its agencies with --agency CODE.",
            "Nêu cơ quan bằng --agency MÃ."),
        Entry(
            "request_signature_missing", 401, "The header fields are not signed.",
            "Thiếu chữ ký của các trường tiêu đề.",
            "Send XroadVnpt-sign-header-key, XroadVnpt-sign-header and XroadVnpt-hash-header.",
            "Gửi XroadVnpt-sign-header-key, XroadVnpt-sign-header và XroadVnpt-hash-header.", "RFC 2104"),
        Entry(
            "request_signature_invalid", 401, "The signature of the header fields is wrong.",
            "Chữ ký của các trường tiêu đề không đúng.",
            "HMAC-SHA256 over sign-header exactly as sent, keyed with the secret's own bytes.",
            "HMAC-SHA256 trên đúng chuỗi sign-header đã gửi, khóa là các byte của khóa bí mật.", "RFC 2104"),
        Entry(
            "request_signature_incomplete", 401, "A field that is acted on is not signed.",
            "Có trường được dùng mà không được ký.", "Add its name to sign-header-key and its value to sign-header.",
            "Thêm tên vào sign-header-key và giá trị vào sign-header."),
        Entry(
            "request_time_malformed", 401, "The timestamp cannot be read.", "Không đọc được timestamp.",
            "It is ddMMyyyy'T'HHmmss+SSSS.", "Định dạng là ddMMyyyy'T'HHmmss+SSSS."),
        Entry(
            "request_time_outside", 401, "The timestamp is too old, or in the future.",
            "timestamp quá cũ hoặc ở tương lai.", "Set the clock, or start the daemon with --vxp-window off.",
            "Chỉnh đồng hồ, hoặc chạy máy chủ với --vxp-window off."),
        Entry(
            "token_invalid", 401, "The token is missing, wrong or too old.", "Thiếu token, hoặc token sai hay hết hạn.",
            "Log in again.", "Đăng nhập lại.", "RFC 6750, 3.1"),
        Entry(
            "system_credentials_invalid", 401, "The system's id or secret is wrong.",
            "Mã hệ thống hoặc khóa bí mật không đúng.", "Send X-SystemId and X-SecretKey of the system that logged in.",
            "Gửi X-SystemId và X-SecretKey của hệ thống đã đăng nhập."),
        Entry(
            "body_digest_mismatch", 422, "The body is not the one whose digest was signed.",
            "Nội dung không khớp với mã băm đã ký.", "hash-file is the SHA-256 of the body's bytes.",
            "hash-file là SHA-256 của đúng các byte đã gửi.", "FIPS 180-4"),
        Entry(
            "sender_without_certificate", 422, "No certificate of the sender is valid on that day.",
            "Không có chứng thư nào của nơi gửi còn hiệu lực vào ngày đó.",
            "Have a new certificate issued and bound: lgsp pki issue.", "Xin cấp và gắn chứng thư mới: lgsp pki issue.",
            "RFC 5280, 4.1.2.5"),
        Entry(
            "sender_not_of_system", 403, "The system does not speak for the sender.",
            "Hệ thống không đại diện cho nơi gửi.", "Send for an agency of the system: lgsp system list.",
            "Gửi cho cơ quan của hệ thống: lgsp system list."),
        Entry(
            "operation_unknown", 404, "There is no such operation.", "Không có thao tác này.",
            "See the reference of the interface.", "Xem tài liệu tham chiếu của giao diện."),
        Entry(
            "content_unreadable", 422, "The stored message cannot be read as a document.",
            "Không đọc được nội dung văn bản đã lưu.", "Read its bytes: GET /documents/{id}/content.",
            "Đọc nguyên văn: GET /documents/{id}/content."),
        Entry(
            "parameter_missing", 400, "A parameter is missing.", "Thiếu tham số.", "Send it.", "Bổ sung tham số."),
        Entry(
            "parameter_invalid", 400, "A parameter has no meaning here.", "Giá trị tham số không hợp lệ.",
            "See the reference of the interface.", "Xem tài liệu tham chiếu của giao diện."),
        Entry(
            "message_type_mismatch", 422, "The message is of another type than was said.",
            "Loại thông điệp khác với loại đã khai.", "Say edoc for documents, status for statuses.",
            "Khai edoc cho văn bản, status cho trạng thái."),
        Entry(
            "document_duplicate", 409, "The document came before.", "Văn bản đã được gửi trước đó.",
            "Nothing is to be done: it is here.", "Không cần làm gì: văn bản đã có."),
    ]
}
