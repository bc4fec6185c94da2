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
    /// Milliseconds on the monotonic clock times eight, plus the phase: one word, so that both are read together.
    private let word: Atomic<UInt64>
    /// Bytes of the body that came in, or of the answer that goes out.
    let bytes = Atomic(0)
    /// Whether the peer's certificate is somebody's.
    let isKnown = Atomic(false)
    /// Whether it was told to close.
    let isClosing = Atomic(false)

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        word = Atomic(Self.word(.greeting))
    }

    /// Enters `phase` now.
    func enter(_ phase: Phase, bytes: Int = 0) {
        self.bytes.store(bytes, ordering: .relaxed)
        word.store(Self.word(phase), ordering: .releasing)
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
