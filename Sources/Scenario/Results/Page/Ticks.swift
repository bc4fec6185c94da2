/// Where the marks of an axis stand: numbers that people count by.
enum Ticks {
    /// About `count` marks from 0 to `high` in steps of 1, 2 or 5 times a power of ten; the last is `high` or above.
    static func linear(to high: Double, count: Int) -> [Double] {
        let step = niceAbove(max(high, 1e-9) / Double(max(1, count)))
        return (0...max(1, Int((high / step - 1e-9).rounded(.up)))).map { Double($0) * step }
    }

    /// Marks at 1, 2 and 5 times the powers of ten, from the last at or below `low` to the first at or above `high`.
    static func logarithmic(from low: Double, to high: Double) -> [Double] {
        let low = max(low, 1e-9)
        var marks: [Double] = [niceBelow(low)]
        while let last = marks.last, last < high * 0.999_999, marks.count < 80 { marks.append(next(after: last)) }
        if marks.count < 2, let last = marks.last { marks.append(next(after: last)) }
        return marks
    }

    /// At most about `count` marks between two moments, in steps that a clock knows.
    static func time(from begin: Double, to end: Double, count: Int) -> [Double] {
        let wanted = max((end - begin) / Double(max(1, count)), 0.001)
        let clock: [Double] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400]
        let step = wanted < 1 || wanted > 86_400 ? niceAbove(wanted) : clock.first { $0 >= wanted } ?? 86_400
        var marks: [Double] = []
        var mark = (begin / step).rounded(.up) * step
        while mark <= end + step * 1e-6, marks.count < 100 {
            marks.append(mark)
            mark += step
        }
        return marks
    }

    private static func decade(of value: Double) -> Double {
        var decade = 1.0
        while decade > value { decade /= 10 }
        while decade * 10 <= value { decade *= 10 }
        return decade
    }

    private static func niceBelow(_ value: Double) -> Double {
        let decade = decade(of: value)
        return value >= decade * 5 ? decade * 5 : value >= decade * 2 ? decade * 2 : decade
    }

    private static func niceAbove(_ value: Double) -> Double {
        let nice = niceBelow(value)
        return nice >= value * 0.999_999 ? nice : next(after: nice)
    }

    private static func next(after nice: Double) -> Double {
        // 1, 2, 5 by what the leading figure is; a little more, for a decade is not always exact.
        let lead = nice / decade(of: nice * 1.000_001)
        return lead < 1.5 ? nice * 2 : lead < 3 ? nice * 2.5 : nice * 2
    }
}
