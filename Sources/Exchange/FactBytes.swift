/// Writes the fields of a fact: whole numbers as LEB128, text and bytes led by their length.
struct FactWriter {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(256) }

    mutating func number(_ value: some FixedWidthInteger) {
        var rest = UInt64(truncatingIfNeeded: value)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func data(_ value: [UInt8]) {
        number(value.count)
        bytes.append(contentsOf: value)
    }

    mutating func text(_ value: String) {
        number(value.utf8.count)
        bytes.append(contentsOf: value.utf8)
    }

    mutating func flag(_ value: Bool) { bytes.append(value ? 1 : 0) }

    mutating func identifier(_ value: Identifier) {
        for half in [value.high, value.low] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: half >> UInt64(shift)))
            }
        }
    }

    /// Zero for nil, else one more than the value.
    mutating func optional(_ value: (some FixedWidthInteger)?) {
        number(value.map { UInt64(truncatingIfNeeded: $0) &+ 1 } ?? 0)
    }

    mutating func agencies(_ list: [AgencyNumber]) {
        number(list.count)
        for agency in list { number(agency.value) }
    }
}

/// Reads the fields of a fact; a field that is not there or cut short throws.
struct FactReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func byte() throws(FactError) -> UInt8 {
        guard position < bytes.count else { throw .truncated }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func number<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws(FactError) -> Value {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            guard shift < 64 else { throw .malformed }
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { break }
            shift += 7
        }
        if Value.isSigned { return Value(truncatingIfNeeded: Int64(bitPattern: value)) }
        guard let exact = Value(exactly: value) else { throw .malformed }
        return exact
    }

    mutating func data() throws(FactError) -> [UInt8] {
        let count = try number(Int.self)
        guard count >= 0, count <= bytes.count - position else { throw .truncated }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    mutating func text() throws(FactError) -> String { String(decoding: try data(), as: UTF8.self) }

    mutating func flag() throws(FactError) -> Bool { try byte() != 0 }

    mutating func identifier() throws(FactError) -> Identifier {
        var halves: [UInt64] = [0, 0]
        for half in 0..<2 {
            for _ in 0..<8 { halves[half] = halves[half] << 8 | UInt64(try byte()) }
        }
        return Identifier(high: halves[0], low: halves[1])
    }

    mutating func optional<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws(FactError) -> Value? {
        let value = try number(UInt64.self)
        return value == 0 ? nil : Value(truncatingIfNeeded: value - 1)
    }

    mutating func agency() throws(FactError) -> AgencyNumber { AgencyNumber(try number()) }

    mutating func serial() throws(FactError) -> Serial { Serial(try number()) }

    mutating func list<Element>(
        _ element: (inout FactReader) throws(FactError) -> Element
    ) throws(FactError) -> [Element] {
        let count = try number(Int.self)
        guard count >= 0, count <= bytes.count - position else { throw .truncated }
        var list: [Element] = []
        list.reserveCapacity(count)
        for _ in 0..<count { list.append(try element(&self)) }
        return list
    }

    mutating func agencies() throws(FactError) -> [AgencyNumber] {
        try list { reader throws(FactError) in try reader.agency() }
    }
}

/// Why the bytes of a fact could not be read.
public enum FactError: Error, Sendable, Equatable {
    /// They end within a field.
    case truncated
    /// A field holds what it may not.
    case malformed
    /// The kind, or this version of it, is not known to this program.
    case unknown(kind: UInt16, version: UInt8)
}
