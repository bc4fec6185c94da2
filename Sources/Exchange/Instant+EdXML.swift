extension Instant {
    /// `yyyy/MM/dd HH:mm:ss` in Vietnam, as edXML and the field's interfaces write it (QCVN 102:2016).
    public var edXMLText: String {
        let time = text.dropFirst(11).prefix(8)
        return "\(day.slashed) \(time)"
    }
}

extension Day {
    /// Its first moment in Vietnam.
    public var start: Instant { Instant(milliseconds: Int64(number) * 86_400_000 - 7 * 3_600_000) }

    /// `yyyy/MM/dd`.
    public var slashed: String { description.split(separator: "-").joined(separator: "/") }
}
