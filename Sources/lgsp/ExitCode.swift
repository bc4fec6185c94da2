/// How the program ends (`sysexits.h` from 64 on).
enum ExitCode: Int32, CaseIterable {
    case success = 0
    case failed = 1
    case invalid = 2
    case threshold = 3
    case timedOut = 4
    case usage = 64
    case badInput = 65
    case unreachable = 69
    case internalError = 70
    case notPermitted = 77
    case badConfiguration = 78

    /// What it says, in a word or two.
    var meaning: String {
        switch self {
        case .success: "ok"
        case .failed: "failed"
        case .invalid: "invalid"
        case .threshold: "threshold failed"
        case .timedOut: "timed out"
        case .usage: "usage"
        case .badInput: "bad input"
        case .unreachable: "unreachable"
        case .internalError: "internal"
        case .notPermitted: "not permitted"
        case .badConfiguration: "bad configuration"
        }
    }
}
