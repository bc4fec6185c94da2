@testable import Exchange

extension Delivered.Entry {
    static func sample(_ serial: Serial, _ id: Identifier, _ recipient: AgencyNumber) -> Delivered.Entry {
        Delivered.Entry(serial: serial, id: id, recipient: recipient, channel: .electronic)
    }
}

extension Delivered {
    static func sample(_ message: Message, _ entries: [Entry]) -> Delivered {
        Delivered(message: message, hub: 0, entries: entries)
    }
}
