/// Words for plausible subjects and invented people.
enum Vocabulary {
    static let actions = [
        "triển khai", "tăng cường", "báo cáo kết quả", "đôn đốc thực hiện", "góp ý dự thảo", "hướng dẫn",
        "phê duyệt", "rà soát", "kiểm tra", "tổng kết", "điều chỉnh", "phối hợp thực hiện",
    ]

    static let matters = [
        "công tác cải cách hành chính", "kế hoạch sử dụng đất", "chuyển đổi số trong cơ quan nhà nước",
        "phòng, chống thiên tai", "xây dựng nông thôn mới", "công tác tiếp công dân", "chi ngân sách quý này",
        "gửi, nhận văn bản điện tử", "bảo đảm an toàn thông tin", "công tác tiêm chủng", "giảm nghèo bền vững",
        "an toàn thực phẩm", "giải phóng mặt bằng", "tuyển sinh đầu cấp", "quản lý bảo vệ rừng",
        "cấp chứng thư số cho cán bộ", "giải quyết thủ tục hành chính", "đào tạo nghề cho lao động nông thôn",
    ]

    static let places = [
        "trên địa bàn tỉnh", "tại các xã, phường, thị trấn", "trong sáu tháng đầu năm", "giai đoạn 2021 - 2025",
        "tại các cơ quan, đơn vị", "trong quý III", "đến hết năm", "theo chỉ đạo của cấp trên",
    ]

    static let familyNames = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi"]
    static let middleNames = ["Thử", "Mẫu", "Giả", "Phỏng"]
    static let givenNames = ["Nghiệm", "Định", "Lập", "Minh Họa", "Ví Dụ", "Kịch Bản"]

    /// A subject for a document of the type called `type`.
    static func subject(of type: String, using random: inout SplitMix64) -> String {
        let action = actions[random.below(actions.count)]
        let matter = matters[random.below(matters.count)]
        let place = places[random.below(places.count)]
        return type == "Công văn" ? "V/v \(action) \(matter) \(place)" : "\(type) \(action) \(matter) \(place)"
    }

    /// The name of somebody who, plainly, does not exist.
    static func person(using random: inout SplitMix64) -> String {
        let family = familyNames[random.below(familyNames.count)]
        let middle = middleNames[random.below(middleNames.count)]
        return "\(family) \(middle) \(givenNames[random.below(givenNames.count)])"
    }
}
