/// A Merkle tree over the facts of one batch, in the shape of RFC 9162, section 2.1: leaves led by 0, nodes by 1.
public struct DigestTree: Sendable {
    /// The levels from the leaves up; a last node without a partner moves up as it is.
    private let levels: [[[UInt8]]]

    /// The tree over `leaves`, which are leaf digests; at least one.
    public init(leaves: [[UInt8]], digest: ([UInt8]) -> [UInt8]) {
        var levels = [leaves]
        var node: [UInt8] = []
        while let level = levels.last, level.count > 1 {
            var next: [[UInt8]] = []
            next.reserveCapacity((level.count + 1) / 2)
            for index in stride(from: 0, to: level.count, by: 2) {
                if index + 1 < level.count {
                    node.removeAll(keepingCapacity: true)
                    node.append(1)
                    node += level[index]
                    node += level[index + 1]
                    next.append(digest(node))
                } else {
                    next.append(level[index])
                }
            }
            levels.append(next)
        }
        self.levels = levels
    }

    /// The digest of a fact: kind and version (big-endian), then its bytes, led by 0.
    public static func leaf(kind: UInt16, version: UInt8, bytes: [UInt8], digest: ([UInt8]) -> [UInt8]) -> [UInt8] {
        digest([0] + statement(kind: kind, version: version, bytes: bytes))
    }

    /// What a leaf is the digest of, without the leading 0.
    public static func statement(kind: UInt16, version: UInt8, bytes: [UInt8]) -> [UInt8] {
        [UInt8(kind >> 8), UInt8(kind & 255), version] + bytes
    }

    /// The digest over all; empty for no leaves.
    public var root: [UInt8] { levels.last?.first ?? [] }

    /// The digest of one leaf.
    public func leaf(at index: Int) -> [UInt8] { levels[0][index] }

    /// How many leaves there are.
    public var count: Int { levels[0].count }

    /// The digests beside the way from a leaf to the root, from the bottom up.
    public func path(to leaf: Int) -> [[UInt8]] {
        var path: [[UInt8]] = []
        var index = leaf
        for level in levels.dropLast() {
            let sibling = index ^ 1
            if sibling < level.count { path.append(level[sibling]) }
            index /= 2
        }
        return path
    }
}
