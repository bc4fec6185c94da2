internal import Client
internal import Exchange
internal import Platform
internal import Trust

/// `lgsp pki`: the demo PKI.
enum PKICommands {
    private static let folder = Option("certificates", "DIR", "The PKI's folder; default Certificates/generated.")

    static let create = Command(
        "pki init", "", "Makes the demo PKI: root, issuing authority and CRL.", options: [folder],
        examples: ["lgsp pki init --certificates pki"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        let path = directory(arguments)
        guard !Files.exists(path + "/root.pem") else {
            throw Failure(
                .badInput, "pki_exists", "There is a PKI in \(path) already.", hint: "Name another folder.")
        }
        try makeFolders(path)
        _ = try DemoPKI.create(directory: path, now: LocalClock.now.milliseconds)
        return done(path + "/root.pem", "lgsp pki issue CODE", output)
    }

    static let issue = Command(
        "pki issue", "CODE", "Issues an agency's certificate with a new key.",
        options: [folder, Option("name", "TEXT", "The agency's name; default: its code.")],
        examples: ["lgsp pki issue H10.13"]
    ) { arguments, output in
        try arguments.expect(1...1, "CODE")
        let code = try Connection.code(arguments.positional[0])
        let pki = try DemoPKI(directory: directory(arguments))
        _ = try pki.issueAgency(
            code: code, name: arguments.given("name") ?? code, now: LocalClock.now.milliseconds)
        return done("\(pki.directory)/agencies/\(code)/certificate.pem", "lgsp pki inspect FILE", output)
    }

    static let revoke = Command(
        "pki revoke", "FILE", "Revokes a certificate and renews the CRL.", options: [folder],
        examples: ["lgsp pki revoke Certificates/generated/agencies/H10.13/certificate.pem"]
    ) { arguments, output in
        try arguments.expect(1...1, "FILE")
        let bytes = try Files.read(arguments.positional[0], limit: 1 << 20)
        guard let certificate = try Certificate.all(in: bytes).first else {
            throw Failure(.badInput, "unreadable", "There is no certificate in \(arguments.positional[0]).")
        }
        let pki = try DemoPKI(directory: directory(arguments))
        let now = LocalClock.now.milliseconds
        try pki.revoke(certificate, now: now)
        try pki.writeCRL(now: now)
        return done(pki.directory + "/crl.pem", "lgsp check", output)
    }

    static let crl = Command(
        "pki crl", "", "Renews the CRL.", options: [folder], examples: ["lgsp pki crl"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        let pki = try DemoPKI(directory: directory(arguments))
        try pki.writeCRL(now: LocalClock.now.milliseconds)
        return done(pki.directory + "/crl.pem", "lgsp check", output)
    }

    static let inspect = Command(
        "pki inspect", "FILE", "Lists the certificates in a file.",
        examples: ["lgsp pki inspect Certificates/generated/root.pem"]
    ) { arguments, output in
        try arguments.expect(1...1, "FILE")
        let bytes = try Files.read(arguments.positional[0], limit: 16 << 20)
        output.list(
            try Certificate.all(in: bytes).map { certificate in
                .object([
                    .init("subject", .string(certificate.subject)), .init("issuer", .string(certificate.issuer)),
                    .init("serial", .string(certificate.serial)), .init("key", .string(certificate.fingerprintOfKey)),
                    .init("type", .string(certificate.publicKey.kind.description)),
                ])
            }, ["subject", "issuer", "serial", "type", "key"])
        return .success
    }

    private static func directory(_ arguments: Arguments) -> String {
        arguments["certificates"] ?? "Certificates/generated"
    }

    private static func makeFolders(_ path: String) throws {
        var partial = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            partial += part + "/"
            try Files.makeFolder(partial)
        }
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
