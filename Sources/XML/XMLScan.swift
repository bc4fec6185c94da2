internal import Glibc

/// The look at the markup before libxml2 gets it: one linear pass over the tags that enforces every limit.
///
/// libxml2 compares each attribute of an element with each other, and each prefix with each declaration in force: the
/// limits on both must hold before it sees them. Whatever this pass takes for a tag, libxml2 takes for the same tag, up
/// to the first place that is not well-formed; and there both stop.
@safe struct XMLScan {
    /// How many elements there are.
    private(set) var elements = 0
    private let limits: XMLLimits
    private let base: UnsafePointer<UInt8>
    private let count: Int
    /// The declarations in force, and what each open element with some of its own added to them.
    private var declared = 0
    private var declarations: [(depth: Int, count: Int)] = []
    private var depth = 0

    /// Why the scan stopped.
    struct Stop: Error {
        let code: XMLFault.Code
        let offset: Int
        var found = ""
    }

    /// Scans the whole of `bytes`, which is not kept.
    static func run(_ bytes: Span<UInt8>, limits: XMLLimits) throws(Stop) -> Int {
        var stop: Stop?
        var elements = 0
        unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            var scan = unsafe XMLScan(limits: limits, base: base, count: buffer.count)
            do throws(Stop) { try scan.all() } catch { stop = error }
            elements = scan.elements
        }
        if let stop { throw stop }
        return elements
    }

    private init(limits: XMLLimits, base: UnsafePointer<UInt8>, count: Int) {
        self.limits = limits
        unsafe self.base = base
        self.count = count
    }

    private mutating func all() throws(Stop) {
        var at = 0
        while let open = find(UInt8(ascii: "<"), from: at) {
            guard open + 1 < count else { throw Stop(code: .notWellFormed, offset: open, found: "the end in a tag") }
            switch unsafe base[open + 1] {
            case UInt8(ascii: "/"):
                depth -= 1
                if let last = declarations.last, last.depth > depth {
                    declared -= last.count
                    declarations.removeLast()
                }
                at = try end(of: ">", from: open + 2, open)
            case UInt8(ascii: "?"):
                at = try end(of: "?>", from: open + 2, open)
                try target(from: open + 2, to: at - 2, open)
            case UInt8(ascii: "!"):
                if starts("<!--", at: open) {
                    at = try end(of: "--", from: open + 4, open)
                    guard unsafe at < count && base[at] == UInt8(ascii: ">") else {
                        throw Stop(code: .notWellFormed, offset: open, found: "-- within a comment")
                    }
                } else if starts("<![CDATA[", at: open) {
                    at = try end(of: "]]>", from: open + 9, open)
                } else if starts("<!DOCTYPE", at: open) {
                    throw Stop(code: .dtdForbidden, offset: open, found: "<!DOCTYPE")
                } else {
                    throw Stop(code: .notWellFormed, offset: open, found: "<! that begins nothing")
                }
            default: at = try tag(open)
            }
        }
    }

    /// A start tag from its `<` on; gives the place behind its `>`.
    private mutating func tag(_ open: Int) throws(Stop) -> Int {
        depth += 1
        elements += 1
        if depth > limits.depth { throw Stop(code: .depthExceeded, offset: open, found: "\(depth) levels") }
        if elements > limits.nodes { throw Stop(code: .nodesExceeded, offset: open, found: "\(elements) elements") }
        var attributes = 0
        var own = 0
        var name = open + 1
        var isDeclaration = false
        var at = name
        while at < count {
            let byte = unsafe base[at]
            switch byte {
            case UInt8(ascii: ">"):
                let isEmpty = unsafe base[at - 1] == UInt8(ascii: "/")
                try check(name: at - name - (isEmpty ? 1 : 0), open)
                if isEmpty {
                    depth -= 1
                } else if own > 0 {
                    declared += own
                    declarations.append((depth, own))
                }
                return at + 1
            case 0x20, 0x0A, 0x09, 0x0D:
                try check(name: at - name, open)
                name = at + 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                attributes += 1
                if attributes > limits.attributes {
                    throw Stop(code: .attributesExceeded, offset: open, found: "more than \(limits.attributes)")
                }
                // The equals sign is no part of it.
                try check(name: at - name - 1, open)
                guard let close = find(byte, from: at + 1) else {
                    throw Stop(code: .notWellFormed, offset: open, found: "the end in an attribute")
                }
                if isDeclaration, close - at - 1 > limits.namespaceName {
                    throw Stop(code: .nameExceeded, offset: open, found: "a namespace of \(close - at - 1) bytes")
                }
                isDeclaration = false
                at = close
                name = close + 1
            case UInt8(ascii: "<"):
                throw Stop(code: .notWellFormed, offset: open, found: "< that begins no tag")
            case UInt8(ascii: "x") where at == name && starts("xmlns", at: at):
                own += 1
                isDeclaration = true
                if declared + own > limits.namespaces {
                    throw Stop(code: .namespacesExceeded, offset: open, found: "more than \(limits.namespaces)")
                }
            default: break
            }
            at += 1
        }
        throw Stop(code: .notWellFormed, offset: open, found: "the end in a tag")
    }

    private func check(name length: Int, _ open: Int) throws(Stop) {
        if length > limits.name { throw Stop(code: .nameExceeded, offset: open, found: "\(length) bytes") }
    }

    /// The name of a processing instruction.
    private func target(from start: Int, to end: Int, _ open: Int) throws(Stop) {
        var at = start
        while at < end, at - start <= limits.name {
            let byte = unsafe base[at]
            if byte <= 0x20 { return }
            at += 1
        }
        if at - start > limits.name {
            throw Stop(code: .nameExceeded, offset: open, found: "more than \(limits.name) bytes")
        }
    }

    private func find(_ byte: UInt8, from start: Int) -> Int? {
        guard start < count, let found = unsafe memchr(base + start, Int32(byte), count - start) else { return nil }
        return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// The place behind the next `mark`.
    private func end(of mark: StaticString, from start: Int, _ open: Int) throws(Stop) -> Int {
        let first = unsafe mark.utf8Start[0]
        var at = start
        while let found = find(first, from: at) {
            if starts(mark, at: found) { return found + mark.utf8CodeUnitCount }
            at = found + 1
        }
        throw Stop(code: .notWellFormed, offset: open, found: "no \(mark) behind it")
    }

    private func starts(_ mark: StaticString, at place: Int) -> Bool {
        let length = mark.utf8CodeUnitCount
        return unsafe place + length <= count && memcmp(base + place, mark.utf8Start, length) == 0
    }
}
