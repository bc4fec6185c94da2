extension ReplayResults.Series {
    /// No merged series has more intervals: parts that lie years apart are not of one run.
    private static let maximumCount = 10_000_000

    /// Both added, interval by interval, by the time they begin.
    func merged(_ other: Self, path: String) throws(ResultsError) -> Self {
        let first = min(begin, other.begin)
        let length = ((max(end, other.end) - first) / bucketSeconds).rounded()
        guard length <= Double(Self.maximumCount) else {
            throw ResultsError(.notOneRun, path: path, "it began too long before or after the other parts")
        }
        let total = Int(length)
        func place(_ series: Self) -> Int { Int(((series.begin - first) / bucketSeconds).rounded()) }
        func add(_ list: KeyPath<Self, [Double]>) -> [Double] {
            guard !self[keyPath: list].isEmpty || !other[keyPath: list].isEmpty else { return [] }
            var sums = [Double](repeating: 0, count: total)
            for series in [self, other] {
                let offset = place(series)
                for (index, value) in series[keyPath: list].enumerated() where offset + index < total {
                    sums[offset + index] += value
                }
            }
            return sums
        }
        var sum = Self(bucketSeconds: bucketSeconds, begin: first)
        sum.planned = add(\.planned)
        sum.sent = add(\.sent)
        sum.accepted = add(\.accepted)
        sum.errors = add(\.errors)
        sum.backlog = add(\.backlog)
        let (left, right) = (place(self), place(other))
        if !p50.isEmpty || !other.p50.isEmpty {
            sum.p50 = (0..<total).map { index in
                Self.mean(
                    (Self.value(p50, index - left), Self.weight(accepted, index - left)),
                    (Self.value(other.p50, index - right), Self.weight(other.accepted, index - right)))
            }
        }
        if !p99.isEmpty || !other.p99.isEmpty {
            sum.p99 = (0..<total).map { index in
                [Self.value(p99, index - left), Self.value(other.p99, index - right)].compactMap(\.self).max()
            }
        }
        return sum
    }

    private static func value(_ list: [Double?], _ index: Int) -> Double? {
        list.indices.contains(index) ? list[index] : nil
    }

    private static func weight(_ list: [Double], _ index: Int) -> Double {
        list.indices.contains(index) ? max(list[index], 1) : 1
    }

    private static func mean(_ left: (value: Double?, weight: Double), _ right: (value: Double?, weight: Double))
        -> Double?
    {
        guard let first = left.value else { return right.value }
        guard let second = right.value else { return first }
        return (first * left.weight + second * right.weight) / (left.weight + right.weight)
    }
}
