internal import Exchange
internal import Glibc

/// The time in Vietnam (UTC+7, no summer time) as edXML writes it.
enum LocalClock {
    static var now: Instant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// `yyyy/MM/dd`.
    static func day(_ instant: Instant) -> String {
        instant.day.description.split(separator: "-").joined(separator: "/")
    }

    /// `yyyy/MM/dd HH:mm:ss`.
    static func timestamp(_ instant: Instant) -> String {
        let seconds = (instant.milliseconds / 1_000 + 7 * 3_600) % 86_400
        let parts = [seconds / 3_600, seconds / 60 % 60, seconds % 60]
        return day(instant) + " " + parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
