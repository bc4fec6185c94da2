import Platform
import Scenario
import Trust

/// An edXML document of H10.02 with its signature, and what came of sending it.
struct SignedDocument: Sendable {
    /// Its DocumentId.
    let id: String
    let content: [UInt8]
    let signature: [UInt8]

    /// Those it is sent to: one at the sender's hub, one across the national axis.
    static let receivers = ["G22", "H10.03"]
    static let sender = "H10.02"

    /// Makes signed documents with the key of the PKI in `certificates`.
    struct Maker: Sendable {
        private let signer: CMSSigner
        private let now: Int64

        init(certificates: String, now: Int64) throws {
            let folder = "\(certificates)/agencies/\(SignedDocument.sender)"
            signer = try CMSSigner(
                key: PrivateKey(pem: Files.read(folder + "/key.pem")),
                chain: Certificate.all(in: Files.read(folder + "/certificate.pem")))
            self.now = now
        }

        /// The document `number`; its size comes from the number as well.
        func make(_ number: String) throws -> SignedDocument {
            var random = SplitMix64(seed: number.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
            let id = "\(SignedDocument.sender),2021,\(number)"
            var filler = ""
            let words = random.below(10) == 0 ? random.below(1_500) : random.below(120)
            for _ in 0..<words {
                filler += String(random.next(), radix: 36) + " "
            }
            let to = SignedDocument.receivers.map {
                "<edXML:To><edXML:OrganId>\($0)</edXML:OrganId></edXML:To>"
            }.joined()
            let text = """
                <?xml version="1.0" encoding="UTF-8"?>
                <edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016" \
                xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">\
                <edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader>
                <edXML:From><edXML:OrganId>\(SignedDocument.sender)</edXML:OrganId></edXML:From>\(to)
                <edXML:DocumentId>\(id)</edXML:DocumentId>
                <edXML:Code><edXML:CodeNumber>\(number.suffix(11))</edXML:CodeNumber>\
                <edXML:CodeNotation>TT</edXML:CodeNotation></edXML:Code>
                <edXML:PromulgationInfo><edXML:PromulgationDate>2021/06/24</edXML:PromulgationDate>\
                </edXML:PromulgationInfo>
                <edXML:DocumentType><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>
                <edXML:Subject>Về việc thử nghiệm</edXML:Subject><edXML:Content>\(filler)</edXML:Content>
                </edXML:MessageHeader></edXML:edXMLHeader></edXML:edXMLEnvelope></edXML>
                """
            let content = Array(text.utf8)
            return SignedDocument(id: id, content: content, signature: try signer.sign(content, at: now))
        }
    }
}
