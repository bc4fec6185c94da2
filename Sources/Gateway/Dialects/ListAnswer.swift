internal import HTTP
internal import Platform

/// An answer whose last member is a long list.
///
/// A short one is made at once. A long one is made a piece at a time while it is sent, so that a nation's directory costs
/// neither memory nor anybody else's time.
enum ListAnswer {
    /// How many items are written at a time, and up to how many an answer is made at once.
    static let piece = 500

    /// The answer `envelope`, whose body ends with an empty list and the object around it, filled with what `write` makes
    /// of the numbers below `count`; `write` may pass an item over by writing nothing.
    static func fill(
        _ envelope: HTTPResponse, count: Int, write: @escaping @Sendable (Int, inout JSONText) -> Void
    ) -> HTTPResponse {
        var response = envelope
        var head = envelope.body
        let end = Array("]}".utf8)
        guard head.suffix(2).elementsEqual(end) else { return envelope }
        head.removeLast(2)
        let pieces = Monitor(Pieces(rest: head, end: end, count: count, write: write))
        guard count > piece else {
            response.body = []
            while let more = pieces.withLock({ $0.next() }) { response.body += more }
            return response
        }
        response.body = []
        response.stream = HTTPStream { pieces.withLock { $0.next() } }
        return response
    }

    private struct Pieces {
        /// What comes before the next items.
        var rest: [UInt8]
        let end: [UInt8]
        let count: Int
        let write: @Sendable (Int, inout JSONText) -> Void
        var position = 0
        var hasItem = false
        var isOver = false

        /// The next piece, never an empty one; nil at the end.
        mutating func next() -> [UInt8]? {
            guard !isOver else { return nil }
            var bytes = rest
            rest = []
            while position < count {
                var json = JSONText(capacity: 64 * ListAnswer.piece)
                let last = min(count, position + ListAnswer.piece)
                while position < last {
                    write(position, &json)
                    position += 1
                }
                guard !json.bytes.isEmpty else { continue }
                if hasItem { bytes.append(UInt8(ascii: ",")) }
                hasItem = true
                return bytes + json.bytes
            }
            isOver = true
            return bytes + end
        }
    }
}
