internal import HTTP
internal import Platform

/// The trace that a request belongs to (W3C Trace Context, header `traceparent`).
struct TraceContext: Sendable {
    /// 32 lower-case hexadecimal digits.
    let traceID: String
    /// Two lower-case hexadecimal digits.
    let flags: String

    /// The context in a request's one `traceparent`; nil where there is none, or one that is malformed: such is ignored
    /// (section 4.3).
    init?(of request: HTTPRequest) {
        let fields = request.headers.filter { Multipart.isSame($0.name, "traceparent") }
        guard fields.count == 1 else { return nil }
        self.init(fields[0].value)
    }

    /// The context that `text` spells: version, trace, parent and flags (section 3.2.2). A version after 00 may add
    /// more behind a further hyphen.
    init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].count == 2, parts[1].count == 32, parts[2].count == 16, parts[3].count == 2,
            parts[...3].allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) } }),
            Substring(parts[0]) != "ff", Substring(parts[0]) != "00" || parts.count == 4,
            !parts[1].allSatisfy({ $0 == 0x30 }), !parts[2].allSatisfy({ $0 == 0x30 })
        else { return nil }
        traceID = String(Substring(parts[1]))
        flags = String(Substring(parts[3]))
    }

    /// Gives a trace back in the answer's `traceparent`, and names it in every problem document: where the request
    /// belonged to none, that trace is new.
    static func mark(_ response: HTTPResponse, with trace: RequestTrace) -> HTTPResponse {
        var response = response
        if let context = trace.context {
            let value = "00-\(context.traceID)-\(randomDigits(16))-\(context.flags)"
            response.headers.append(("traceparent", value))
        }
        let isProblem = response.headers.contains { $0.value == "application/problem+json" }
        if isProblem, response.body.last == UInt8(ascii: "}") {
            response.body.removeLast()
            response.body += Array(",\"trace_id\":\"\(trace.id)\"}".utf8)
        }
        return response
    }

    /// So many hexadecimal digits, not all zero.
    static func randomDigits(_ count: Int) -> String {
        var digits: [UInt8] = []
        while digits.count < count { digits += Hex.encode(UInt64.random(in: 1 ... .max)) }
        return String(decoding: digits.prefix(count), as: UTF8.self)
    }
}

extension Hex {
    fileprivate static func encode(_ number: UInt64) -> [UInt8] {
        let text = String(number, radix: 16)
        return Array((String(repeating: "0", count: 16 - text.count) + text).utf8)
    }
}
