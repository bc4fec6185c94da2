internal import HTTP
internal import Platform

/// A text with contents inside that are written into the answer while it is sent, so that an answer holds a content once,
/// however slowly it is read.
struct SplicedBody: Sendable {
    /// A content, and where it stands.
    private struct Insert {
        /// Bytes of the text before it.
        let place: Int
        let content: [UInt8]
        let isBase64: Bool

        /// How many bytes it is in the answer.
        var length: Int { isBase64 ? (content.count + 2) / 3 * 4 : content.count }
    }

    private var inserts: [Insert] = []
    /// Bytes of a content that become one piece; divisible by three, so that base64 goes on without padding.
    private static let piece = 48 << 10
    /// Up to how many bytes an answer is made at once.
    private static let whole = 1 << 20

    /// Inserts `content` at the end of `text` as it is now.
    mutating func insert(_ content: [UInt8], at text: [UInt8]) {
        inserts.append(Insert(place: text.count, content: content, isBase64: false))
    }

    /// A string value with the base64 of `content`.
    mutating func base64(_ content: [UInt8], to json: inout JSONText) {
        json.string("")
        inserts.append(Insert(place: json.bytes.count - 1, content: content, isBase64: true))
    }

    /// Makes `response`, whose body is the text, the whole answer.
    func fill(_ response: HTTPResponse) -> HTTPResponse {
        var (response, text) = (response, response.body)
        let length = inserts.reduce(text.count) { $0 + $1.length }
        guard !inserts.isEmpty else { return response }
        var walk = Walk(text: text, inserts: inserts)
        response.body = []
        guard length > Self.whole else {
            response.body.reserveCapacity(length)
            while let more = walk.next() { response.body += more }
            return response
        }
        let held = inserts.reduce(text.count) { $0 + $1.content.count }
        text = []
        let rest = Monitor(walk)
        response.stream = HTTPStream(length: length, holds: held) { rest.withLock { $0.next() } }
        return response
    }

    /// How far the answer is written.
    private struct Walk {
        let text: [UInt8]
        let inserts: [Insert]
        var place = 0
        var number = 0
        var offset = 0

        /// The next piece, never an empty one; nil at the end.
        mutating func next() -> [UInt8]? {
            while true {
                let end = number < inserts.count ? inserts[number].place : text.count
                if place < end {
                    defer { place = end }
                    return Array(text[place..<end])
                }
                guard number < inserts.count else { return nil }
                let insert = inserts[number]
                guard offset < insert.content.count else {
                    (number, offset) = (number + 1, 0)
                    continue
                }
                let last = min(insert.content.count, offset + SplicedBody.piece)
                defer { offset = last }
                guard insert.isBase64 else { return Array(insert.content[offset..<last]) }
                var piece: [UInt8] = []
                Base64.append(insert.content.span.extracting(offset..<last), to: &piece)
                return piece
            }
        }
    }
}
