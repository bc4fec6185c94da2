import Glibc
import Platform
import Testing

/// Under strace: the syncs of segment and log have returned before the first byte of a 201 is sent.
@Suite(.serialized) struct SystemCallTests {
    private struct Sent {
        let ids: [String]
        let port: Int
    }

    @Test(.timeLimit(.minutes(5))) func theDiskHasItBeforeTheClientHears() throws {
        // Without leave to trace nothing is proved: that is a failure, and says so.
        let permitted = try Program.run("/usr/bin/env", ["strace", "-f", "-o", "/dev/null", "true"])
        try #require(permitted.status == 0, "strace cannot trace here: \(permitted.errors)")
        let bus = try Bus()
        let file = bus.folder / "trace"
        let calls = "fdatasync,fsync,pwrite64,sendmsg,sendto,write,writev,recvfrom,recvmsg,read,readv"
        try #require(
            try bus.start(tracer: [
                "/usr/bin/env", "strace", "-f", "-ttt", "-yy", "-s", "65536", "-e", "trace=\(calls)", "-o", file,
            ]), "\(bus.errors)")
        let sent = try send(bus)
        #expect(bus.stop(SIGTERM), "it does not end")

        let bytes = try Files.read(file)
        let trace = SystemCallTrace(lines: bytes.split(separator: UInt8(ascii: "\n")))
        var proofs: [(id: String, port: Int, proof: SystemCallTrace.Proof)] = []
        for request in sent {
            for id in request.ids { proofs.append((id, request.port, try trace.proof(of: id, port: request.port))) }
        }
        #expect(proofs.count == 4 * 3 + 2 * 4)
        for index in stride(from: 0, to: proofs.count, by: 6) {
            let (id, port, proof) = proofs[index]
            Self.expectDoctoredTracesAreRefused(trace, id, port, proof)
        }
    }

    /// The proof is worth nothing unless it fails where the order is another.
    private static func expectDoctoredTracesAreRefused(
        _ trace: SystemCallTrace, _ id: String, _ port: Int, _ proof: SystemCallTrace.Proof
    ) {
        // Another document's sync may stand between: what is done to one is done to all of them.
        func syncs(of file: String, from: Int, to: Int) -> [Int] {
            trace.calls.filter { ["fsync", "fdatasync"].contains($0.name) && $0.target.hasSuffix(file) }
                .compactMap(\.end).filter { (from...to).contains($0) }.sorted()
        }
        func moved(_ file: String, from: Int, behind to: Int) -> [ArraySlice<UInt8>] {
            let places = syncs(of: file, from: from, to: to)
            var lines = Array(trace.lines[...to])
            for place in places.reversed() { lines.remove(at: place) }
            return lines + places.map { trace.lines[$0] } + trace.lines[(to + 1)...]
        }
        func failed(_ file: String, from: Int) -> [ArraySlice<UInt8>] {
            var lines = trace.lines
            for place in syncs(of: file, from: from, to: proof.answer) {
                lines[place] = (lines[place].dropLast() + Array("-1 EIO (Input/output error)".utf8))[...]
            }
            return lines
        }
        let (segment, wal) = (".segment", "-wal")
        let doctored: [(String, [ArraySlice<UInt8>])] = [
            ("the log's sync returns after the answer", moved(wal, from: proof.walSync, behind: proof.answer)),
            (
                "the segment's sync returns after the answer",
                moved(segment, from: proof.segmentSync, behind: proof.answer)
            ),
            (
                "the segment's sync returns after the log names it",
                moved(segment, from: proof.segmentSync, behind: proof.walWrite)
            ),
            ("the log's sync fails", failed(wal, from: proof.walSync)),
            ("the segment's sync fails", failed(segment, from: proof.segmentSync)),
            ("the answer is cut off", Array(trace.lines[..<proof.answer])),
        ]
        for (name, lines) in doctored {
            let found = try? SystemCallTrace(lines: lines).proof(of: id, port: port)
            #expect(found == nil, "\(id): \(name), and the proof still stands")
        }
    }

    /// Twelve documents singly and two requests with four each, four connections at a time.
    private func send(_ bus: Bus) throws -> [Sent] {
        let maker = try SignedDocument.Maker(certificates: bus.certificates, now: Int64(time(nil)) * 1_000)
        var script = """
            cd '\(bus.folder.path)'; pki='\(bus.certificates)'; me=$pki/agencies/\(SignedDocument.sender)
            post() { curl -s --max-time 60 --cacert $pki/root.pem --cert $me/certificate.pem --key $me/key.pem \
            -H "Content-Type: $2" $3 "$4" -H Expect: --data-binary @$1 -o $1.answer \
            -w "$1 %{http_code} %{local_port}\\n" \(bus.url)/api/v1/documents; }

            """
        var ids: [String: [String]] = [:]
        for connection in 0..<4 {
            script += "( "
            for number in 0..<(connection < 2 ? 4 : 3) {
                let name = "trace-\(connection)-\(number)"
                let isBatch = number == 3
                let documents = try (0..<(isBatch ? 4 : 1)).map { try maker.make("\(name)-\($0)-end") }
                let body = isBatch ? BusClient.multipart(documents) : documents[0].content
                try Files.write(body, to: bus.folder / name)
                ids[name] = documents.map(\.id)
                script +=
                    isBatch
                    ? "post \(name) 'multipart/mixed; boundary=\(BusClient.boundary)' -H 'Accept: application/json'; "
                    : "post \(name) application/edxml+xml -H 'Lgsp-Signature: \(Base64.encode(documents[0].signature))'; "
            }
            script += ") & "
        }
        let result = try Program.run("/bin/bash", ["-c", script + "wait"])
        return try result.output.split(separator: "\n").map { line in
            let words = line.split(separator: " ")
            let name = String(words[0])
            let isBatch = ids[name]?.count != 1
            let answer = String(decoding: try Files.read(bus.folder / "\(name).answer"), as: UTF8.self)
            #expect(words[1] == (isBatch ? "200" : "201"), "\(answer)")
            if isBatch { #expect(answer.split(separator: #"{"status":201"#).count == 5, "\(answer)") }
            return Sent(ids: ids[name] ?? [], port: Int(words[2]) ?? 0)
        }
    }
}
