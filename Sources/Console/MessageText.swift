internal import Platform

/// A message's bytes as text to look at: what has no end in it, base64 above all, is cut.
enum MessageText {
    /// Characters of a line, and of all, that are shown.
    private static let (line, all) = (2_000, 200_000)

    static func shown(_ bytes: [UInt8], _ context: PageContext) -> String {
        // Some more than is shown, since lines get shorter; what is cut within a character is replaced.
        let text = String(decoding: bytes.prefix(all * 8), as: UTF8.self).replacing("\r\n", with: "\n")
        var shown = ""
        for part in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard shown.utf8.count < all else { break }
            shown += shortened(part, context) + "\n"
        }
        let isCut = shown.utf8.count >= all || bytes.count > all * 8
        return isCut ? shown.prefix(all) + "\n…" : shown
    }

    /// The line with each run of letters and digits that nobody reads cut to its ends.
    private static func shortened(_ text: Substring, _ context: PageContext) -> String {
        guard text.utf8.count > line else { return String(text) }
        return text.split(separator: "<", omittingEmptySubsequences: false).map { part in
            guard part.utf8.count > line / 4 else { return String(part) }
            let left = context.word("… \(part.count - 160) characters …", "… \(part.count - 160) ký tự …")
            return part.prefix(120) + left + part.suffix(40)
        }.joined(separator: "<")
    }
}
