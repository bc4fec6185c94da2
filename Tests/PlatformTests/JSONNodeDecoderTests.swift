import Foundation
import Platform
import Testing

/// Values made of JSON that has been read.
@Suite struct JSONNodeDecoderTests {
    private struct Inner: Decodable, Equatable {
        let list: [[Int8]]
        let perhaps: String?
    }

    private struct Outer: Decodable, Equatable {
        let text: String
        let flag: Bool
        let number: Double
        let inner: Inner
        let names: [String: UInt16]
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSONNodeDecoder.decode(type, from: JSONReader.read(Array(text.utf8)))
    }

    @Test func objectsAndListsNest() throws {
        let outer = try Self.decode(
            Outer.self,
            #"{"text":"ấ","flag":true,"number":-1.5e2,"inner":{"list":[[1,-128],[]],"perhaps":null},"names":{"a":65535}}"#
        )
        let wanted = Outer(
            text: "ấ", flag: true, number: -150, inner: Inner(list: [[1, -128], []], perhaps: nil), names: ["a": 65_535]
        )
        #expect(outer == wanted)
        #expect(try Self.decode([String?].self, #"["a",null]"#) == ["a", nil])
    }

    @Test(arguments: [
        ("0", 0), ("-0", 0), ("1.0", 1), ("12e2", 1_200), ("120e-1", 12), ("1.25e2", 125),
        ("0e99999999999999999999", 0),
        ("9007199254740993", 9_007_199_254_740_993), ("9007199254740993.0", 9_007_199_254_740_993),
        ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min), ("-922337203685477580.8e1", Int64.min),
        ("9223372036854775808", nil), ("-9223372036854775809", nil), ("1e19", nil), ("1e300", nil), ("0.5", nil),
        ("1e-1", nil), ("9007199254740993.5", nil), ("1e-99999999999999999999", nil),
    ])
    func wholeNumbersAreExact(text: String, value: Int64?) {
        #expect((try? Self.decode([Int64].self, "[\(text)]")) == value.map { [$0] })
    }

    @Test func numbersFitTheirType() {
        #expect((try? Self.decode([UInt8].self, "[255]")) == [255])
        #expect((try? Self.decode([UInt64].self, "[18446744073709551615,1.8446744073709551615e19]")) == [.max, .max])
        #expect((try? Self.decode([Int8].self, "[-128,-1.28e2]")) == [-128, -128])
        for text in ["256", "-1", "1e3"] { #expect((try? Self.decode([UInt8].self, "[\(text)]")) == nil, "\(text)") }
        #expect((try? Self.decode([Float].self, "[1e300]")) == nil)
    }

    @Test func aNodesNumberIsExactToo() throws {
        let node = try JSONReader.read(Array("[9007199254740993,1e2,0.5,1e300]".utf8))
        #expect(node.elements.map(\.int) == [9_007_199_254_740_993, 100, nil, nil])
    }

    /// What is wrong, and where.
    private static func fault<Value: Decodable>(_ type: Value.Type, _ text: String) -> String {
        func path(_ context: DecodingError.Context, _ kind: String) -> String {
            ([kind] + context.codingPath.map(\.stringValue)).joined(separator: " ")
        }
        do {
            _ = try decode(type, text)
            return "none"
        } catch DecodingError.keyNotFound(let key, let context) {
            return path(context, "missing") + " \(key.stringValue)"
        } catch DecodingError.typeMismatch(_, let context) {
            return path(context, "kind")
        } catch DecodingError.valueNotFound(_, let context) {
            return path(context, "null")
        } catch DecodingError.dataCorrupted(let context) {
            return path(context, "value")
        } catch { return "\(error)" }
    }

    @Test(arguments: [
        ("{}", "missing list"), ("[]", "kind"), ("null", "null"), (#"{"list":{}}"#, "kind list"),
        (#"{"list":[[1],[2,"3"]]}"#, "kind list 1 1"), (#"{"list":[[1,300]]}"#, "value list 0 1"),
        (#"{"list":[null]}"#, "null list 0"), (#"{"list":[],"perhaps":1}"#, "kind perhaps"),
        (#"{"list":[],"perhaps":null}"#, "none"), (#"{"list":[true]}"#, "kind list 0"),
        (#"{"list":[[true]]}"#, "kind list 0 0"),
    ])
    func errorsNameTheirPlace(text: String, fault: String) { #expect(Self.fault(Inner.self, text) == fault) }

    /// Names are the same where their code points are: one written another way is another name.
    @Test func namesAreComparedByCodePoints() throws {
        let node = try JSONReader.read(Array("{\"e\\u0301\":1,\"\\u00e9\":2}".utf8))
        #expect(node["\u{e9}"]?.int == 2 && node["e\u{301}"]?.int == 1)
        struct Body: Decodable {
            let é: Int
        }
        #expect(try JSONNodeDecoder.decode(Body.self, from: node).é == 2)
    }

    @Test func aMemberKnowsItsPlace() throws {
        let node = try JSONReader.read(Array("{\"a\":1,\n  \"b\" : {\"c\":2}}".utf8))
        let places = (node.members + (node["b"]?.members ?? [])).map { [$0.line, $0.column] }
        #expect(places == [[1, 2], [2, 3], [2, 10]])
    }
}
