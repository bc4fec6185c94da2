internal import COpenSSL

/// OpenSSL's error queue: cleared before a call, drained whole after a failure.
enum OpenSSL {
    /// Forgets errors that earlier calls of this thread left behind.
    static func clear() { ERR_clear_error() }

    /// The reasons in the queue, oldest first, as one line; the queue is empty afterwards.
    static func drain() -> String {
        var reasons: [String] = []
        while true {
            let code = ERR_get_error()
            if code == 0 { break }
            if let text = unsafe ERR_reason_error_string(code) { reasons.append(unsafe String(cString: text)) }
        }
        return reasons.joined(separator: ", ")
    }

    /// The failure of `call`, with what the queue says.
    static func failure(_ call: String) -> TrustError { TrustError("\(call): \(drain())") }

    /// What an `i2d` function writes: asked for the length first, then for the bytes.
    static func encoding(_ write: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32) -> [UInt8] {
        let length = Int(write(nil))
        guard length > 0 else { return [] }
        return unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            var end = buffer.baseAddress
            count = max(0, min(length, Int(unsafe write(&end))))
        }
    }

    /// The value that a `d2i` function reads from all of `bytes`: nil where it can't, or where bytes are left over.
    static func decoding(
        _ bytes: [UInt8], _ read: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> OpaquePointer?,
        free: (OpaquePointer) -> Void
    ) -> OpaquePointer? {
        clear()
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            guard let value = unsafe read(&cursor, buffer.count) else {
                clear()
                return nil
            }
            guard unsafe cursor == buffer.baseAddress.map({ unsafe $0 + buffer.count }) else {
                unsafe free(value)
                return nil
            }
            return unsafe value
        }
    }
}
