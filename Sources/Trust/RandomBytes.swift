internal import COpenSSL

/// Random bytes fit for keys, serial numbers and tokens.
public enum RandomBytes {
    /// `count` bytes of OpenSSL's generator.
    public static func make(_ count: Int) throws(TrustError) -> [UInt8] {
        OpenSSL.clear()
        var filled: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            unsafe filled = RAND_bytes(buffer.baseAddress, Int32(clamping: count))
            initialized = filled == 1 ? count : 0
        }
        guard filled == 1 else { throw OpenSSL.failure("RAND_bytes") }
        return bytes
    }
}
