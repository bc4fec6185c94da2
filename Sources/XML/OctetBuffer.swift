internal import Glibc

/// Bytes on their way to a digest: gathered in one piece of memory, handed on when there are enough of them.
@safe struct OctetBuffer: ~Copyable {
    // The memory is this value's alone from its making to its end, and nobody else gets its address for longer than a call.
    private var storage: UnsafeMutablePointer<UInt8>
    private var capacity = 16 * 1024
    private(set) var count = 0
    private var handedOn = 0
    /// How many bytes came in all.
    var total: Int { handedOn + count }
    /// Takes full pieces; while there is none, the buffer grows.
    private var sink: (any XMLDigest)?

    init() { unsafe storage = .allocate(capacity: capacity) }

    deinit { unsafe storage.deallocate() }

    /// Hands what is there to `sink`, and everything that comes from now on.
    mutating func connect(_ sink: any XMLDigest) {
        self.sink = sink
        flush()
    }

    /// Hands on what is there.
    mutating func flush() {
        guard let sink, count > 0 else { return }
        unsafe sink.update(UnsafeRawBufferPointer(start: storage, count: count))
        handedOn += count
        count = 0
    }

    mutating func append(_ byte: UInt8) {
        if count == capacity { makeRoom(1) }
        unsafe storage[count] = byte
        count += 1
    }

    mutating func append(_ text: StaticString) {
        unsafe append(UnsafeRawPointer(text.utf8Start), text.utf8CodeUnitCount)
    }

    /// A C string.
    @unsafe mutating func append(name: UnsafePointer<UInt8>) {
        unsafe append(UnsafeRawPointer(name), strlen(UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self)))
    }

    @unsafe mutating func append(_ bytes: UnsafeRawPointer, _ length: Int) {
        if length > capacity - count { makeRoom(length) }
        // What is longer than the whole buffer goes straight on.
        if length > capacity, let sink {
            unsafe sink.update(UnsafeRawBufferPointer(start: bytes, count: length))
            handedOn += length
            return
        }
        unsafe memcpy(storage + count, bytes, length)
        count += length
    }

    private mutating func makeRoom(_ length: Int) {
        if sink != nil { return flush() }
        while capacity - count < length { capacity *= 2 }
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        unsafe larger.update(from: storage, count: count)
        unsafe storage.deallocate()
        unsafe storage = unsafe larger
    }

    /// A copy of what is there.
    var bytes: [UInt8] { unsafe Array(UnsafeBufferPointer(start: storage, count: count)) }
}
