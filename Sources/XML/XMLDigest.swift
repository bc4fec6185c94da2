/// A digest that takes its octets piece by piece.
public protocol XMLDigest: AnyObject {
    /// Takes `octets` in.
    func update(_ octets: UnsafeRawBufferPointer)
    /// The digest of all that was taken in.
    func finish() -> [UInt8]
}
