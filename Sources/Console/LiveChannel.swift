internal import Platform

/// What all pages hear that may know the same: the present, and for each figure which message changed it last.
///
/// It grows with the figures that there are, not with the messages: whoever missed some gets their sum.
struct LiveChannel: Sendable {
    private var texts: [String: String] = [:]
    private var changes: [String: Int] = [:]
    /// How many messages there were.
    private(set) var number = 0
    /// The last one, for those who had the one before: what most of them need is made once.
    private var last: [UInt8] = []

    /// How many figures it holds.
    var count: Int { texts.count }

    /// Takes in the present as the next message; `feed` names the feed that it belongs to.
    mutating func take(_ new: [String: String], feed: String) {
        number += 1
        for (key, text) in new where texts[key] != text { changes[key] = number }
        for key in texts.keys where new[key] == nil { changes[key] = nil }
        texts = new
        last = changed(after: number - 1, feed)
    }

    /// What one needs who had the message `seen`; of a number that was not reached yet, that is everything.
    func message(after seen: Int, feed: String) -> [UInt8] {
        seen == number - 1 ? last : changed(after: seen > number ? 0 : seen, feed)
    }

    /// An event as Server-Sent Events write it (HTML, section 9.2.5).
    private func changed(after seen: Int, _ feed: String) -> [UInt8] {
        var json = JSONText()
        json.object { json in
            for (key, text) in texts.sorted(by: { $0.key < $1.key }) where (changes[key] ?? 0) > seen {
                json.key(dynamic: key)
                json.string(text)
            }
        }
        return Array("id: \(feed)-\(number)\ndata: ".utf8) + json.bytes + Array("\n\n".utf8)
    }
}
