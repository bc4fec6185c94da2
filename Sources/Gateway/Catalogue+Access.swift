/// The codes of tokens, roles and the console.
extension Catalogue {
    static let access: [Entry] = [
        Entry(
            "token_unknown", 401, "There is no such access token.", "Không có mã truy cập này.",
            "Ask an admin for one: lgsp token add.", "Đề nghị quản trị viên cấp: lgsp token add.", "RFC 6750, 3.1"),
        Entry(
            "too_many_attempts", 429, "Too many attempts failed; this one was not looked at.",
            "Quá nhiều lần xác thực thất bại; lần này chưa được xét.",
            "Wait as long as Retry-After says, and use the right secret; lgsp audit tells which pauses began.",
            "Chờ đủ thời gian ghi ở Retry-After rồi dùng đúng khóa bí mật; lgsp audit cho biết các lần tạm dừng.",
            "RFC 6585, 4"),
        Entry(
            "token_exists", 409, "There is a token of this name.", "Đã có mã truy cập mang tên này.",
            "Remove it first, or choose another name.", "Gỡ mã cũ trước, hoặc chọn tên khác."),
        Entry(
            "auditor_reads_only", 403, "An auditor reads everything and changes nothing.",
            "Kiểm toán viên xem mọi thứ nhưng không thay đổi gì.", "Ask an admin to do it.",
            "Đề nghị quản trị viên thực hiện."),
        Entry(
            "member_unknown", 400, "The body has a member that this operation does not know.",
            "Nội dung có thành phần mà thao tác này không biết.",
            "Correct its name, or leave it out.", "Sửa tên thành phần hoặc bỏ đi."),
        Entry(
            "hub_scope", 403, "This is about the whole bus; the caller's rights end at its hub.",
            "Thao tác này liên quan đến toàn trục; quyền của bên gọi chỉ trong phạm vi trục của mình.",
            "Ask an admin of the whole bus to do it.", "Đề nghị quản trị viên toàn trục thực hiện."),
        Entry(
            "cross_site", 403, "The request comes from a page of another site.",
            "Yêu cầu đến từ trang của một địa chỉ khác.", "Open the console itself, and do it there.",
            "Mở trực tiếp bảng điều khiển rồi thực hiện ở đó.", "Fetch Metadata"),
    ]
}
