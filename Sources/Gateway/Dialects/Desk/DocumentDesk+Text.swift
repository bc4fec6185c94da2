internal import Exchange
internal import Ledger

extension DocumentDesk.Item {
    /// The state as receivers are told it: a signature that is not valid is told with every delivery.
    var stateText: String {
        switch document.signature {
        case .valid: delivery.state.text
        case .invalid: delivery.state.text + "; chữ ký không hợp lệ"
        case .absent: delivery.state.text + "; không có chữ ký"
        }
    }
}

extension DocumentDesk.Sent {
    /// How far the sending is, as the field's interfaces say it: a copy that a withdrawal overtook never arrives.
    var sending: (status: String, text: String) {
        if delivery != nil { return ("done", "Đã gửi") }
        return document.withdrawal == nil ? ("processing", "Đang gửi") : ("fail", "Đã thu hồi")
    }

    /// What became of it at the receiver.
    var receiving: String {
        guard let delivery else { return "" }
        return delivery.takenAt == nil || delivery.state == .withdrawn
            ? delivery.state.text : delivery.state.text + "; đã bị thu hồi"
    }
}

extension DeliveryState {
    /// The state as the field's interfaces describe it.
    var text: String {
        switch self {
        case .initial: "Chưa xử lý"
        case .processing: "Đang xử lý"
        case .done: "Đã nhận"
        case .fail: "Nhận không thành công"
        case .withdrawn: "Đã bị thu hồi"
        case .givenUp: "Đã trả lại nơi gửi"
        }
    }
}
