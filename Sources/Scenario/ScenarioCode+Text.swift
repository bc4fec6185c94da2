extension ScenarioCode {
    /// One sentence that says what is wrong, in Vietnamese where `vietnamese`.
    public func title(vietnamese: Bool) -> String {
        switch self {
        case .unreadable:
            vietnamese ? "Không đọc được tệp kịch bản." : "The scenario file cannot be read."
        case .syntax:
            vietnamese ? "Tệp kịch bản không phải JSON hợp lệ." : "The scenario file is not valid JSON."
        case .unknownKey:
            vietnamese ? "Kịch bản có tên không được biết." : "The scenario has a name that is not known."
        case .missingKey:
            vietnamese ? "Kịch bản thiếu một tên bắt buộc." : "The scenario lacks a required name."
        case .badValue:
            vietnamese ? "Giá trị trong kịch bản không hợp lệ." : "A value in the scenario is not valid."
        case .directoryTooSmall:
            vietnamese
                ? "Danh bạ không đủ cơ quan cho kịch bản." : "The directory has too few agencies for the scenario."
        case .identityMissing:
            vietnamese
                ? "Thiếu chứng thư hoặc khóa của một định danh." : "The certificate or key of an identity is missing."
        case .unreachable:
            vietnamese ? "Không kết nối được tới máy chủ." : "The daemon cannot be reached."
        case .unexpectedAnswer:
            vietnamese
                ? "Máy chủ trả lời không như mong đợi." : "The daemon gave an answer that the run cannot go on with."
        case .timeout:
            vietnamese ? "Lần chạy không kết thúc trong thời hạn." : "The run did not end within its time."
        case .thresholdFailed:
            vietnamese ? "Có số liệu nằm ngoài ngưỡng." : "A figure lies outside the scenario's thresholds."
        }
    }

    /// What to do about it, in Vietnamese where `vietnamese`.
    public func hint(vietnamese: Bool) -> String {
        switch self {
        case .unreadable:
            vietnamese ? "Kiểm tra đường dẫn và quyền đọc." : "Check the path and the right to read it."
        case .syntax:
            vietnamese
                ? "Sửa tại dòng được nêu; chú thích bắt đầu bằng //." : "Mend the line given; comments begin with //."
        case .unknownKey:
            vietnamese ? "Sửa lỗi chính tả hoặc xóa tên đó." : "Correct its spelling, or take it out."
        case .missingKey:
            vietnamese
                ? "Thêm tên đó; xem Documentation/reference/scenario.md."
                : "Add it; Documentation/reference/scenario.md shows all of them."
        case .badValue:
            vietnamese ? "Đặt giá trị trong khoảng được nêu." : "Give a value of the kind and range stated."
        case .directoryTooSmall:
            vietnamese
                ? "Khởi động máy chủ với danh bạ có đủ các cấp."
                : "Start the daemon with a topology that has every tier."
        case .identityMissing:
            vietnamese
                ? "Chạy lgsp serve hoặc lgsp pki init để tạo định danh."
                : "Let lgsp serve or lgsp pki init make the identities."
        case .unreachable:
            vietnamese ? "Khởi động lgsp serve rồi chạy lại." : "Start lgsp serve, then run again."
        case .unexpectedAnswer:
            vietnamese ? "Xem nhật ký máy chủ và mã lỗi." : "Look at the code in the answer and the daemon's output."
        case .timeout:
            vietnamese
                ? "Tăng load.seconds hoặc giảm số văn bản." : "Raise load.seconds, or send fewer documents."
        case .thresholdFailed:
            vietnamese
                ? "Xem các dòng FAILED ở cuối báo cáo." : "Look at the lines marked FAILED at the report's end."
        }
    }

    /// The text of the law or standard behind it; none of these has one.
    public var clause: String? { nil }
}
