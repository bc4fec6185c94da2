/// The permanent number of an agency in a ledger: its place in the directory.
public struct AgencyNumber: Hashable, Comparable, Sendable {
    /// 0 for the first agency ever defined.
    public let value: UInt32

    /// The agency with this number.
    public init(_ value: UInt32) { self.value = value }

    /// The agency defined earlier comes first.
    public static func < (left: AgencyNumber, right: AgencyNumber) -> Bool { left.value < right.value }
}
