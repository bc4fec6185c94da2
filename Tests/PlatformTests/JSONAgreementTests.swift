import Foundation
import Platform
import Testing

/// The bus's decoder against Foundation's: of JSON that both take they make the same.
@Suite struct JSONAgreementTests {
    /// Any JSON.
    private indirect enum Value: Decodable, Equatable {
        case null, flag(Bool), whole(Int64), number(Double), text([UInt8]), list([Value]), object([[UInt8]: Value])

        init(from decoder: any Decoder) throws {
            if let members = try? decoder.container(keyedBy: Name.self) {
                self = .object(
                    try members.allKeys.reduce(into: [:]) {
                        $0[Array($1.stringValue.utf8)] = try members.decode(Value.self, forKey: $1)
                    })
            } else if var elements = try? decoder.unkeyedContainer() {
                var list: [Value] = []
                while !elements.isAtEnd { list.append(try elements.decode(Value.self)) }
                self = .list(list)
            } else {
                let scalar = try decoder.singleValueContainer()
                if scalar.decodeNil() {
                    self = .null
                } else if let flag = try? scalar.decode(Bool.self) {
                    self = .flag(flag)
                } else if let whole = try? scalar.decode(Int64.self) {
                    self = .whole(whole)
                } else if let number = try? scalar.decode(Double.self) {
                    self = .number(number)
                } else {
                    self = .text(Array(try scalar.decode(String.self).utf8))
                }
            }
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// SplitMix64.
    private struct Random {
        var state: UInt64
        mutating func next(_ bound: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
            return Int((z ^ z >> 31) % UInt64(bound))
        }
        mutating func pick(_ choices: [String]) -> String { choices[next(choices.count)] }

        mutating func text() -> String {
            let parts = [
                "a", "đ", "\\n", "\\u0041", "\\ud83d\\ude00", "😀", "e\\u0301", "\\\"", "/", "\\/", " ", "\\u0000",
            ]
            return "\"" + (0..<next(4)).map { _ in pick(parts) }.joined() + "\""
        }

        mutating func value(_ depth: Int) -> String {
            let space = pick(["", "", " ", "\n\t"])
            switch next(depth > 3 ? 5 : 8) {
            case 0: return pick(["null", "true", "false"])
            case 1, 2:
                return pick([
                    "0", "-0", "1", "-17", "1.5", "1.0", "1e2", "12e-1", "9007199254740993", "9223372036854775807",
                    "9223372036854775808", "-9223372036854775808", "18446744073709551615", "1e19", "0.1", "1E+2",
                    "123456789012345678901234567890", "1e-400", "5e-324", "1.7976931348623157e308",
                ])
            case 3, 4: return text()
            case 5:
                // Names that are one to Swift's String, and so to Foundation, are left out.
                let names = (0..<next(4)).map { "\"m\($0)\(pick(["", "đ", "\\u0041"]))\"" }
                return "{" + space + names.map { "\($0)\(space):\(value(depth + 1))" }.joined(separator: ",") + "}"
            default: return "[" + (0..<next(4)).map { _ in value(depth + 1) }.joined(separator: ",\(space)") + "]"
            }
        }

        /// The text, mostly as it is, else with a byte changed, put in or taken out.
        mutating func spoilt(_ text: String) -> [UInt8] {
            var bytes = Array(text.utf8)
            guard next(3) == 0, !bytes.isEmpty else { return bytes }
            let place = next(bytes.count)
            let marks = Array("{}[]\",:0e-. \\".utf8)
            switch next(3) {
            case 0: bytes[place] = marks[next(marks.count)]
            case 1: bytes.insert(marks[next(marks.count)], at: place)
            default: bytes.remove(at: place)
            }
            return bytes
        }
    }

    @Test(arguments: 1...8) func bothMakeTheSame(seed: UInt64) {
        var random = Random(state: seed)
        var both = 0
        for _ in 0..<500 {
            let value = random.value(0)
            let bytes = random.spoilt(value)
            guard let node = try? JSONReader.read(bytes),
                let ours = try? JSONNodeDecoder.decode(Value.self, from: node),
                let theirs = try? JSONDecoder().decode(Value.self, from: Data(bytes))
            else { continue }
            both += 1
            if !Self.agree(ours, theirs) {
                Issue.record("\(String(decoding: bytes, as: UTF8.self)): \(ours) and \(theirs)")
            }
        }
        #expect(both > 250)
    }

    /// Whether both are the same, but for this: Foundation makes a whole number of one whose fraction a floating-point
    /// number has no room for, such as `1e-400`. To the bus that is no whole number.
    private static func agree(_ ours: Value, _ theirs: Value) -> Bool {
        switch (ours, theirs) {
        case (.number(let ours), .whole(let theirs)): ours == Double(theirs)
        case (.list(let ours), .list(let theirs)):
            ours.count == theirs.count && zip(ours, theirs).allSatisfy { agree($0, $1) }
        case (.object(let ours), .object(let theirs)):
            ours.count == theirs.count
                && ours.allSatisfy { name, value in theirs[name].map { agree(value, $0) } == true }
        default: ours == theirs
        }
    }
}
