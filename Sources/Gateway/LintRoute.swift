internal import EdXML
internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform
internal import Trust
internal import XML

/// `POST /lint`: what the door would say of a message, all of it, and nothing is sent.
struct LintRoute {
    let services: Services

    func handle(_ request: HTTPRequest) throws -> HTTPResponse {
        let isStrict = request.parameter("strict") == "1"
        let vietnamese = Language.isVietnamese(request.header("Accept-Language"))
        let now = services.clock()
        let today = now.day.description.split(separator: "-").joined(separator: "/")
        let report = EdXMLReader.check(request.body, today: today)
        let isClean = report.message != nil && (!isStrict || report.faults.isEmpty)
        let verdict = signature(request.body, report, today: today)
        return .json(200) { json in
            json.member("clean", isClean)
            json.member("cut", report.isCut)
            json.key("faults")
            json.array { json in
                for fault in report.faults { json.object { fault.write(to: &$0, isStrict, vietnamese) } }
            }
            if let verdict {
                json.key("signature")
                json.object { json in
                    json.member("status", verdict.status.rawValue)
                    json.member("code", verdict.code?.rawValue)
                    json.member("hint", verdict.code?.hint(vietnamese: vietnamese))
                    json.key("checks")
                    json.raw(SendRoute.json(verdict.checks))
                }
            }
        }
    }

    /// The verdict on the signature in the header, as the door would give it to the agency in From.
    private func signature(_ bytes: [UInt8], _ report: EdXMLReport, today: String) -> Verdict? {
        guard let message = report.message,
            let read = try? EdXMLReader.read(bytes, today: today, signatures: { XMLSignaturePass.verifying($0) }),
            let pass = read.signature, let sender = services.ledger.directory.agency(code: message.sender)
        else { return nil }
        return services.xmlVerifier.verify(pass, from: sender.number.value, at: services.clock().milliseconds)
    }
}

extension EdXMLFault {
    /// The members of the fault.
    func write(to json: inout JSONText, _ isStrict: Bool, _ vietnamese: Bool) {
        json.member("severity", isStrict ? Severity.error.rawValue : severity.rawValue)
        json.member("code", code)
        json.member("line", line)
        json.member("column", column)
        json.member("element", element)
        json.member("expected", expected)
        json.member("found", found)
        json.member("title", title(vietnamese: vietnamese))
        json.member("hint", hint(vietnamese: vietnamese))
    }
}
