internal import Platform

/// What is wrong with a signingTime (RFC 5652, section 11.3): UTCTime to 2049, GeneralizedTime after it, in UTC with Z,
/// to the second.
enum SigningTimeFault {
    /// What is wrong with a value of `tag` and these bytes, nil where it is right.
    static func told(tag: UInt8, _ bytes: [UInt8]) -> String? {
        guard let name = tag == 0x17 ? "UTCTime" : tag == 0x18 ? "GeneralizedTime" : nil else {
            return "a signingTime that is neither UTCTime nor GeneralizedTime"
        }
        let text = String(decoding: bytes.prefix(40).map { (0x20...0x7E).contains($0) ? $0 : 0x3F }, as: UTF8.self)
        func fault(_ words: String) -> String { "signingTime \(text), a \(name) \(words)" }
        let digits = tag == 0x17 ? 12 : 14
        if DERTime.parse(tag: tag, bytes.span) != nil {
            let isShort = tag == 0x18 && (1950..<2050).contains(Int(text.prefix(4)) ?? 0)
            return isShort ? fault("of a year before 2050, which is UTCTime") : nil
        }
        if text.contains("+") || text.dropFirst().contains("-") { return fault("with an offset") }
        if text.contains(".") || text.contains(",") { return fault("with fractions of a second") }
        let count = text.prefix { $0.isNumber }.count
        if !text.hasSuffix("Z") { return fault("without Z") }
        if count == digits - 2, text.count == count + 1 { return fault("without seconds") }
        return fault(count == digits && text.count == count + 1 ? "that is no moment" : "of another form")
    }

    static let hint = Hint(
        "Give signingTime in UTC, with seconds and Z and nothing more: yyMMddHHmmssZ as UTCTime to 2049, yyyyMMddHHmmssZ as GeneralizedTime from 2050.",
        "Ghi signingTime theo giờ UTC, có giây và Z, không thêm gì: UTCTime yyMMddHHmmssZ đến năm 2049, GeneralizedTime yyyyMMddHHmmssZ từ năm 2050."
    )
}
