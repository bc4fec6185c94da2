internal import Glibc

/// Lets a thread of ours sleep.
enum Pause {
    /// Sleeps about that long.
    static func milliseconds(_ count: Int64) {
        usleep(UInt32(clamping: count * 1000))
    }

    /// Sleeps until `moment` on the monotonic clock, in nanoseconds; not at all where that is over.
    static func until(_ moment: Int64) {
        var time = timespec(tv_sec: Int(moment / 1_000_000_000), tv_nsec: Int(moment % 1_000_000_000))
        while unsafe clock_nanosleep(CLOCK_MONOTONIC, Int32(TIMER_ABSTIME), &time, nil) == EINTR {}
    }
}
