import EdXML
import Exchange
import Inspection
import Platform
import Testing
import Trust
import XML

/// The order of the door in a table: one fault after the other is mended, and the next one decides.
@Suite struct InspectorTests {
    /// Answers what a case wants to be answered.
    private final class Book: Parties {
        var known: Bool
        var isClosed: Bool
        var cms: Verdict
        var isBound: Bool?

        init(
            known: Bool = true, isClosed: Bool = false, cms: Verdict = InspectorTests.valid, isBound: Bool? = true
        ) {
            (self.known, self.isClosed, self.cms, self.isBound) = (known, isClosed, cms, isBound)
        }

        func sender(of message: EdXMLMessage) -> Result<Sender, Objection> {
            known
                ? .success(Sender(number: 1, code: "H10.02"))
                : .failure(Objection("unknown_sender", found: message.sender))
        }
        func verdict(cms: [UInt8], over content: [UInt8], at time: InspectionTime) -> Verdict { self.cms }
        func verdict(_ pass: XMLSignaturePass, from sender: Sender?, at time: InspectionTime) -> Verdict? { nil }
        func agency(code: String) -> UInt32? { ["G22": 1, "000.00.00.G22": 1, "H10": 2][code] }
        func refusal(of sender: Sender) -> Objection? { isClosed ? Objection("sender_closed") : nil }
        func isBound(_ key: PublicKey, to sender: Sender) -> Bool? { isBound }
    }

    private static let certificate: Certificate? = try? Certificate.all(
        in: Array(DemoCertificate.pem.utf8)
    ).first
    private static let valid = Verdict(status: .valid, checks: [.init("digest", .passed)], signer: certificate)
    private static let invalid = Verdict(
        status: .invalid, code: .signatureDigestMismatch,
        checks: [.init("digest", .failed(.signatureDigestMismatch), expected: "this", found: "that")],
        signer: certificate)
    private static let time = InspectionTime(Instant(milliseconds: 1_790_000_000_000))

    /// A message; `subject` nil leaves the element out.
    private static func message(_ subject: String?) -> [UInt8] {
        let element = subject.map { "<edXML:Subject>\($0)</edXML:Subject>" } ?? ""
        return Array(
            """
            <edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016" xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
            <edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader>
            <edXML:From><edXML:OrganId>H10.02</edXML:OrganId></edXML:From><edXML:To><edXML:OrganId>G22</edXML:OrganId></edXML:To>
            <edXML:DocumentId>H10.02,2021,1</edXML:DocumentId>
            <edXML:Code><edXML:CodeNumber>1</edXML:CodeNumber><edXML:CodeNotation>TT</edXML:CodeNotation></edXML:Code>
            <edXML:PromulgationInfo><edXML:PromulgationDate>2021/06/24</edXML:PromulgationDate></edXML:PromulgationInfo>
            <edXML:DocumentType><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>
            \(element)</edXML:MessageHeader></edXML:edXMLHeader></edXML:edXMLEnvelope></edXML>
            """.utf8)
    }

    private static func inspect(
        _ book: Book, _ content: [UInt8], signature: [UInt8] = [1], goesOn: Bool = false
    ) -> Inspection {
        var ticks: Int64 = 0
        let inspector = Inspector(book, goesOn: goesOn) {
            ticks += 10
            return ticks
        }
        return inspector.inspect(content, signature: signature, at: time).inspection
    }

    private static func outcomes(_ inspection: Inspection) -> String {
        inspection.stages.map { "\($0.name.rawValue)=\($0.objection?.code ?? $0.result)" }.joined(separator: " ")
    }

    /// Where the agencies are known, two codes of one are warned of, at the tag of the second.
    @Test func receiversThatAreOneAgencyAreWarnedOf() throws {
        let second = "<edXML:To>\n<edXML:OrganId>000.00.00.G22</edXML:OrganId></edXML:To>"
        let text = String(decoding: Self.message("Về việc"), as: UTF8.self)
        let parts = text.split(separator: "<edXML:DocumentId>")
        let inspection = Self.inspect(Book(), Array((parts[0] + second + "\n<edXML:DocumentId>" + parts[1]).utf8))
        let fault = try #require(inspection.faults.first { $0.code == "receiver_same_agency" })
        #expect((fault.severity, fault.line, fault.column) == (.warning, 4, 1))
        #expect(fault.element == "MessageHeader/To" && fault.found == "000.00.00.G22" && !fault.hint().isEmpty)
        #expect(inspection.objection == nil)
        #expect(!Self.inspect(Book(), Array(text.utf8)).faults.contains { $0.code == "receiver_same_agency" })
    }

    /// All of them are placed in one pass.
    @Test func everyReceiverThatIsAnAgencyAgainIsWarnedOfAtItsPlace() throws {
        let second = "<edXML:To>\n<edXML:OrganId>000.00.00.G22</edXML:OrganId></edXML:To>"
        let text = String(decoding: Self.message("Về việc"), as: UTF8.self)
        let parts = text.split(separator: "<edXML:DocumentId>")
        let third = second.replacing("000.00.00.G22", with: "G22.0")
        let inspection = Self.inspect(
            Book(), Array((parts[0] + second + "\n " + third + "\n<edXML:DocumentId>" + parts[1]).utf8))
        let faults = inspection.faults.filter { $0.code == "receiver_same_agency" }
        #expect(faults.map(\.line).sorted() == faults.map(\.line) && faults.first?.line == 4)
    }

    /// Where the agencies are known, a DocumentId that begins with another's code is warned of; whose code nobody knows, and
    /// what is of another form, are not.
    @Test(
        arguments: [
            ("G22", "H10,2021/06/24,1/TT", true), ("G22", "000.00.00.G22,2021/06/24,1/TT", false),
            ("G22", "G22,2021/06/24,1/TT", false), ("G22", "H99,2021/06/24,1/TT", false), ("G22", "H10", false),
            ("H98", "H10,2021/06/24,1/TT", false),
        ])
    func aDocumentIDOfAnotherAgencyIsWarnedOf(sender: String, id: String, isWarned: Bool) throws {
        let text = String(decoding: Self.message("Về việc"), as: UTF8.self)
            .replacing("<edXML:From><edXML:OrganId>H10.02", with: "<edXML:From><edXML:OrganId>\(sender)")
            .replacing("H10.02,2021,1", with: id)
        let inspection = Self.inspect(Book(), Array(text.utf8))
        let fault = inspection.faults.first { $0.code == "document_id_of_another_agency" }
        #expect((fault != nil) == isWarned && inspection.objection == nil)
        guard let fault else { return }
        #expect((fault.severity, fault.line, fault.column) == (.warning, 4, 1))
        #expect(fault.element == "MessageHeader/DocumentId" && fault.expected == "G22,…" && fault.found == id)
    }

    @Test func theFirstFaultInTheOrderOfTheDoorDecides() throws {
        try #require(Self.certificate != nil)
        let book = Book(known: false, isClosed: true, cms: Self.invalid, isBound: false)
        let (good, secret) = (Self.message("Về việc"), Self.message("MẬT"))
        #expect(Self.inspect(book, Array("<a".utf8)).objection?.code == "not_well_formed")
        #expect(Self.inspect(book, Self.message(nil)).objection?.code == "missing_element")
        #expect(Self.inspect(book, secret).objection?.code == "unknown_sender")
        book.known = true
        #expect(Self.inspect(book, secret).objection?.code == "state_secret")
        #expect(Self.inspect(book, good).objection?.code == "signature_digest_mismatch")
        #expect(Self.inspect(book, good, signature: []).objection?.code == "sender_closed")
        book.cms = Self.valid
        #expect(Self.inspect(book, good).objection?.code == "sender_closed")
        book.isClosed = false
        #expect(Self.inspect(book, good, signature: []).objection?.code == "signature_missing")
        #expect(Self.inspect(book, good, signature: []).status == .absent)
        #expect(Self.inspect(book, good).objection?.code == "signer_not_bound")
        book.isBound = nil
        #expect(Self.inspect(book, good).status == .valid)
        book.isBound = true
        let all = Self.inspect(book, good)
        #expect(
            Self.outcomes(all)
                == "read=passed structure=warned sender=passed secrecy=passed signature=passed binding=passed")
        #expect(all.stages.map(\.nanoseconds) == [10, nil, 10, 10, 10, 10])
        #expect(all.signature?.certificate?.digest == Self.certificate?.digest)
    }

    @Test func whatWasNotReachedSaysWhyAndGoingOnJudgesTheSignatureAllTheSame() {
        let book = Book(cms: Self.invalid, isBound: false)
        let stopped = Self.inspect(book, Self.message(nil))
        let rest = "sender=not_reached secrecy=not_reached"
        #expect(
            Self.outcomes(stopped)
                == "read=passed structure=missing_element \(rest) signature=not_reached binding=not_reached admission=not_reached"
        )
        let whole = Self.inspect(book, Self.message(nil), goesOn: true)
        #expect(
            Self.outcomes(whole)
                == "read=passed structure=missing_element \(rest) signature=signature_digest_mismatch binding=not_reached admission=not_reached"
        )
        #expect(whole.objection?.code == "missing_element")
        #expect(whole.objection?.line == 2)
        // All faults of a signature at once: whether its signer is registered, too.
        let signature = Self.inspect(book, Self.message("Về việc"))
        #expect(signature.checks.map(\.name) == ["digest", "binding"])
        #expect(signature.checks.compactMap(\.code) == [.signatureDigestMismatch, .signerNotBound])
        #expect(signature.objection?.expected == "this")
    }

    @Test func ofASecretOnlyCodesAreLeft() {
        let secret = Self.inspect(Book(known: false), Self.message("MẬT: Xanh"))
        #expect(secret.isSecret)
        let bare = secret.withoutContent
        var json = JSONText()
        json.object { $0.members(of: bare) { Words(title: $0, hint: "", clause: "") } }
        #expect(json.string.contains("unknown_sender"))
        for word in ["Xanh", "H10", "bytes", "line"] { #expect(!json.string.contains(word), "\(json.string)") }
    }

    @Test func aSecretIsOneEvenWhereItsFormRefusesIt() {
        let text = String(decoding: Self.message("TỐI MẬT: Xanh"), as: UTF8.self)
        let parts = text.split(separator: "2021/06/24", omittingEmptySubsequences: false)
        for broken in [parts.joined(separator: "hôm qua"), String(text.dropLast(30))] {
            let inspection = Self.inspect(Book(), Array(broken.utf8))
            #expect(inspection.objection != nil && inspection.isSecret, "\(Self.outcomes(inspection))")
            #expect(inspection.withoutContent.faults.isEmpty)
        }
        #expect(!Self.inspect(Book(), Array(text.utf8.prefix(600))).isSecret)
    }

    @Test(arguments: [
        ("not_well_formed", "read"), ("missing_element", "structure"), ("unknown_sender", "sender"),
        ("state_secret", "secrecy"), ("crl_expired", "signature"), ("signer_not_bound", "binding"),
        ("document_id_conflict", "admission"),
    ])
    func aCodeTellsItsStage(code: String, stage: String) { #expect(StageName(code: code).rawValue == stage) }
}
