internal import Exchange
internal import Platform

@testable internal import Gateway
@testable internal import HTTP

/// What we interpret of a request ourselves; the first byte says which part of it.
struct HTTPFuzzer: Fuzzer {
    func run(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let rest = Array(bytes.dropFirst())
        switch first {
        case UInt8(ascii: "m"): readParts(rest)
        case UInt8(ascii: "t"): readTarget(rest)
        case UInt8(ascii: "h"): readFields(rest)
        case UInt8(ascii: "b"): readBase64(rest)
        default: return
        }
    }

    /// The first line is the content type, the rest the body.
    private func readParts(_ bytes: [UInt8]) {
        guard let end = bytes.firstIndex(of: 0x0A) else { return }
        let type = String(decoding: bytes[..<end], as: UTF8.self)
        let body = Array(bytes[(end + 1)...])
        guard let parts = Multipart.parts(of: body, contentType: type, limit: 8) else { return }
        guard let boundary = Multipart.parameter("boundary", of: type) else {
            return promise(false, "parts without a boundary")
        }
        promise(parts.count <= 8, "\(parts.count) parts")
        promise(parts.reduce(0) { $0 + $1.body.count } <= body.count, "more bytes than came")
        var again = Array("--\(boundary)\r\n".utf8)
        for (index, part) in parts.enumerated() {
            _ = part.name
            promise(part.headers.count <= 32, "\(part.headers.count) fields")
            for field in part.headers { again += Array("\(field.name):\(field.value)\r\n".utf8) }
            let isLast = index == parts.count - 1
            again += [13, 10] + part.body + Array("\r\n--\(boundary)\(isLast ? "--" : "\r\n")".utf8)
        }
        guard !parts.isEmpty else { return }
        guard let other = Multipart.parts(of: again, contentType: type, limit: 8) else {
            return promise(false, "what was taken apart cannot be put together")
        }
        promise(
            other.map(\.body) == parts.map(\.body)
                && other.map { $0.headers.map(\.name) } == parts.map { $0.headers.map(\.name) }
                && other.map { $0.headers.map(\.value) } == parts.map { $0.headers.map(\.value) },
            "other parts")
    }

    /// A path, and behind its first question mark a query, as the server takes them apart.
    private func readTarget(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let halves = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = halves[0].split(separator: "/").map { Percent.decode($0) }
        let query = halves.dropFirst().flatMap { $0.split(separator: "&") }.flatMap { $0.split(separator: "=") }
        for part in path + query.map({ Percent.decode($0) }) {
            guard let part else { continue }
            promise(!part.utf8.contains(0), "a NUL in \(part)")
            promise(Percent.decode(Percent.encode(part)[...]) == part, "\(part) is not itself again")
            if let cursor = Int64(part) { promise(Serial(cursor).value == cursor, "the cursor \(part)") }
            _ = Day(part)
        }
    }

    /// One header field with each of the meanings that we know.
    private func readFields(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        if let context = TraceContext(text) {
            promise(
                context.traceID.utf8.count == 32 && context.flags.utf8.count == 2
                    && (context.traceID + context.flags).utf8.allSatisfy {
                        (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
                    }, "\(context)")
            let again = TraceContext("00-\(context.traceID)-00f067aa0ba902b7-\(context.flags)")
            promise(again?.traceID == context.traceID, "\(context) cannot be handed on")
        }
        let isVietnamese = Language.isVietnamese(text)
        promise(isVietnamese == Language.isVietnamese(text.uppercased()), "the case of \(text)")
        let request = HTTPRequest(
            method: "POST", path: [], query: [], headers: [("Idempotency-Key", text)], body: [], peerCertificate: nil,
            isTLS: false)
        if let key = try? IdempotencyKeys.key(of: request) {
            promise(
                (1...255).contains(key.utf8.count) && key.utf8.allSatisfy { (0x21...0x7E).contains($0) }
                    && text.utf8.count <= key.utf8.count + 2, "the key \(key)")
        }
        _ = Multipart.parameter("boundary", of: text)
    }

    /// Two texts never spell the same bytes but for white space.
    private func readBase64(_ bytes: [UInt8]) {
        let encoded = Base64.encode(bytes.span)
        promise(Base64.decode(encoded.span) == bytes, "bytes are not themselves again")
        guard let decoded = Base64.decode(bytes.span) else { return }
        let digits = bytes.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        promise(Base64.encode(decoded.span) == digits, "two texts for the same bytes")
    }
}
