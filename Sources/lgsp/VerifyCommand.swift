internal import Client
internal import EdXML
internal import Exchange
internal import Inspection
internal import Platform
internal import Trust
internal import XML

/// `lgsp verify`: offline.
enum VerifyCommand {
    static let command = Command(
        "verify", "FILE",
        "Verifies a signature, with its message, or a certificate's path; 0 valid, 2 not, 65 unreadable.",
        options: [
            Option(
                "content", "FILE", "The bytes that the CMS signs; without it, FILE is signed XML, or a certificate.")
        ] + PKIParties.options + [
            Option("at", "TIME", "Judges this moment, such as 2021-06-24T08:00:00+07:00; default: now."),
            Option("purpose", "signing|client", "What a certificate is for; default signing."),
        ],
        examples: [
            "lgsp verify letter.p7s --content letter.edxml --pki Certificates/generated",
            "lgsp verify letter.edxml --trust root.pem --crl crl.pem",
        ]
    ) { arguments, output in
        try arguments.expect(1...1, "FILE")
        let purpose = arguments.given("purpose") ?? "signing"
        guard purpose == "signing" || purpose == "client" else {
            throw Failure.usage("--purpose is signing or client.", command: "verify")
        }
        let time = try time(arguments)
        let inspection: Inspection
        guard let parties = try PKIParties(arguments) else {
            throw Failure.usage("--pki DIR or --trust PEM is needed.", command: "verify")
        }
        do throws(TrustError) {
            inspection = try inspect(arguments, parties, purpose == "client" ? .client : .signing, at: time)
        } catch {
            throw Failure(
                .badInput, "unreadable", "\(error.description).",
                hint: "Give a DER CMS with --content, signed XML, or a certificate in PEM.")
        }
        report(inspection, output)
        return inspection.status == .valid ? .success : .invalid
    }

    /// The past is judged by the lists that are at hand: a revocation counts where it happened before the moment.
    private static func time(_ arguments: Arguments) throws -> InspectionTime {
        guard let text = arguments.given("at") else { return InspectionTime(LocalClock.now) }
        guard let moment = Moment.parse(text) else {
            throw Failure.usage(
                "--at wants a time such as 2021-06-24T08:00:00+07:00, not \(text).", command: "verify")
        }
        return InspectionTime(Instant(milliseconds: moment), isHindsight: true)
    }

    /// A message is held to the rules of edXML too; of anything else the signature alone is judged.
    private static func inspect(
        _ arguments: Arguments, _ parties: PKIParties, _ purpose: CertificatePurpose, at time: InspectionTime
    ) throws(TrustError) -> Inspection {
        let path = arguments.positional[0]
        let file = try PKIParties.read(path)
        if let contentPath = arguments.given("content") {
            let content = try PKIParties.read(contentPath)
            if isMessage(content, contentPath) {
                return inspector(parties).inspect(content, signature: file, at: time).inspection
            }
            return timed(.signature, form: "cms") { parties.verdict(cms: file, over: content, at: time) }
        }
        if isMessage(file, path) { return inspector(parties).inspect(file, signature: [], at: time).inspection }
        if file.first(where: { $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }) == UInt8(ascii: "<") {
            let pass: XMLSignaturePass
            do { pass = try XMLSignaturePass.read(file) { XMLSignaturePass.verifying($0) } } catch let fault as XMLFault
            {
                let place = "line \(fault.line), column \(fault.column)"
                throw TrustError("not XML that is read: \(fault.code.rawValue), \(fault.found), \(place)")
            } catch {
                throw TrustError("not XML that can be read: \(error)")
            }
            return timed(.signature, form: "xmldsig") {
                pass.count > 0 || pass.hasNamesake ? parties.verdict(pass, from: nil, at: time) ?? .absent : .absent
            }
        }
        let chain = try Certificate.all(in: file)
        guard let leaf = chain.first else { throw TrustError("there is no certificate in the file") }
        return timed(.certificate, form: nil) {
            parties.store.current.evaluate(
                leaf, untrusted: Array(chain.dropFirst()) + parties.untrusted, purpose: purpose,
                at: time.instant.milliseconds, hindsight: time.isHindsight)
        }
    }

    private static func inspector(_ parties: PKIParties) -> Inspector {
        Inspector(parties, goesOn: true) { MonotonicTime.now.nanoseconds }
    }

    /// An inspection of one stage.
    private static func timed(_ name: StageName, form: String?, _ body: () -> Verdict) -> Inspection {
        let began = MonotonicTime.now
        var stage = Stage(name, form: form, body())
        stage.nanoseconds = MonotonicTime.now.since(began)
        var inspection = Inspection()
        inspection.stages = [stage]
        return inspection
    }

    /// Whether the bytes are meant to be edXML: by the file's name, or by the root element.
    private static func isMessage(_ bytes: [UInt8], _ path: String) -> Bool {
        path.hasSuffix(".edxml") || EdXMLReader.isRootEdXML(bytes)
    }

    private static func report(_ inspection: Inspection, _ output: Output) {
        let json = InspectionReport.json(inspection)
        guard !output.isJSON, let value = JSONValue(Array(json.utf8)) else { return output.line(json) }
        output.line([value["status"].text, value["code"].text].filter { !$0.isEmpty }.joined(separator: " "))
        InspectionReport.show(value, output)
    }
}
