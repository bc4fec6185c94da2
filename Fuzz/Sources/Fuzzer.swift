/// One target: what it makes of the bytes it is given, and from which it sets out.
protocol Fuzzer {
    /// Bytes to set out from that are made at start, such as signatures: their keys are in no file.
    func seeds() -> [[UInt8]]
    /// Takes any bytes whatever; ends the process where a promise is broken.
    func run(_ bytes: [UInt8])
    /// Bytes changed in a way that keeps more of their structure than libFuzzer's own would; nil leaves it to that.
    func mutated(_ bytes: [UInt8], limit: Int, _ random: inout Random) -> [UInt8]?
}

extension Fuzzer {
    func seeds() -> [[UInt8]] { [] }
    func mutated(_ bytes: [UInt8], limit: Int, _ random: inout Random) -> [UInt8]? { nil }
}
