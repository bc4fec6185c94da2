internal import Glibc
internal import Synchronization

/// A POSIX thread of our own, for work that blocks (the writer, load generators): never the cooperative pool's.
public final class Thread: @unchecked Sendable {
    // Sendable: the handle is written once, before the object is shared, and joined at most once by contract.
    private var handle = pthread_t()
    private let isOver = Atomic(false)

    /// Starts a thread that runs `body`; `name` stands in the error where that fails.
    public init(name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
        let work = unsafe Unmanaged.passRetained(Work(body: body))
        let result = unsafe pthread_create(
            &handle, nil,
            { pointer in
                guard let pointer = unsafe pointer else { return nil }
                let work = unsafe Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue()
                work.body()
                return nil
            }, work.toOpaque())
        if result != 0 {
            unsafe work.release()
            isOver.store(true, ordering: .relaxed)
            throw SystemError(call: "pthread_create", subject: name, number: result)
        }
    }

    /// A thread that nobody waits for gives its memory back at its end.
    deinit {
        if !isOver.load(ordering: .relaxed) { pthread_detach(handle) }
    }

    /// Waits for the thread's end; call it once.
    public func join() {
        pthread_join(handle, nil)
        isOver.store(true, ordering: .relaxed)
    }

    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }
}
