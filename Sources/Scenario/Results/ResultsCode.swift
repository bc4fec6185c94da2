/// The codes of what can be wrong with a results file; stable for ever.
public enum ResultsCode: String, CaseIterable, Sendable {
    /// The file cannot be opened or read.
    case unreadable = "replay_results_unreadable"
    /// The file is not JSON.
    case syntax = "replay_results_syntax"
    /// JSON, but no results of a replay, or of a format that is not known.
    case format = "replay_results_format"
    /// A member that every results file has is not there.
    case missing = "replay_results_missing"
    /// A value of the wrong kind or out of its range.
    case badValue = "replay_results_bad_value"
    /// Files that are to be merged are not parts of one run.
    case notOneRun = "replay_results_not_one_run"
    /// Parts of the run are not there, or stand twice.
    case parts = "replay_results_parts"

    /// One sentence that says what is wrong, in Vietnamese where `vietnamese`.
    public func title(vietnamese: Bool) -> String {
        switch self {
        case .unreadable: vietnamese ? "Không đọc được tệp kết quả." : "The results file cannot be read."
        case .syntax: vietnamese ? "Tệp kết quả không phải JSON hợp lệ." : "The results file is not valid JSON."
        case .format:
            vietnamese ? "Tệp không phải kết quả của lgsp replay." : "The file does not hold the results of a replay."
        case .missing: vietnamese ? "Tệp kết quả thiếu một tên bắt buộc." : "The results lack a required name."
        case .badValue: vietnamese ? "Giá trị trong tệp kết quả không hợp lệ." : "A value in the results is not valid."
        case .notOneRun:
            vietnamese ? "Các tệp không thuộc cùng một lần chạy." : "The files are not parts of one run."
        case .parts:
            vietnamese ? "Thiếu hoặc thừa một phần của lần chạy." : "A part of the run is missing or stands twice."
        }
    }

    /// What to do about it, in Vietnamese where `vietnamese`.
    public func hint(vietnamese: Bool) -> String {
        switch self {
        case .unreadable: vietnamese ? "Kiểm tra đường dẫn và quyền đọc." : "Check the path and the right to read it."
        case .syntax, .missing, .badValue:
            vietnamese
                ? "Tạo lại tệp bằng lgsp replay; định dạng: Documentation/reference/replay-results.md."
                : "Write it again with lgsp replay; the format: Documentation/reference/replay-results.md."
        case .format:
            vietnamese
                ? "Cho tệp mà lgsp replay -o đã ghi, định dạng \(ReplayResults.format)."
                : "Give a file that lgsp replay wrote, of the format \(ReplayResults.format)."
        case .notOneRun:
            vietnamese
                ? "So sánh hai lần chạy bằng lgsp replay compare." : "Two runs are compared with lgsp replay compare."
        case .parts:
            vietnamese ? "Cho mỗi phần của lần chạy đúng một lần." : "Give every part of the run once."
        }
    }
}
