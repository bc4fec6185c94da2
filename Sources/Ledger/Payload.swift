/// Bytes that a submission brings, wherever they are: in memory or in a mapped file.
public protocol Payload: Sendable {
    /// How many.
    var count: Int { get }
    /// Runs `body` on them.
    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result
}

extension [UInt8]: Payload {}
