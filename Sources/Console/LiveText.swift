/// Figures in a page that the script keeps up to date.
struct LiveText {
    let values: LiveValues
    let context: PageContext

    /// A figure.
    func callAsFunction(_ name: String) -> HTML { "<span data-live=\"\(name)\">\(values[name])</span>" }

    /// A figure within a drawing.
    func drawn(_ name: String) -> HTML { "<tspan data-live=\"\(name)\">\(values[name])</tspan>" }

    /// A state as a word in the page's language.
    func word(_ name: String) -> HTML { "<span data-live=\"\(name)\">\(Self.word(values[name], context))</span>" }

    /// A state as a word within a drawing.
    func drawnWord(_ name: String) -> HTML {
        "<tspan data-live=\"\(name)\">\(Self.word(values[name], context))</tspan>"
    }

    /// The words of the states, as the script reads them.
    static func words(_ context: PageContext) -> String {
        let pairs = words.map { key, word in "\"\(key)\":\"\(context.word(word.english, word.vietnamese))\"" }
        return "{" + pairs.sorted().joined(separator: ",") + "}"
    }

    /// A state's word.
    static func word(_ state: String, _ context: PageContext) -> String {
        words[state].map { context.word($0.english, $0.vietnamese) } ?? state
    }

    private static let words: [String: (english: String, vietnamese: String)] = [
        "running": ("runs", "đang chạy"), "slow": ("slow", "chậm"), "stopped": ("stopped", "đang dừng"),
        "reached": ("reached", "đạt"), "missed": ("below", "chưa đạt"),
        "unknown": ("nothing counted", "chưa có số liệu"),
        "well": ("All is well.", "Mọi việc đều ổn."),
        "look": ("Something wants to be looked at.", "Có việc cần xem."),
        "act": ("Something has to be done.", "Có việc phải xử lý ngay."),
    ]
}
