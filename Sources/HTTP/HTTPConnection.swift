internal import Glibc
internal import Platform
internal import Synchronization

/// What one connection is doing and since when: written by its own thread, read by the one that watches over all.
final class HTTPConnection: Sendable {
    /// Where a connection stands.
    enum Phase: UInt64, CaseIterable {
        /// No request is whole yet: the handshake, the first head.
        case greeting
        /// Between two requests.
        case idle
        /// A body comes in.
        case receiving
        /// The answer is made.
        case handling
        /// The answer goes out.
        case sending
        /// An answer goes out that is made meanwhile, and may never end.
        case streaming
    }

    let descriptor: Int32
    /// Where it came from.
    let source: HTTPSource
    /// Milliseconds on the monotonic clock times eight, plus the phase: one word, so that both are read together.
    private let word: Atomic<UInt64>
    /// Whose it is: what stands for a party, plus one; 0 for a stranger's.
    private let owner = Atomic<UInt64>(0)
    /// Whether it was told to close.
    let isClosing = Atomic(false)
    /// The request whose answer is made, for the one that watches.
    let exchange = Monitor<Weak?>(nil)
    /// Where the watching thread last saw how many bytes had moved, and when; that thread's alone.
    let mark = Monitor<(phase: Int64, at: Int64, bytes: Int64)>((0, 0, 0))

    /// The target of the request whose head comes in, until the request begins.
    let heard = Monitor<HeardTarget?>(nil)
    /// Words the answers to what cannot be read.
    let handler: any HTTPHandler

    /// A request that others hold.
    struct Weak {
        weak var exchange: HTTPExchange?
    }

    init(_ descriptor: Int32, _ handler: any HTTPHandler, source: HTTPSource = .none) {
        self.descriptor = descriptor
        self.handler = handler
        self.source = source
        word = Atomic(Self.word(.greeting))
    }

    /// Enters `phase` now.
    func enter(_ phase: Phase) { word.store(Self.word(phase), ordering: .releasing) }

    /// Whose it is; nil for a stranger's.
    var party: UInt64? {
        get {
            let value = owner.load(ordering: .relaxed)
            return value == 0 ? nil : value &- 1
        }
        set { owner.store(newValue.map { $0 &+ 1 } ?? 0, ordering: .relaxed) }
    }

    /// The phase, and the milliseconds on the monotonic clock when it began.
    var state: (phase: Phase, since: Int64) {
        let value = word.load(ordering: .acquiring)
        return (Phase(rawValue: value & 7) ?? .handling, Int64(value >> 3))
    }

    private static func word(_ phase: Phase) -> UInt64 {
        UInt64(MonotonicTime.now.nanoseconds / 1_000_000) << 3 | phase.rawValue
    }
}
