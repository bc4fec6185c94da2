internal import Client
internal import Exchange
internal import Platform
internal import Trust

/// `lgsp pki`: the demo PKI.
enum PKICommands {
    static let folder = Option("certificates", "DIR", "The PKI's folder; default Certificates/generated.")
    private static let key = Option("key", "TYPE", "p-256 (the default), p-384, rsa-2048 or rsa-3072.")
    private static let force = Option("force", nil, "Overwrites the key that is there.")

    static let all = [create, issue, bind, revoke, crl, inspect, PKIBrokenCommand.command]

    private static let create = Command(
        "pki init", "", "Makes the demo PKI: root, issuing authority and CRL.", options: [folder, key, force],
        examples: ["lgsp pki init --certificates pki", "lgsp pki init --key rsa-2048"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        let path = directory(arguments)
        _ = try DemoPKI.create(
            directory: path, keyType: try keyType(arguments, "pki init"), replacing: arguments.has("force"),
            now: LocalClock.now.milliseconds)
        return done(path + "/root.pem", "lgsp pki issue CODE", output)
    }

    private static let issue = Command(
        "pki issue", "CODE", "Issues an agency's certificate with a new key, or for a key of its own.",
        options: [
            folder, key, force, Option("csr", "FILE", "A certification request: only its key is taken from it."),
            Option("name", "TEXT", "The agency's name; default: its code."),
        ], examples: ["lgsp pki issue H10.13 --key rsa-2048", "lgsp pki issue H10.13 --csr request.pem"]
    ) { arguments, output in
        try arguments.expect(1...1, "CODE")
        let code = try Connection.code(arguments.positional[0])
        let name = arguments.given("name") ?? code
        let pki = try open(arguments)
        let now = LocalClock.now.milliseconds
        if let file = arguments.given("csr") {
            guard arguments.given("key") == nil else {
                throw Failure.usage("With --csr the key is the request's; --key says nothing.", command: "pki issue")
            }
            let bytes = try Files.read(file, limit: 1 << 20)
            do {
                let request = try CertificateRequest(bytes)
                let path = try pki.issueAgency(code: code, name: name, request: request, now: now).path
                return done(path, "lgsp pki bind \(code) \(path)", output)
            } catch let error as TrustError {
                throw Failure(
                    .badInput, "request_invalid", "\(error.description).",
                    hint: "Make one with openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -subj /CN=\(code).")
            }
        }
        let own = "\(pki.directory)/agencies/\(code)"
        _ = try pki.issueAgency(
            code: code, name: name, keyType: try keyType(arguments, "pki issue"),
            existing: arguments.has("force") ? .replaced : .refused, now: now)
        return done(own + "/certificate.pem", "lgsp pki bind \(code) \(own)/certificate.pem", output)
    }

    private static let bind = Command(
        "pki bind", "CODE FILE", "Binds a further certificate to an agency of the running daemon.",
        options: Option.connection,
        examples: ["lgsp pki bind H10.13 Certificates/generated/agencies/H10.13/certificate.pem"]
    ) { arguments, output in
        try arguments.expect(2...2, "CODE FILE")
        let code = try Connection.code(arguments.positional[0])
        let certificate = try first(arguments.positional[1])
        let answer = try Connection.open(arguments).bind(Array(certificate.pem.utf8), to: code)
        output.object(answer)
        output.note("Next: lgsp send FILE --from \(code) · lgsp pki revoke \(arguments.positional[1]) ends it")
        return .success
    }

    private static let revoke = Command(
        "pki revoke", "FILE", "Revokes a certificate and renews the CRL: its key speaks for nobody any more.",
        options: [folder], examples: ["lgsp pki revoke Certificates/generated/agencies/H10.13/certificate.pem"]
    ) { arguments, output in
        try arguments.expect(1...1, "FILE")
        let certificate = try first(arguments.positional[0])
        let pki = try open(arguments)
        do {
            try pki.revoke(certificate, now: LocalClock.now.milliseconds)
        } catch let error as TrustError {
            throw Failure(
                .badInput, "not_of_this_pki", "\(error.description).",
                hint: "Name the folder of the PKI that issued it with --certificates DIR.")
        }
        return done(pki.directory + "/crl.pem", "lgsp check", output)
    }

    private static let crl = Command(
        "pki crl", "", "Renews the CRL.", options: [folder], examples: ["lgsp pki crl"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        let pki = try open(arguments)
        try pki.writeCRL(now: LocalClock.now.milliseconds)
        return done(pki.directory + "/crl.pem", "lgsp check", output)
    }

    private static let inspect = Command(
        "pki inspect", "FILE",
        "Lists certificates, CRLs, requests and keys in a file; of a private key its public half.",
        examples: ["lgsp pki inspect Certificates/generated/root.pem"]
    ) { arguments, output in
        try arguments.expect(1...1, "FILE")
        let file = try NamedFile(arguments.positional[0], limit: 16 << 20)
        let rows = try PKIObject.all(in: file.bytes)
        guard !rows.isEmpty else { throw file.failure }
        output.list(
            rows.map(\.json),
            ["kind", "subject", "issuer", "serial", "type", "not_before", "not_after", "usage", "key"])
        return .success
    }

    static func open(_ arguments: Arguments) throws -> DemoPKI {
        let path = directory(arguments)
        guard try DemoPKI.isThere(in: path) else {
            throw Failure(
                .badConfiguration, "pki_missing", "There is no PKI in \(path).",
                hint: "Make one with lgsp pki init, or name its folder with --certificates DIR.")
        }
        return try DemoPKI(directory: path)
    }

    private static func first(_ path: String) throws -> Certificate {
        guard let certificate = try Certificate.all(in: try Files.read(path, limit: 1 << 20)).first else {
            throw Failure(
                .badInput, "unreadable", "There is no certificate in \(path).",
                hint: "Give a certificate in PEM or DER.")
        }
        return certificate
    }

    private static func keyType(_ arguments: Arguments, _ command: String) throws -> KeyType {
        switch arguments.given("key") ?? "p-256" {
        case "p-256": .p256
        case "p-384": .p384
        case "rsa-2048": .rsa2048
        case "rsa-3072": .rsa3072
        default: throw Failure.usage("--key is p-256, p-384, rsa-2048 or rsa-3072.", command: command)
        }
    }

    private static func directory(_ arguments: Arguments) -> String {
        arguments["certificates"] ?? "Certificates/generated"
    }

    private static func done(_ path: String, _ next: String, _ output: Output) -> ExitCode {
        if output.isJSON {
            output.object(.object([.init("file", .string(path))]))
        } else {
            output.line(path)
        }
        output.note("Next: \(next)")
        return .success
    }
}
