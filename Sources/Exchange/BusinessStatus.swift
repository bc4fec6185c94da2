/// A business status of a document (QCVN 102:2016, Decision 28/2018): what an agency says about a document.
public enum BusinessStatus: UInt8, CaseIterable, Sendable {
    /// Đã đến: in the receiver's system.
    case arrived = 1
    /// Từ chối tiếp nhận: refused; a reason is mandatory.
    case refused = 2
    /// Đã tiếp nhận: accepted and registered.
    case accepted = 3
    /// Phân công: assigned.
    case assigned = 4
    /// Đang xử lý: being processed.
    case processing = 5
    /// Hoàn thành: done.
    case done = 6
    /// Yêu cầu lấy lại: the sender asks for it back; a reason is mandatory.
    case recallRequested = 13
    /// Đồng ý cập nhật/lấy lại: the receiver agrees.
    case recallAgreed = 15
    /// Từ chối cập nhật/lấy lại: the receiver refuses.
    case recallRefused = 16

    /// The status that two digits name, such as `03`; 00, 07–12, 14 and others name none.
    public init?(code: String) {
        guard code.utf8.count == 2, code.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = UInt8(code)
        else { return nil }
        self.init(rawValue: value)
    }

    /// The two digits, such as `03`.
    public var code: String { padded(rawValue, 2) }

    /// Whether it must come with a reason.
    public var needsReason: Bool { self == .refused || self == .recallRequested }

    /// What a status does to a delivery.
    public enum Effect: UInt8, Sendable {
        /// It is the delivery's status from now on.
        case moves = 0
        /// It came after a higher one or after the end: recorded, moves nothing.
        case late = 1
        /// The same status again: one status.
        case repeats = 2
    }

    /// What `self` does where `current` stands; nil where it is not allowed there (15 and 16 answer 13 only).
    ///
    /// 02 and 06 end the processing; jumps forward are legal; 13 may come at any time, 15 and 16 only after 13.
    public func effect(on current: BusinessStatus?) -> Effect? {
        guard let current else {
            return self == .recallAgreed || self == .recallRefused ? nil : .moves
        }
        if current == self { return .repeats }
        switch self {
        case .recallRequested: return current == .recallAgreed ? .late : .moves
        case .recallAgreed, .recallRefused: return current == .recallRequested ? .moves : nil
        default:
            if current == .refused || current == .done || current.rawValue > rawValue { return .late }
            return .moves
        }
    }
}
