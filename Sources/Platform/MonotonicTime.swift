internal import Glibc

/// A moment on the clock that never runs back (`CLOCK_MONOTONIC`): for timers and measured durations only.
public struct MonotonicTime: Comparable, Hashable, Sendable {
    /// Nanoseconds since some moment before the machine's start of the program.
    public let nanoseconds: Int64

    /// The moment `nanoseconds` after the clock's origin.
    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// This moment.
    public static var now: MonotonicTime {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// The earlier moment comes first.
    public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The moment `milliseconds` later.
    public func advanced(byMilliseconds milliseconds: Int64) -> MonotonicTime {
        let (product, over) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, past) = nanoseconds.addingReportingOverflow(over ? .max : product)
        return MonotonicTime(nanoseconds: past ? .max : sum)
    }

    /// Nanoseconds from `earlier` to this moment.
    public func since(_ earlier: MonotonicTime) -> Int64 { nanoseconds - earlier.nanoseconds }
}
