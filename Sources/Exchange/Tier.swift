/// An administrative tier. How many there are is data: four until June 2025, three since.
public struct Tier: Hashable, Sendable {
    /// A short stable name, such as `commune`.
    public let code: String
    /// 0 for the highest.
    public let rank: UInt8
    /// The Vietnamese name, such as `Xã`.
    public let name: String

    /// The tier with these properties.
    public init(code: String, rank: UInt8, name: String) {
        self.code = code
        self.rank = rank
        self.name = name
    }
}
