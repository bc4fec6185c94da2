import Glibc
import Testing

/// What `strace -f -ttt -yy` wrote, read for one question: was it on disk before it was answered?
///
/// strace holds a thread at the entry and at the exit of each call until it has written that down, so the order of the
/// lines is an order in which it happened: a call begins at its line and returns at it, or at its `resumed` line.
struct SystemCallTrace {
    /// One call.
    struct Call {
        let name: String
        /// What stands behind its descriptor: a path, or the two ends of a connection.
        let target: String
        let begin: Int
        var end: Int?
        var result: Int?
    }

    /// The lines that prove that a document was on disk before its answer.
    struct Proof {
        let segmentSync: Int
        let walWrite: Int
        let walSync: Int
        let answer: Int
    }

    /// Why there is no proof.
    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    let lines: [ArraySlice<UInt8>]
    private(set) var calls: [Call] = []

    private static let sends: Set = ["sendmsg", "sendto", "write", "writev", "send"]
    private static let receives: Set = ["recvfrom", "recvmsg", "read", "readv"]

    init(lines: [ArraySlice<UInt8>]) {
        self.lines = lines
        var open: [Substring: Int] = [:]
        for (place, line) in lines.enumerated() {
            // Enough for what is looked at; the data of a call may be long.
            let head = String(decoding: line.prefix(400), as: UTF8.self)
            let words = head.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
            guard words.count == 3 else { continue }
            if words[2].hasPrefix("<... ") {
                guard let index = open.removeValue(forKey: words[0]) else { continue }
                calls[index].end = place
                calls[index].result = Self.result(line)
                continue
            }
            guard let bracket = words[2].firstIndex(of: "("), let start = words[2].firstIndex(of: "<"),
                // A connection's ends are written with "->" between them.
                let end = words[2].firstPlace(of: [">,", ">)", "> "], from: start)
            else { continue }
            var call = Call(
                name: String(words[2][..<bracket]), target: String(words[2][words[2].index(after: start)..<end]),
                begin: place)
            if line.suffix(16).elementsEqual(" <unfinished ...>".utf8.suffix(16)) {
                open[words[0]] = calls.count
            } else {
                call.end = place
                call.result = Self.result(line)
            }
            calls.append(call)
        }
    }

    /// The number after the last `) = `.
    private static func result(_ line: ArraySlice<UInt8>) -> Int? {
        let tail = String(decoding: line.suffix(120), as: UTF8.self)
        guard let equals = tail.lastIndex(of: "=") else { return nil }
        return tail[tail.index(after: equals)...].split(separator: " ").first.flatMap { Int($0) }
    }

    /// Proves that the document `id`, sent as the one request on the connection from `port`, was on disk before the
    /// first byte of its answer.
    ///
    /// What TLS hides does not matter: once the whole request was read, which it was before its body was written to
    /// the segment, the next bytes sent on that connection are those of the answer.
    func proof(of id: String, port: Int) throws(Refusal) -> Proof {
        let bytes = Array(id.utf8)
        func isWrite(_ call: Call, to suffix: String) -> Bool {
            call.name == "pwrite64" && call.target.hasSuffix(suffix) && contains(lines[call.begin], bytes)
        }
        func isSync(_ call: Call, of target: String, after place: Int) -> Bool {
            (call.name == "fdatasync" || call.name == "fsync") && call.target == target && call.begin > place
                && call.result == 0
        }
        guard let body = calls.first(where: { isWrite($0, to: ".segment") }), let written = body.end else {
            throw Refusal(description: "\(id): never written to a segment")
        }
        guard let segmentSync = calls.first(where: { isSync($0, of: body.target, after: written) })?.end else {
            throw Refusal(description: "\(id): its segment is never synced")
        }
        guard let fact = calls.first(where: { isWrite($0, to: "-wal") && $0.begin > written }), let logged = fact.end
        else { throw Refusal(description: "\(id): never written to the log") }
        guard segmentSync < fact.begin else {
            throw Refusal(description: "\(id): the log names it before its bytes are synced")
        }
        guard let walSync = calls.first(where: { isSync($0, of: fact.target, after: logged) })?.end else {
            throw Refusal(description: "\(id): the log is never synced")
        }
        let end = "->127.0.0.1:\(port)]"
        guard
            let request = calls.last(where: {
                $0.target.hasSuffix(end) && Self.receives.contains($0.name) && $0.result ?? 0 > 0
                    && $0.end ?? .max < body.begin
            })?.end
        else { throw Refusal(description: "\(id): its request was never read") }
        guard
            let answer = calls.first(where: {
                $0.target.hasSuffix(end) && Self.sends.contains($0.name) && $0.begin > request
            })?.begin
        else { throw Refusal(description: "\(id): it was never answered") }
        guard answer > segmentSync else { throw Refusal(description: "\(id): answered before its bytes were synced") }
        guard answer > walSync else { throw Refusal(description: "\(id): answered before the log was synced") }
        return Proof(segmentSync: segmentSync, walWrite: fact.begin, walSync: walSync, answer: answer)
    }

    /// strace shows what is written within quotes, and letters, digits and commas as they are.
    private func contains(_ line: ArraySlice<UInt8>, _ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first else { return true }
        return unsafe line.withUnsafeBytes { line in
            var place = 0
            while place + bytes.count <= line.count {
                guard let start = line.baseAddress,
                    let found = unsafe memchr(start + place, Int32(first), line.count - place - bytes.count + 1)
                else { return false }
                if unsafe memcmp(found, bytes, bytes.count) == 0 { return true }
                place = unsafe start.distance(to: UnsafeRawPointer(found)) + 1
            }
            return false
        }
    }
}

extension Substring {
    /// The place of the first of `words` from `start` on.
    fileprivate func firstPlace(of words: [String], from start: Index) -> Index? {
        var place = start
        while place < endIndex {
            let rest = self[place...]
            if words.contains(where: { rest.hasPrefix($0) }) { return place }
            place = index(after: place)
        }
        return nil
    }
}
