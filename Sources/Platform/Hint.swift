/// What to do about one finding, in both languages: where it says more than the words of the finding's code.
public struct Hint: Sendable, Hashable {
    /// In English.
    public let english: String
    /// In Vietnamese.
    public let vietnamese: String

    /// These words.
    public init(_ english: String, _ vietnamese: String) {
        self.english = english
        self.vietnamese = vietnamese
    }

    /// The words in Vietnamese where asked for, else in English.
    public func text(vietnamese isVietnamese: Bool) -> String { isVietnamese ? vietnamese : english }

    /// What to do about a body that cannot be read because it is compressed; nil unless its first bytes say so.
    public static func ofCompressed(_ body: [UInt8]) -> Hint? {
        let name: String
        switch body.prefix(4) {
        case let start where start.starts(with: [0x1F, 0x8B]): name = "gzip"
        case [0x28, 0xB5, 0x2F, 0xFD]: name = "zstd"
        case let start where [[0x78, 0x01], [0x78, 0x9C], [0x78, 0xDA]].contains(Array(start.prefix(2))):
            name = "deflate"
        default: return nil
        }
        return Hint(
            "The body looks \(name)-compressed: send it as it is; compression is often a switch of the HTTP library.",
            "Nội dung có vẻ đã nén \(name): gửi dữ liệu chưa nén; việc nén thường là một tùy chọn của thư viện HTTP.")
    }
}
