internal import Glibc
internal import Platform

/// The end of a process that can no longer trust its disk.
enum DurabilityLoss {
    /// Says why and exits at once with 74 (`EX_IOERR`).
    ///
    /// After a failed fsync the kernel may have dropped the pages and will report success the next time, so neither a
    /// retry nor an orderly shutdown can be believed.
    static func stop(_ error: LedgerError) -> Never {
        StandardError.write("lgsp: durability_lost: \(error)")
        _exit(74)
    }
}
