internal import Client
internal import EdXML
internal import Exchange
internal import Glibc
internal import Platform
internal import Trust

/// `lgsp send`.
enum SendCommand {
    static let command = Command(
        "send", "FILE", "Sends an edXML document, or builds one around any file and sends that.",
        options: [
            Option("signature", "FILE", "The detached CMS (DER or PEM) over the document's bytes."),
            Option(
                "sign", "cms|xmldsig|none",
                "Signs with the sender's identity, beside the document or in its header; default cms."),
            Option("from", "CODE", "The sending agency; its identity is used."),
            Option("to", "CODE", "A receiving agency; may be repeated."),
            Option("subject", "TEXT", "The subject; default: the file's name."),
            Option("number", "TEXT", "The number; default: from the clock."),
            Option("notation", "TEXT", "The notation; default CV."),
            Option("type", "TEXT", "The document type's name; default Công văn."),
            Option("paper", "none|with", "Whether paper follows; default none."),
            Option("output", "FILE", "Only writes the document, signed with --sign xmldsig; sends nothing."),
            Option("wait", nil, "Waits until it lies in every mailbox."),
        ] + Option.connection,
        examples: [
            "lgsp send letter.pdf --from H10.13 --to H10.14 -o letter.edxml",
            "openssl cms -sign -binary -in letter.edxml -signer certificate.pem -inkey key.pem "
                + "-outform DER -out letter.p7s",
            "lgsp send letter.edxml --signature letter.p7s --from H10.13 --wait",
            "lgsp send letter.pdf --from H10.13 --to H10.14 --sign xmldsig",
        ], run: run)

    @Sendable private static func run(_ arguments: Arguments, _ output: Output) throws -> ExitCode {
        try arguments.expect(1...1, "FILE")
        let path = arguments.positional[0]
        var bytes = try contents(path)
        let isBuilt = !path.hasSuffix(".edxml") && !path.hasSuffix(".xml")
        if isBuilt { bytes = try envelope(bytes, name: Files.name(path), arguments) }
        let from = try arguments.given("from").map(Connection.code) ?? sender(bytes)
        if isBuilt, arguments.given("signature") != nil, arguments.given("output") == nil {
            throw Failure.usage("A signature needs the finished .edxml: write it with -o first.", command: "send")
        }
        _ = try signAndSend(bytes, from: from, arguments, output)
        return .success
    }

    /// Signs a document as `--sign` says and sends it, or only writes it with `-o`; gives the daemon's answer.
    static func signAndSend(
        _ bytes: [UInt8], from: String?, _ arguments: Arguments, _ output: Output
    ) throws -> JSONValue {
        var bytes = bytes
        let sign = arguments.given("sign") ?? "cms"
        guard ["cms", "xmldsig", "none"].contains(sign) else {
            throw Failure.usage("--sign is cms, xmldsig or none.", command: "send")
        }
        if sign == "xmldsig" {
            guard arguments.given("signature") == nil else {
                throw Failure.usage("A CMS is over the finished document: sign it with xmldsig first.", command: "send")
            }
            bytes = try signInHeader(bytes, Connection.identity(arguments, agency: from))
        }
        if let file = arguments.given("output") {
            try Files.write(bytes, to: file)
            output.note(
                sign == "xmldsig"
                    ? "Next: lgsp send \(file) --sign none" : "Sign it, then: lgsp send \(file) --signature FILE.p7s")
            return .null
        }
        var signature = try arguments.given("signature").map { try NamedFile($0, limit: 1 << 20).cms() }
        if signature == nil, sign == "cms" {
            let identity = try Connection.identity(arguments, agency: from)
            let signer = try CMSSigner(
                key: PrivateKey(pem: Files.read(identity + "/key.pem")),
                chain: Certificate.all(in: Files.read(identity + "/certificate.pem")))
            signature = try signer.sign(bytes, at: LocalClock.now.milliseconds)
        }
        let client = try Connection.open(arguments, agency: from)
        let answer = try client.send(bytes, signature: signature)
        let id = answer["id"].string ?? ""
        if arguments.has("wait") { try wait(for: id, client) }
        output.object(answer)
        for warning in answer["warnings"].elements {
            output.note("warning: \(warning["code"].text): \(warning["message"].text)")
        }
        output.note("Next: lgsp trace \(id)")
        return answer
    }

    /// The bytes of the file at `path`, which must have some.
    static func contents(_ path: String) throws -> [UInt8] {
        let bytes = try Files.read(path)
        guard !bytes.isEmpty else {
            throw Failure(
                .badInput, "file_empty", "\(path) has no bytes.",
                hint: "Check what wrote it, such as a scanner or a full disk.")
        }
        return bytes
    }

    private static func signInHeader(_ document: [UInt8], _ identity: String) throws -> [UInt8] {
        guard let certificate = try Certificate.all(in: Files.read(identity + "/certificate.pem")).first else {
            throw TrustError("\(identity)/certificate.pem holds no certificate")
        }
        return try XMLSigner(key: PrivateKey(pem: Files.read(identity + "/key.pem")), certificate: certificate)
            .sign(document)
    }

    /// The sender that the document itself names; nil where it cannot be read: the daemon will say why.
    private static func sender(_ bytes: [UInt8]) throws -> String? {
        switch try? EdXMLReader.read(bytes, today: "9999/12/31") {
        case .document(let document): try Connection.code(document.from.id)
        case .status(let status): try Connection.code(status.from.id)
        case nil: nil
        }
    }

    private static func wait(for id: String, _ client: APIClient) throws {
        let end = MonotonicTime.now.advanced(byMilliseconds: 60_000)
        while try client.show(id)["deliveries"].elements.contains(where: { $0["state"].string == "owed" }) {
            guard MonotonicTime.now < end else {
                throw Failure(
                    .timedOut, "timed_out", "The document is accepted, but did not reach every mailbox in 60 s.",
                    hint: "See lgsp explain \(id).")
            }
            usleep(100_000)
        }
    }

    private static func envelope(_ bytes: [UInt8], name: String, _ arguments: Arguments) throws -> [UInt8] {
        let to = try arguments.all("to").map(Connection.code)
        guard let from = try arguments.given("from").map(Connection.code), !to.isEmpty else {
            throw Failure.usage("To build a document, --from CODE and --to CODE are needed.", command: "send")
        }
        let paper = arguments.given("paper") ?? "none"
        guard paper == "none" || paper == "with" else {
            throw Failure.usage("--paper is none or with.", command: "send")
        }
        let now = LocalClock.now
        let number = arguments.given("number") ?? "\(now.milliseconds / 1_000 % 1_000_000)"
        let notation = arguments.given("notation") ?? "CV"
        let random = UInt64.random(in: .min ... .max)
        var document = EdXMLDocument(
            from: EdXMLOrgan(id: from, name: from), to: to.map { EdXMLOrgan(id: $0, name: $0) },
            documentID: "\(from),\(LocalClock.day(now)),\(number),\(notation),\(String(random, radix: 16))",
            number: number, notation: notation, promulgationDate: LocalClock.day(now),
            typeName: arguments.given("type") ?? "Công văn", subject: arguments.given("subject") ?? name)
        document.hasPaper = paper == "with"
        let type = name.hasSuffix(".pdf") ? "application/pdf" : "application/octet-stream"
        return try EdXMLWriter.write(
            document, files: [EdXMLWriter.File(name: name, contentType: type, bytes: bytes)],
            timestamp: LocalClock.timestamp(now))
    }
}
