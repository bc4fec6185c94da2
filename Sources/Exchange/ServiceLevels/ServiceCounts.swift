/// The counts of service levels, of one party and some days or of many added up.
public struct ServiceCounts: Hashable, Sendable {
    /// A span of time that is measured of what was received.
    public enum Measure: CaseIterable, Sendable {
        /// From delivery to the first reading.
        case fetch
        /// From delivery to the confirmation.
        case receipt
    }

    private var counts = [Int64](repeating: 0, count: ServiceFigure.count)

    /// Nothing counted.
    public init() {}

    /// One count.
    public subscript(figure: ServiceFigure) -> Int64 {
        get { counts[figure.index] }
        set { counts[figure.index] = newValue }
    }

    /// The counts in order of the figures' places.
    public var all: [Int64] { counts }

    /// Adds counts in order of the figures' places.
    public mutating func add(_ others: some Sequence<Int64>) {
        for (index, count) in others.prefix(counts.count).enumerated() { counts[index] += count }
    }

    /// Documents sent.
    public var documents: Int64 { counts[...ServiceFigure.sentLate.index].reduce(0, +) }

    /// Deliveries that wait for their receiver.
    public var open: Int64 {
        self[.delivered] - self[.receivedSameDay] - self[.receivedLate] - self[.deadLetters] - self[.withdrawn]
    }

    /// The part of documents sent on the day of issue; nil where there is none.
    public var sentSameDayShare: Double? { share(self[.sentSameDay], of: documents) }

    /// The part sent on the day of issue or by noon of the next working day; nil where there is none.
    public var sentInTimeShare: Double? {
        share(self[.sentSameDay] + self[.sentNextMorning], of: documents)
    }

    /// Of deliveries that were not withdrawn, the part received by the end of the working day; nil where there is none.
    public var receivedSameDayShare: Double? {
        share(self[.receivedSameDay], of: self[.delivered] - self[.withdrawn])
    }

    /// How many took how long, a number a span.
    public func histogram(_ measure: Measure) -> ArraySlice<Int64> {
        let first = (measure == .fetch ? ServiceFigure.fetched(0) : .received(0)).index
        return counts[first..<first + ServiceLevels.spanCount]
    }

    /// The seconds within which at least `percent` of what was measured was done, the end of a span; nil where nothing was
    /// measured, and where it took longer than the longest span that has an end.
    public func seconds(_ measure: Measure, percent: Int64) -> Int64? {
        let histogram = histogram(measure)
        let all = histogram.reduce(0, +)
        guard all > 0 else { return nil }
        var seen: Int64 = 0
        for (count, end) in zip(histogram, ServiceLevels.spans) {
            seen += count
            if seen * 100 >= all * percent { return end }
        }
        return nil
    }

    private func share(_ part: Int64, of whole: Int64) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
    }
}
