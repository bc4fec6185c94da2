internal import CFuzz

/// The fuzzer that libFuzzer calls, and the two functions that it calls it by.
enum Running {
    // Set once before libFuzzer starts, which has one thread.
    nonisolated(unsafe) static var fuzzer: (any Fuzzer)?

    /// Makes the fuzzer of that name; nil where there is none.
    static func make(_ name: String) throws -> (any Fuzzer)? {
        switch name {
        case "edxml": EdXMLFuzzer()
        case "cms": try CMSFuzzer()
        case "xmldsig": try XMLSignatureFuzzer()
        case "files": FilesFuzzer()
        case "http": HTTPFuzzer()
        default: nil
        }
    }

    static func run(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
        unsafe fuzzer?.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
        return 0
    }
}

/// libFuzzer looks for this name.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(_ bytes: UnsafeMutablePointer<UInt8>?, _ count: Int, _ limit: Int, _ seed: UInt32) -> Int {
    guard let bytes = unsafe bytes else { return 0 }
    var random = Random(state: UInt64(seed))
    let before = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    guard let after = unsafe Running.fuzzer?.mutated(before, limit: limit, &random), !after.isEmpty,
        after.count <= limit
    else { return unsafe LLVMFuzzerMutate(bytes, count, limit) }
    for (index, byte) in after.enumerated() { unsafe bytes[index] = byte }
    return after.count
}
