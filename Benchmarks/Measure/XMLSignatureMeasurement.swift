internal import CXMLSec
internal import Glibc
internal import Platform
internal import Trust
internal import XML

/// XML signatures beside libxmlsec1 with a preset key: parse, canonicalise, digest, verify.
///
/// Ours finds the signer among the registered certificates and judges its chain as well.
struct XMLSignatureMeasurement {
    /// The folder for the PKI.
    let directory: String
    private let documents = 64
    private let rounds = 40

    func run() throws -> [Row] {
        guard lgsp_xmlsec_start() == 1 else { throw Contest.Failure(description: "libxmlsec1 could not be set up") }
        let folder = "\(directory)/xml"
        let now = Int64(time(nil)) * 1000
        let pki = try DemoPKI.create(directory: folder, now: now)
        print("\nXML signatures, RSA-2048, SHA-256: microseconds a message, median of turns of 250, one thread")
        print("message                 canonical form     libxmlsec1, preset key          ours    times as fast")
        let certificate = try pki.issueAgency(code: "X1", name: "Cơ quan thử", keyType: .rsa2048, now: now)
        let key = unsafe (
            lgsp_xmlsec_private_key("\(folder)/agencies/X1/key.pem"),
            lgsp_xmlsec_key("\(folder)/agencies/X1/certificate.pem")
        )
        let store = try TrustStore(
            roots: Certificate.all(in: Files.read("\(folder)/root.pem")),
            intermediates: Certificate.all(in: Files.read("\(folder)/issuing.pem")),
            crls: TrustStore.crls(in: Files.read("\(folder)/crl.pem")))
        let signers = SignerDirectory { _ in certificate.der }
        signers.add(certificate.der, at: 0, owner: 1)
        let verifier = XMLSignatureVerifier(store: store, signers: signers)
        var rows: [Row] = []
        for (name, attachment, receivers) in [
            ("7 KB", 4_500, 1), ("54 KB attached", 52_000, 1), ("521 KB attached", 519_000, 1),
            ("52 KB of structure", 0, 330),
        ] {
            for (form, transform) in [("inclusive", ""), ("exclusive", "http://www.w3.org/2001/10/xml-exc-c14n#")] {
                let all = try (0..<documents).map { number in
                    let text = Array(template(number, attachment, receivers, transform).utf8)
                    var length: Int32 = 0
                    let made = unsafe text.withUnsafeBytes { bytes in
                        unsafe lgsp_xmlsec_sign(
                            bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count), key.0, &length)
                    }
                    guard let made = unsafe made else { throw Contest.Failure(description: "no signature was made") }
                    defer { unsafe lgsp_xmlsec_free(made) }
                    return unsafe Array(UnsafeBufferPointer(start: made, count: Int(length)))
                }
                let contest = Contest(
                    ways: [
                        .init(name: "libxmlsec1") { piece in
                            let bytes = all[piece % all.count]
                            return unsafe bytes.withUnsafeBytes { buffer in
                                unsafe lgsp_xmlsec_verify(
                                    buffer.bindMemory(to: CChar.self).baseAddress, Int32(buffer.count), key.1) == 1
                            }
                        },
                        .init(name: "ours") { piece in
                            guard
                                let pass = try? XMLSignaturePass.read(
                                    all[piece % all.count], { XMLSignaturePass.verifying($0) })
                            else { return false }
                            return verifier.verify(pass, from: 1, at: now).status == .valid
                        },
                    ], pieces: documents * rounds)
                let times = try contest.run().map { $0 / 1000 }
                let columns = [
                    (name, -24), (form, -14), (times[0].short, 27), (times[1].short, 14),
                    ((times[0] / times[1]).ratio, 17),
                ]
                print(columns.map { Contest.padded($0, $1) }.joined())
                rows.append(
                    Row(
                        table: "xmldsig_microseconds", labels: [("message", name), ("canonical_form", form)],
                        figures: [("libxmlsec1", times[0]), ("lgsp", times[1])]))
            }
        }
        return rows
    }

    private func template(_ number: Int, _ attachment: Int, _ receivers: Int, _ transform: String) -> String {
        let second = transform.isEmpty ? "" : "<Transform Algorithm=\"\(transform)\"/>"
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016" xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
            <edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader>
            <edXML:From><edXML:OrganId>X1</edXML:OrganId><edXML:OrganName>Cơ quan thử</edXML:OrganName></edXML:From>

            """
        for receiver in 0..<receivers {
            text += "<edXML:To><edXML:OrganId>X\(receiver + 2)</edXML:OrganId><edXML:OrganName>Cơ quan nhận "
            text += "\(receiver)</edXML:OrganName><edXML:Email>x\(receiver)@example.org</edXML:Email></edXML:To>\n"
        }
        text += """
            <edXML:DocumentId>X1,2021/06/24,\(number)/CV</edXML:DocumentId><edXML:Code><edXML:CodeNumber>\(number)\
            </edXML:CodeNumber><edXML:CodeNotation>CV</edXML:CodeNotation></edXML:Code>
            <edXML:Subject>Về việc thử tốc độ kiểm tra chữ ký số \(number)</edXML:Subject></edXML:MessageHeader>
            <Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><CanonicalizationMethod \
            Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/><SignatureMethod \
            Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><Reference URI=""><Transforms>\
            <Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>\(second)</Transforms>\
            <DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference></SignedInfo>\
            <SignatureValue/></Signature></edXML:edXMLHeader></edXML:edXMLEnvelope><AttachmentEncoded><Attachment>\
            <edXML:ContentTransferEncoded>
            """
        let line = "UEsDBBQAAAAIAGJ\(number)1bXkQmV0aG9kIHRvIG1lYXN1cmUgdGhlIHNwZWVkIG9mIGEgc2lnbmF0dXJlCg\n"
        text += String(repeating: line, count: attachment / line.utf8.count)
        return text + "</edXML:ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>"
    }
}
