/// The codes of mailing alerts.
extension Catalogue {
    static let mail: [Entry] = [
        Entry(
            "email_malformed", 422, "It is no e-mail address.", "Không phải địa chỉ thư điện tử.",
            "Give an address such as vanthu@example.gov.vn, in ASCII.",
            "Nêu địa chỉ dạng vanthu@example.gov.vn, chỉ gồm ký tự ASCII.", "RFC 5321, 4.1.2"),
        Entry(
            "mail_not_set_up", 409, "No SMTP server is set up.", "Chưa cấu hình máy chủ SMTP.",
            "Start the daemon with lgsp serve --mail-server URL --mail-from ADDRESS.",
            "Khởi động dịch vụ bằng lgsp serve --mail-server URL --mail-from ĐỊA_CHỈ."),
        Entry(
            "mail_refused", 0, "The SMTP server refused the mail.", "Máy chủ SMTP từ chối thư.",
            "Read what the server said; look at the sender's and the receiver's address.",
            "Đọc câu trả lời của máy chủ; kiểm tra địa chỉ gửi và địa chỉ nhận.", "RFC 5321, 4.2"),
        Entry(
            "login_denied", 0, "User and password were not accepted.",
            "Tên người dùng và mật khẩu không được chấp nhận.",
            "Look at the two lines of the file of --mail-credentials.",
            "Kiểm tra hai dòng trong tệp của --mail-credentials.", "RFC 4954"),
        Entry(
            "mail_credentials_open", 0, "Others may read the file of the SMTP server's password.",
            "Người khác đọc được tệp chứa mật khẩu của máy chủ SMTP.", "Run chmod 600 on it.",
            "Chạy chmod 600 với tệp đó."),
        Entry(
            "mail_credentials_malformed", 0, "The file of the SMTP server's password does not hold two lines.",
            "Tệp chứa mật khẩu của máy chủ SMTP không gồm hai dòng.",
            "Write the user in the first, the password in the second.",
            "Ghi tên người dùng ở dòng đầu, mật khẩu ở dòng hai."),
    ]
}
