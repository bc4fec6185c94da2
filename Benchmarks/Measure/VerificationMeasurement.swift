internal import Glibc
internal import Platform
internal import Trust

/// CMS by known signers beside the raw signature check and beside OpenSSL's own `CMS_verify`.
///
/// Every document and every signature is another one; a verdict that was remembered would be of no use.
struct VerificationMeasurement {
    /// The folder for the PKI.
    let directory: String
    private let documents = 10_000
    private let signers = 8
    private let size = 8192

    /// One signed document in every form.
    private struct Signed {
        let signer: Int
        let content: [UInt8]
        let raw: [UInt8]
        let embedded: [UInt8]
        let bare: [UInt8]
    }

    func run() throws -> [Row] {
        let now = Int64(time(nil)) * 1000
        let pki = try DemoPKI.create(directory: directory, now: now)
        print("\nCMS by a known signer: \(documents) distinct documents of \(size) bytes, \(signers) signers,")
        print("one thread, microseconds a document, median of turns of 250")
        print("key        raw + digest   certificate embedded     not embedded   CMS_verify with chain")
        return try [KeyType.rsa2048, .p256].map { try measure($0, pki, now: now) }
    }

    private func measure(_ type: KeyType, _ pki: DemoPKI, now: Int64) throws -> Row {
        var keys: [PrivateKey] = []
        var certificates: [Certificate] = []
        for index in 0..<signers {
            certificates.append(
                try pki.issueAgency(
                    code: "X\(index).\(type.rawValue)", name: "Cơ quan thử \(index)", keyType: type, now: now))
            keys.append(
                try PrivateKey(
                    pem: Files.read("\(directory)/agencies/X\(index).\(type.rawValue)/key.pem")))
        }
        let authority = try Certificate.all(in: Files.read("\(directory)/issuing.pem"))
        let embedding = try keys.indices.map { try CMSSigner(key: keys[$0], chain: [certificates[$0]] + authority) }
        let plain = try keys.indices.map {
            try CMSSigner(key: keys[$0], chain: [certificates[$0]], embedCertificates: false)
        }
        let all = try (0..<documents).map { number in
            let signer = number % signers
            let content = document(number)
            return Signed(
                signer: signer, content: content, raw: try keys[signer].sign(content),
                embedded: try embedding[signer].sign(content, at: now), bare: try plain[signer].sign(content, at: now))
        }
        let store = try TrustStore(
            roots: Certificate.all(in: Files.read("\(directory)/root.pem")), intermediates: authority,
            crls: TrustStore.crls(in: Files.read("\(directory)/crl.pem")))
        let verifier = CMSVerifier(store: store, signers: SignerDirectory(certificates))
        let raw = keys.compactMap { RawVerifier($0.publicKey) }
        guard raw.count == keys.count, let stock = StockVerifier(roots: "\(directory)/root.pem") else {
            throw Contest.Failure(description: "OpenSSL could not be set up")
        }
        // Outside the measurement each signer is met once: it is the known signer that is measured.
        for one in all.prefix(signers) {
            guard verifier.verify(signature: one.embedded, content: one.content, at: now).status == .valid else {
                throw Contest.Failure(description: "a signature of the demo PKI was refused")
            }
        }
        let contest = Contest(
            ways: [
                .init(name: "raw") { raw[all[$0].signer].verify(all[$0].raw, over: all[$0].content) },
                .init(name: "embedded") {
                    verifier.verify(signature: all[$0].embedded, content: all[$0].content, at: now).status == .valid
                },
                .init(name: "bare") {
                    verifier.verify(signature: all[$0].bare, content: all[$0].content, at: now).status == .valid
                },
                .init(name: "stock") { stock.verify(all[$0].embedded, over: all[$0].content) },
            ], pieces: documents)
        let times = try contest.run().map { $0 / 1000 }
        func cell(_ index: Int) -> String { "\(times[index].short) (\((times[index] / times[0]).ratio) x)" }
        let columns = [(type.rawValue, -10), (times[0].short, 13), (cell(1), 23), (cell(2), 17), (cell(3), 24)]
        print(columns.map { Contest.padded($0, $1) }.joined())
        return Row(
            table: "cms_microseconds", labels: [("key", type.rawValue)],
            figures: [("raw", times[0]), ("embedded", times[1]), ("bare", times[2]), ("openssl", times[3])])
    }

    /// A document like no other: its number stands in every line.
    private func document(_ number: Int) -> [UInt8] {
        let line = Array("<edXML:Line number=\"\(number)\">Văn bản thử tốc độ kiểm tra chữ ký</edXML:Line>\n".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size + line.count)
        while bytes.count < size { bytes += line }
        return Array(bytes.prefix(size))
    }
}
