/// The documents under way, by serial: a ring in which the newest take the place of the oldest.
///
/// What a receiver fetches so late that its place is taken is counted, but its time to the mailbox is not.
struct Flights: Sendable {
    /// One document.
    struct Flight: Sendable {
        var serial = 0
        var phase = 0
        var intended: Int64 = 0
        var sent: Int64 = 0
        /// Nanoseconds until it was accepted; 0 where there is no answer yet.
        var taken: Int64 = 0
        /// Whether the run knows that it was not accepted.
        var failed = false
    }

    private static let size = 1 << 16
    private var ring = [Flight](repeating: Flight(), count: size)

    /// The flight of the document `serial`; nil where it is gone.
    subscript(_ serial: Int) -> Flight? {
        get {
            let flight = ring[serial % Self.size]
            return flight.serial == serial ? flight : nil
        }
        set {
            guard let newValue else { return }
            ring[serial % Self.size] = newValue
        }
    }
}
