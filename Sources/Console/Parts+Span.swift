extension Parts {
    /// A span of time as people say it, in its two largest units.
    static func span(_ seconds: Int, _ context: PageContext) -> String {
        let units = [
            (86_400, context.word("d", "ngày")), (3_600, context.word("h", "giờ")),
            (60, context.word("min", "phút")), (1, context.word("s", "giây")),
        ]
        guard let first = units.firstIndex(where: { seconds >= $0.0 }) else { return "0 \(units[3].1)" }
        let (size, name) = units[first]
        var text = "\(seconds / size) \(name)"
        if first + 1 < units.count {
            let (next, nextName) = units[first + 1]
            let rest = seconds % size / next
            if rest > 0 { text += " \(rest) \(nextName)" }
        }
        return text
    }
}
