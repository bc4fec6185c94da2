internal import Platform

/// A message's bytes as text to look at: what is long between two tags, base64 above all, is cut to its ends.
enum MessageText {
    /// Bytes of the whole, and of what stands between two tags, that are shown.
    private static let (all, run) = (400_000, 4_000)

    static func shown(_ bytes: [UInt8], _ context: PageContext) -> String {
        var shown: [UInt8] = []
        var start = 0
        while start < bytes.count, shown.count < all {
            let next = bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
            let part = bytes[start..<next]
            if part.count <= run {
                shown += part
            } else {
                let left = part.count - 400
                shown += part.prefix(300)
                shown += Array(context.word("… \(left) bytes …", "… \(left) byte …").utf8)
                shown += part.suffix(100)
            }
            start = next
        }
        // What was cut within a character is replaced.
        let text = String(decoding: shown, as: UTF8.self).replacing("\r\n", with: "\n")
        return start < bytes.count ? text + "\n…" : text
    }
}
