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
        let file = try NamedFile(arguments.positional[0])
        // What a file is comes before what it is judged by.
        if arguments.given("content") == nil, file.nature != nil, !file.isMessage,
            !file.objects.contains(where: { $0.kind == .certificate })
        {
            throw file.failure
        }
        guard let parties = try PKIParties(arguments) else {
            throw Failure.usage("--pki DIR or --trust PEM is needed.", command: "verify")
        }
        do {
            inspection = try inspect(file, arguments, parties, purpose == "client" ? .client : .signing, at: time)
        } catch let error as TrustError {
            throw Failure(
                .badInput, "unreadable", "\(file.path): \(error.description).",
                hint: "Give a CMS with --content, signed XML, or a certificate; PEM or DER.")
        }
        report(inspection, output)
        if inspection.objection?.code == EdXMLCode.notXML.rawValue, let nature = file.nature {
            output.note("  \(nature.sentence) \(nature.hint)")
        }
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
        _ file: NamedFile, _ arguments: Arguments, _ parties: PKIParties, _ purpose: CertificatePurpose,
        at time: InspectionTime
    ) throws -> Inspection {
        if let contentPath = arguments.given("content") {
            let content = try NamedFile(contentPath)
            let signature = try signature(file, over: content)
            if content.isMessage {
                return inspector(parties).inspect(content.bytes, signature: signature, at: time).inspection
            }
            return timed(.signature, form: "cms") { parties.verdict(cms: signature, over: content.bytes, at: time) }
        }
        if file.isMessage { return inspector(parties).inspect(file.bytes, signature: [], at: time).inspection }
        if file.kind == .xml {
            let pass: XMLSignaturePass
            do { pass = try XMLSignaturePass.read(file.bytes) { XMLSignaturePass.verifying($0) } } catch let fault
                as XMLFault
            {
                let place = "line \(fault.line), column \(fault.column)"
                throw TrustError("not XML that is read: \(fault.code.rawValue), \(fault.found), \(place)")
            } catch {
                throw TrustError("not XML that can be read: \(error)")
            }
            return timed(.signature, form: "xmldsig") {
                pass.count > 0 || pass.hasNamesake ? parties.verdict(ofStranger: pass, at: time) : .absent
            }
        }
        guard
            file.objects.contains(where: { $0.kind == .certificate }) || file.bytes.first == 0x30 && file.kind == .other
        else { throw file.failure }
        let chain = try Certificate.all(in: file.bytes)
        guard let leaf = chain.first else { throw file.failure }
        return timed(.certificate, form: nil) {
            parties.store.current.evaluate(
                leaf, untrusted: Array(chain.dropFirst()) + parties.untrusted, purpose: purpose,
                at: time.instant.milliseconds, hindsight: time.isHindsight)
        }
    }

    /// The CMS in `file`; a file of another kind is named, and one that was given in place of the other.
    private static func signature(_ file: NamedFile, over content: NamedFile) throws -> [UInt8] {
        switch file.kind {
        case .pem, .der, .other: break
        case _ where content.objects.contains { $0.kind == .cms }:
            throw Failure(
                .badInput, "unreadable",
                NamedFile.say("\(content.path) is the signature.", "\(content.path) là chữ ký."),
                hint: NamedFile.say("Name it first: ", "Nêu trước: ")
                    + "lgsp verify \(content.path) --content \(file.path).")
        case .xml:
            throw Failure(
                .badInput, "unreadable",
                NamedFile.say("\(file.path) is XML, not a CMS.", "\(file.path) là XML, không phải CMS."),
                hint: NamedFile.say(
                    "A CMS is named first, and what it signs by --content; XML with its signature inside needs none.",
                    "Nêu CMS trước, nội dung được ký sau --content; XML có chữ ký bên trong thì không cần --content."))
        default: throw file.failure
        }
        return try file.cms()
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

    private static func report(_ inspection: Inspection, _ output: Output) {
        let json = InspectionReport.json(inspection)
        guard !output.isJSON, let value = JSONValue(Array(json.utf8)) else { return output.line(json) }
        output.line([value["status"].text, value["code"].text].filter { !$0.isEmpty }.joined(separator: " "))
        InspectionReport.show(value, output)
    }
}
