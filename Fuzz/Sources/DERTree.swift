@testable internal import Trust

/// DER as a tree, to change one element of it and have every length above it right again.
indirect enum DERTree {
    case parts(tag: UInt8, [DERTree])
    case bytes(tag: UInt8, [UInt8])

    /// The elements of `bytes`; nil where they are not all there is.
    static func all(in bytes: [UInt8], depth: Int = 0) -> [DERTree]? {
        var cursor = DERCursor(bytes, 0..<bytes.count)
        var trees: [DERTree] = []
        while !cursor.isAtEnd {
            guard trees.count < 256, let element = cursor.next() else { return nil }
            let body = Array(bytes[element.body])
            if element.tag & 0x20 != 0, depth < 24, let parts = all(in: body, depth: depth + 1) {
                trees.append(.parts(tag: element.tag, parts))
            } else {
                trees.append(.bytes(tag: element.tag, body))
            }
        }
        return trees
    }

    var encoding: [UInt8] {
        switch self {
        case .parts(let tag, let parts): DER.element(tag, parts.flatMap(\.encoding))
        case .bytes(let tag, let bytes): DER.element(tag, bytes)
        }
    }

    var count: Int {
        if case .parts(_, let parts) = self { parts.reduce(1) { $0 + $1.count } } else { 1 }
    }

    /// The element at `place` in the order of the bytes.
    func element(at place: Int) -> DERTree {
        guard place > 0, case .parts(_, let parts) = self else { return self }
        var rest = place - 1
        for part in parts {
            if rest < part.count { return part.element(at: rest) }
            rest -= part.count
        }
        return self
    }

    /// With `change` made of the element at `place`: it may become none, or several.
    func changing(_ place: Int, _ change: (DERTree) -> [DERTree]) -> [DERTree] {
        if place == 0 { return change(self) }
        guard case .parts(let tag, var parts) = self else { return [self] }
        var rest = place - 1
        for (index, part) in parts.enumerated() {
            if rest < part.count {
                parts.replaceSubrange(index...index, with: part.changing(rest, change))
                return [.parts(tag: tag, parts)]
            }
            rest -= part.count
        }
        return [self]
    }
}
