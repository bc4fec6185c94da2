internal import Glibc

/// Lets a thread of ours sleep.
enum Pause {
    /// Sleeps about that long.
    static func milliseconds(_ count: Int64) {
        usleep(UInt32(clamping: count * 1000))
    }
}
