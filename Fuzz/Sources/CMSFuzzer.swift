internal import CFuzz
internal import Platform

@testable internal import Trust

/// The way of a CMS: whatever the light walk says of a signature, OpenSSL's whole way says too; beside it the readers
/// of certificates, CRLs, requests and PEM. The first byte says which.
struct CMSFuzzer: Fuzzer {
    private enum Mode: UInt8, CaseIterable { case signature, certificate, revocationList, request, pem, time }

    private let content = Array("Về việc thử".utf8)
    private let store: TrustStore
    private let otherStore: TrustStore
    private let signers: SignerDirectory
    /// Knows what it met before, as the daemon's does.
    private let warm: CMSVerifier
    private let made: [[UInt8]]

    init() throws {
        let workshop = try Workshop()
        defer { workshop.remove() }
        let now = Workshop.now
        try workshop.pki.issueAgency(code: "p256", name: "Cơ quan thử", now: now)
        try workshop.pki.issueAgency(code: "rsa", name: "Cơ quan thử", keyType: .rsa2048, now: now)
        store = try workshop.store()
        otherStore = try workshop.store()
        var signatures: [[UInt8]] = []
        var certificates: [Certificate] = []
        for name in ["p256", "rsa"] {
            let chain = try workshop.certificates("agencies/\(name)/certificate.pem")
            let key = try workshop.key(name)
            certificates.append(chain[0])
            for isEmbedded in [true, false] {
                let signer = try CMSSigner(key: key, chain: chain, embedCertificates: isEmbedded)
                signatures.append(try signer.sign(content, at: now))
            }
        }
        signers = SignerDirectory(certificates)
        warm = CMSVerifier(store: store, signers: signers)
        let crls = try Files.read("\(workshop.folder)/crl.pem")
        let key = try workshop.key("p256")
        let info = DER.element(
            0x30, [0x02, 0x01, 0x00], DER.element(0x30), key.publicKey.encoding, DER.element(0xA0))
        let request = DER.element(
            0x30, info, DER.element(0x30, ObjectIdentifiers.ecdsaWithSHA256),
            DER.element(0x03, [0], try key.sign(info)))
        made =
            signatures.map { [Mode.signature.rawValue] + $0 }
            + certificates.map { [Mode.certificate.rawValue] + $0.der }
            + (try TrustStore.crls(in: crls)).map { [Mode.revocationList.rawValue] + $0 } + [
                [Mode.request.rawValue] + request, [Mode.pem.rawValue] + Array(certificates[0].pem.utf8),
                [Mode.pem.rawValue] + crls, [Mode.time.rawValue] + DERTime.element(now),
            ]
    }

    func seeds() -> [[UInt8]] { made }

    func run(_ bytes: [UInt8]) {
        guard let first = bytes.first, let mode = Mode(rawValue: first) else { return }
        let rest = Array(bytes.dropFirst())
        switch mode {
        case .signature: verify(rest)
        case .certificate: readCertificate(rest)
        case .revocationList: _ = try? TrustSnapshot(epoch: 1, roots: [], intermediates: [], crls: [rest])
        case .request: _ = try? CertificateRequest(rest)
        case .pem: readPEM(rest)
        case .time: readTime(rest)
        }
    }

    private func verify(_ signature: [UInt8]) {
        let now = Workshop.now
        let cold = CMSVerifier(store: store, signers: signers).verify(signature: signature, content: content, at: now)
        let verdict = warm.verify(signature: signature, content: content, at: now)
        promise(cold.status == verdict.status && cold.code == verdict.code, "known: \(verdict)\nunknown: \(cold)")
        promise((verdict.status == .valid) == (verdict.code == nil), "\(verdict)")
        promise(verdict.status == .valid || verdict.decisive != nil, "no check decided: \(verdict)")
        guard !signature.isEmpty else { return }
        let full = CMSVerifier(store: otherStore, signers: signers)
            .verifyInFull(signature: signature, content: content, at: now, hindsight: false)
        promise(full.status == verdict.status, "walked: \(verdict)\nin full: \(full)")
        let other = warm.verify(signature: signature, content: content + [0], at: now)
        promise(other.status == .invalid, "valid over other content: \(other)")
    }

    private func readCertificate(_ der: [UInt8]) {
        let identifiers = CertificateIdentifiers.all(of: der)
        guard let certificate = try? Certificate(der: der) else { return }
        _ = certificate.usages
        promise(certificate.der == der, "other bytes")
        // A certificate that is found under no identifier of its own would never be found again.
        if let first = identifiers.first {
            promise(first == certificate.issuerAndSerial, "issuer and serial number differ")
        }
        let verdict = store.current.evaluate(certificate, purpose: .signing, at: Workshop.now)
        if verdict.status == .valid { promise(certificate.publicKey.isStrong, "a weak key: \(verdict)") }
    }

    private func readPEM(_ text: [UInt8]) {
        _ = try? Certificate.all(in: text)
        _ = try? TrustStore.crls(in: text)
        _ = try? PrivateKey(pem: text)
        guard let blocks = try? PEM.blocks(text) else { return }
        for block in blocks where !block.label.isEmpty {
            guard let again = try? PEM.blocks(Array(PEM.encode(block.label, block.der).utf8)) else {
                return promise(false, "what was written is not read: \(block.label)")
            }
            promise(again.count == 1 && again[0].label == block.label && again[0].der == block.der, "another block")
        }
    }

    private func readTime(_ bytes: [UInt8]) {
        var cursor = DERCursor(bytes, 0..<bytes.count)
        guard let element = cursor.next(), let time = DERTime.parse(tag: element.tag, Array(bytes[element.body]).span)
        else { return }
        var again = DERCursor(DERTime.element(time), 0..<bytes.count)
        guard let other = again.next() else { return promise(false, "a time that cannot be written: \(time)") }
        let read = DERTime.parse(tag: other.tag, Array(DERTime.element(time)[other.body]).span)
        promise(read == time, "\(time) became \(read.map { "\($0)" } ?? "nothing")")
    }

    /// One element taken out, doubled, replaced by one of another seed, given another tag, or with other bytes in it.
    func mutated(_ bytes: [UInt8], limit: Int, _ random: inout Random) -> [UInt8]? {
        guard random.next(below: 4) > 0, let mode = bytes.first, mode != Mode.pem.rawValue,
            let tree = DERTree.all(in: Array(bytes.dropFirst())), tree.count == 1
        else { return nil }
        var donors: [DERTree] = []
        let donor = made[random.next(below: made.count)]
        if let other = DERTree.all(in: Array(donor.dropFirst()))?.first {
            donors.append(other.element(at: random.next(below: other.count)))
        }
        let way = random.next(below: 8)
        let tag = UInt8(random.next(below: 256))
        let changed = tree[0].changing(random.next(below: tree[0].count)) { element in
            switch way {
            case 0: []
            case 1: [element, element]
            case 2: donors
            case 3: [element] + donors
            case 4: [Self.with(tag, element)]
            default: [Self.changed(element)]
            }
        }
        return [mode] + changed.flatMap(\.encoding)
    }

    private static func with(_ tag: UInt8, _ element: DERTree) -> DERTree {
        switch element {
        case .parts(_, let parts): .parts(tag: tag, parts)
        case .bytes(_, let bytes): .bytes(tag: tag, bytes)
        }
    }

    /// With the content as libFuzzer changes it.
    private static func changed(_ element: DERTree) -> DERTree {
        guard case .bytes(let tag, var bytes) = element else { return element }
        let count = bytes.count
        bytes += [UInt8](repeating: 0, count: 32)
        let limit = bytes.count
        let length = unsafe bytes.withUnsafeMutableBufferPointer {
            unsafe LLVMFuzzerMutate($0.baseAddress, count, limit)
        }
        return .bytes(tag: tag, Array(bytes.prefix(length)))
    }
}
