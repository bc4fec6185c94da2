/// Decides which of the messages that wait at hubs goes next: the more urgent one, but never for ever.
///
/// A lane holds the messages of one urgency. The highest lane with something due goes first; every `turn`-th step
/// belongs to the message that has been due longest, whatever its lane, so that ordinary documents get on under any
/// number of urgent ones.
public enum Overtaking {
    /// The lanes, from thường (0) to hỏa tốc (3).
    public static let lanes = 0..<4
    /// Every so many steps the message that waits longest goes.
    public static let turn = 8

    /// The lane of documents of `urgency` (`OtherInfo/Priority`); the legacy 4, hỏa tốc hẹn giờ, goes with hỏa tốc.
    public static func lane(urgency: UInt8) -> Int { min(Int(urgency), lanes.upperBound - 1) }

    /// The lane that step number `step` takes from; `due` says since when the head of each lane is due, nil for none.
    public static func next(_ due: [Instant?], step: Int) -> Int? {
        let waiting = due.indices.filter { due[$0] != nil }
        if step % turn == turn - 1 { return waiting.min { (due[$0] ?? .distant, -$0) < (due[$1] ?? .distant, -$1) } }
        return waiting.last
    }
}

extension Instant {
    fileprivate static let distant = Instant(milliseconds: .max)
}
