/// Where a route runs.
enum WorkPlace: Sendable {
    /// On a thread that serves connections: what is long there delays everybody.
    case serving
    /// On a worker.
    case worker

    /// Bytes of contents that a route reads at most on a serving thread.
    static let limit = 1 << 20

    /// Whether `bytes` of contents may be read here; throws `LargeWork` where they are for a worker. Call it before
    /// anything is read or noted, since the route then runs again from its beginning.
    func check(_ bytes: some BinaryInteger, limit: Int = WorkPlace.limit) throws(LargeWork) {
        if self == .serving, bytes > limit { throw LargeWork(bytes: Int(clamping: bytes)) }
    }
}

/// A route has more to read than serving threads do: it runs again on a worker.
struct LargeWork: Error {
    /// How many bytes it will hold.
    let bytes: Int
}
