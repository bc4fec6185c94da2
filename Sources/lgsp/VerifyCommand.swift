internal import Client
internal import Exchange
internal import Platform
internal import Trust
internal import XML

/// `lgsp verify`: offline.
enum VerifyCommand {
    static let command = Command(
        "verify", "FILE", "Verifies a signature or a certificate's path; 0 valid, 2 not, 65 unreadable.",
        options: [
            Option(
                "content", "FILE", "The bytes that the CMS signs; without it, FILE is signed XML, or a certificate."),
            Option("trust", "PEM", "Trusted roots; may be repeated."),
            Option("untrusted", "PEM", "Other certificates: intermediates, signers; may be repeated."),
            Option("crl", "FILE", "Revocation lists; may be repeated."),
            Option("at", "TIME", "Judges this moment, such as 2021-06-24T08:00:00+07:00; default: now."),
            Option("purpose", "signing|client", "What a certificate is for; default signing."),
        ], examples: ["lgsp verify letter.p7s --content letter.edxml --trust root.pem --crl crl.pem"]
    ) { arguments, output in
        try arguments.expect(1...1, "FILE")
        guard !arguments.all("trust").isEmpty else {
            throw Failure.usage("--trust PEM is needed.", command: "verify")
        }
        let purpose = arguments.given("purpose") ?? "signing"
        guard purpose == "signing" || purpose == "client" else {
            throw Failure.usage("--purpose is signing or client.", command: "verify")
        }
        let file = try Files.read(arguments.positional[0], limit: 16 << 20)
        let moment = try arguments.given("at").map { text in
            guard let moment = Moment.parse(text) else {
                throw Failure.usage(
                    "--at wants a time such as 2021-06-24T08:00:00+07:00, not \(text).", command: "verify")
            }
            return moment
        }
        // The past is judged by the lists that are at hand: a revocation counts where it happened before the moment.
        let (now, hindsight) = (moment ?? LocalClock.now.milliseconds, moment != nil)
        let verdict: Verdict
        do throws(TrustError) {
            let untrusted = try certificates(arguments.all("untrusted"))
            var crls: [[UInt8]] = []
            for path in arguments.all("crl") { crls += try TrustStore.crls(in: read(path)) }
            let store = try TrustStore(
                roots: try certificates(arguments.all("trust")), intermediates: untrusted, crls: crls)
            if let content = arguments.given("content") {
                verdict = CMSVerifier(store: store).verify(
                    signature: file, content: try read(content), at: now, hindsight: hindsight)
            } else if file.first(where: { $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }) == UInt8(ascii: "<") {
                verdict = try verifyXML(file, store, untrusted, at: now, hindsight: hindsight)
            } else {
                let chain = try Certificate.all(in: file)
                guard let leaf = chain.first else { throw TrustError("there is no certificate in the file") }
                verdict = store.current.evaluate(
                    leaf, untrusted: Array(chain.dropFirst()) + untrusted,
                    purpose: purpose == "client" ? .client : .signing, at: now, hindsight: hindsight)
            }
        } catch {
            throw Failure(
                .badInput, "unreadable", "\(error.description).",
                hint: "Give a DER CMS with --content, signed XML, or a certificate in PEM.")
        }
        report(verdict, output)
        return verdict.status == .valid ? .success : .invalid
    }

    /// Offline nobody is registered: a signer is whoever the trusted roots vouch for, and is named in the answer.
    private static func verifyXML(
        _ file: [UInt8], _ store: TrustStore, _ untrusted: [Certificate], at now: Int64, hindsight: Bool
    ) throws(TrustError) -> Verdict {
        let pass: XMLSignaturePass
        do { pass = try XMLSignaturePass.read(file) { XMLSignaturePass.verifying($0) } } catch let fault as XMLFault {
            let place = "line \(fault.line), column \(fault.column)"
            throw TrustError("not XML that is read: \(fault.code.rawValue), \(fault.found), \(place)")
        } catch {
            throw TrustError("not XML that can be read: \(error)")
        }
        guard pass.count > 0 || pass.hasNamesake else { return .absent }
        let known = untrusted.map(\.der) + XMLSignatureVerifier.embeddedCertificates(pass)
        let signers = SignerDirectory { known.indices.contains(Int($0)) ? known[Int($0)] : nil }
        for (place, der) in known.enumerated() { signers.add(der, at: Int64(place)) }
        let verifier = XMLSignatureVerifier(store: store, signers: signers)
        return verifier.verify(pass, from: 0, at: now, hindsight: hindsight, untrusted: untrusted)
    }

    private static func report(_ verdict: Verdict, _ output: Output) {
        if output.isJSON {
            let checks = verdict.checks.map { check in
                JSONValue.object([
                    .init("name", .string(check.name)), .init("result", .string(check.outcomeName)),
                    .init("passed", .bool(check.passed)),
                    .init("code", check.code.map { .string($0.rawValue) } ?? .null),
                    .init("because", check.because.map { .string($0) } ?? .null),
                    .init("expected", check.expected.map { .string($0) } ?? .null),
                    .init("found", check.found.map { .string($0) } ?? .null),
                ])
            }
            output.object(
                .object([
                    .init("status", .string(verdict.status.rawValue)),
                    .init("code", verdict.code.map { .string($0.rawValue) } ?? .null),
                    .init("signer", verdict.signer.map { .string($0.subject) } ?? .null),
                    .init("checks", .array(checks)),
                ]))
            return
        }
        output.line(
            [verdict.status.rawValue, verdict.code?.rawValue ?? ""].filter { !$0.isEmpty }.joined(separator: " "))
        output.table(
            nil,
            verdict.checks.map { check in
                [
                    check.code != nil ? "FAILED" : check.passed ? "ok" : "not evaluated", check.name,
                    check.because.map { "because of \($0)" } ?? check.expected.map { "expected \($0)" } ?? "",
                    check.found.map { "found \($0)" } ?? "",
                ]
            })
        if let code = verdict.code { output.note("  \(code.hint())") }
    }

    private static func certificates(_ paths: [String]) throws(TrustError) -> [Certificate] {
        var all: [Certificate] = []
        for path in paths { all += try Certificate.all(in: read(path)) }
        return all
    }

    private static func read(_ path: String) throws(TrustError) -> [UInt8] {
        do { return try Files.read(path) } catch { throw TrustError("\(error)") }
    }
}
