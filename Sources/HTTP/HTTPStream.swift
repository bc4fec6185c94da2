internal import CMicroHTTPD
internal import Glibc
internal import Platform

/// The body of an answer that is made while it is sent: asked for more whenever the client has taken what was there.
///
/// It holds one piece at a time, so a client that reads slowly costs no memory; one that does not read at all is cut by
/// the server's timeout. While there is nothing to send the connection sleeps, and only `wake` makes it go on.
@safe public final class HTTPStream: @unchecked Sendable {
    // Sendable: `piece` and `sent` belong to the connection's thread alone; `state` is behind the lock.
    @safe private struct State {
        var suspended: OpaquePointer?
        var isWoken = false
        var isStopping = false
        var isOver = false

        mutating func wake() {
            isWoken = true
            guard let connection = unsafe suspended else { return }
            unsafe suspended = nil
            unsafe MHD_resume_connection(connection)
        }
    }

    private let lock = Monitor(State())
    /// How many bytes the body has in all; nil where nobody knows yet.
    let length: Int?
    /// Bytes of memory that it holds until its end.
    let holds: Int
    private let next: @Sendable () -> [UInt8]?
    private let onEnd: @Sendable () -> Void
    private var piece: [UInt8] = []
    private var sent = 0

    /// A body whose pieces `next` gives, on the connection's thread: an empty one puts the connection to sleep, nil ends
    /// the body. `onEnd` is called once, when the request is over for whatever reason. Where `length` is given the pieces have
    /// exactly so many bytes together; `holds` counts as memory of the answer.
    public init(
        length: Int? = nil, holds: Int = 0, next: @escaping @Sendable () -> [UInt8]?,
        onEnd: @escaping @Sendable () -> Void = {}
    ) {
        self.length = length
        self.holds = holds
        self.next = next
        self.onEnd = onEnd
    }

    /// Has `next` asked again; from any thread, at any time.
    public func wake() { lock.withLock { $0.isOver ? () : $0.wake() } }

    /// Ends the body with what was sent already.
    func stop() {
        lock.withLock { state in
            state.isStopping = true
            if !state.isOver { state.wake() }
        }
    }

    /// The request is over: nobody may touch the connection any more.
    func finish() {
        let isFirst = lock.withLock { state in
            defer { state.isOver = true }
            unsafe state.suspended = nil
            return !state.isOver
        }
        if isFirst { onEnd() }
    }

    /// Copies what comes next to `buffer`; 0 where the connection now sleeps, -1 at the end.
    @unsafe func read(into buffer: UnsafeMutableRawBufferPointer, _ connection: OpaquePointer) -> Int {
        while sent == piece.count {
            let isStopping = lock.withLock { state in
                state.isWoken = false
                return state.isStopping
            }
            guard !isStopping, let more = next() else { return -1 }
            (piece, sent) = (more, 0)
            guard more.isEmpty else { break }
            // Woken while it looked: it looks again, or the wake would be lost.
            let sleeps = lock.withLock { state in
                guard !state.isWoken, !state.isStopping else { return false }
                unsafe state.suspended = connection
                unsafe MHD_suspend_connection(connection)
                return true
            }
            if sleeps { return 0 }
        }
        let count = min(buffer.count, piece.count - sent)
        unsafe piece.withUnsafeBytes { bytes in
            unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[sent..<sent + count]))
        }
        sent += count
        return count
    }
}
