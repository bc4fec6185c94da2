internal import CFuzz
internal import CXMLSec
internal import Platform
internal import XML

@testable internal import Trust

/// XML signatures: our canonical forms are libxml2's, and what is valid by us is valid by libxmlsec1.
///
/// The first byte says whether the rest is taken as it is or gets a signature put in, and in which form.
@safe struct XMLSignatureFuzzer: Fuzzer {
    private let verifier: XMLSignatureVerifier
    private let key: PrivateKey
    private let theirKey: UnsafeMutableRawPointer
    private static let forms = [
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "http://www.w3.org/2001/10/xml-exc-c14n#",
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
        "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
    ]

    init() throws {
        guard lgsp_xmlsec_start() == 1 else { throw TrustError("libxmlsec1 could not be set up") }
        let workshop = try Workshop()
        defer { workshop.remove() }
        let certificate = try workshop.pki.issueAgency(code: "p256", name: "Cơ quan thử", now: Workshop.now)
        let signers = SignerDirectory { _ in certificate.der }
        signers.add(certificate.der, at: 0, owner: 1)
        verifier = XMLSignatureVerifier(store: try workshop.store(), signers: signers)
        key = try workshop.key("p256")
        guard let theirs = unsafe lgsp_xmlsec_key("\(workshop.folder)/agencies/p256/certificate.pem") else {
            throw TrustError("libxmlsec1 cannot read the key")
        }
        unsafe theirKey = unsafe theirs
    }

    func seeds() -> [[UInt8]] {
        let document = Array(
            "<?xml version=\"1.0\"?>\n<a:b xmlns:a='urn:a' z='1' a:y='2' xml:lang='vi'><c xmlns='urn:c'>ă &lt;</c></a:b>"
                .utf8)
        return [0x00, 0x04, 0x0A, 0x90, 0xFE].compactMap { form in sign(document, form).map { [1] + $0 } }
    }

    func run(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let document = Array(bytes.dropFirst())
        guard first & 1 == 0 else {
            compare(document)
            return
        }
        guard let signed = sign(document, first) else { return }
        promise(
            compare(signed)?.status == .valid,
            "our own signature does not stand: \(String(decoding: signed, as: UTF8.self))")
    }

    /// Both canonical forms beside libxml2's, and the verdict beside libxmlsec1's.
    @discardableResult private func compare(_ document: [UInt8]) -> Verdict? {
        guard let pass = try? XMLSignaturePass.read(document, { XMLSignaturePass.verifying($0) }) else { return nil }
        let verdict = verifier.verify(pass, from: 1, at: Workshop.now)
        promise((verdict.status == .valid) == (verdict.code == nil), "\(verdict)")
        let isComparable = unsafe document.withUnsafeBytes { buffer in
            unsafe lgsp_fuzz_is_comparable(buffer.bindMemory(to: CChar.self).baseAddress, Int32(buffer.count)) == 1
        }
        guard isComparable else { return verdict }
        if let signature = pass.signature, !pass.isBeyondLimits, !pass.hasRelativeNamespace {
            let info = signature.element.all("SignedInfo").first
            let method = info?.all("CanonicalizationMethod").first?["Algorithm"]
            if let form = method.flatMap({ CanonicalizationAlgorithm(rawValue: $0) }) {
                let theirs = Self.canonical(document, form, ofSignedInfo: true)
                promise(
                    theirs == signature.signedInfo,
                    "SignedInfo\n\(Self.text(signature.signedInfo))\n\(Self.text(theirs))")
            }
            if let reference = info.flatMap({ XMLReference($0) }), let digest = signature.contentDigest,
                let algorithm = DigestAlgorithm(xmlIdentifier: reference.digestMethod)
            {
                // A reference to the whole document leaves its comments out (XML Signature, 4.4.3.3).
                let theirs = Self.canonical(document, reference.canonicalization, ofSignedInfo: false)
                promise(
                    theirs.map { algorithm.digest($0.span) } == digest, "another digest than of\n\(Self.text(theirs))")
            }
        }
        if verdict.status == .valid {
            let theirs = unsafe document.withUnsafeBytes { buffer in
                unsafe lgsp_xmlsec_verify(
                    buffer.bindMemory(to: CChar.self).baseAddress, Int32(buffer.count), theirKey) == 1
            }
            promise(theirs, "valid by us alone: \(String(decoding: document, as: UTF8.self))")
        }
        return verdict
    }

    private static func canonical(
        _ document: [UInt8], _ form: CanonicalizationAlgorithm, ofSignedInfo: Bool
    ) -> [UInt8]? {
        let isExclusive = form == .exclusive || form == .exclusiveWithComments
        let comments = ofSignedInfo && (form == .inclusiveWithComments || form == .exclusiveWithComments)
        var octets: UnsafeMutablePointer<UInt8>?
        let length = unsafe document.withUnsafeBytes { buffer in
            unsafe lgsp_fuzz_canonical(
                buffer.bindMemory(to: CChar.self).baseAddress, Int32(buffer.count), ofSignedInfo ? 1 : 0,
                isExclusive ? 1 : 0, comments ? 1 : 0, &octets)
        }
        guard length >= 0, let start = unsafe octets else { return nil }
        defer { unsafe lgsp_fuzz_free(start) }
        return unsafe Array(UnsafeBufferPointer(start: start, count: Int(length)))
    }

    private static func text(_ bytes: [UInt8]?) -> String {
        bytes.map { String(decoding: $0, as: UTF8.self) } ?? "none"
    }

    /// The document with a signature before its last end tag; nil where it is none that can have one.
    private func sign(_ document: [UInt8], _ form: UInt8) -> [UInt8]? {
        let end = Array("</".utf8)
        guard let place = document.indices.last(where: { document[$0...].starts(with: end) }) else { return nil }
        func whole(_ digest: String, _ value: String) -> [UInt8] {
            document[..<place] + Array(Self.template(form, digest, value).utf8) + document[place...]
        }
        func pass(_ bytes: [UInt8]) -> XMLSignaturePass? {
            guard let pass = try? XMLSignaturePass.read(bytes, { XMLSignaturePass.verifying($0) }), pass.count == 1,
                !pass.hasRelativeNamespace, !pass.isBeyondLimits
            else { return nil }
            return pass
        }
        guard let content = pass(whole("", ""))?.signature?.contentDigest else { return nil }
        let digest: String = Base64.encode(content)
        guard let info = pass(whole(digest, ""))?.signature?.signedInfo, let value = try? key.sign(info) else {
            return nil
        }
        // XML Signature 1.1, 6.4.3: both numbers, each as long as the curve's order.
        var cursor = DERCursor(value, 0..<value.count)
        guard let pair = cursor.next(0x30) else { return nil }
        var numbers = DERCursor(value, pair.body)
        guard let first = numbers.next(0x02), let second = numbers.next(0x02) else { return nil }
        let raw = [first, second].flatMap { number -> [UInt8] in
            let digits = value[number.body].drop { $0 == 0 }
            return [UInt8](repeating: 0, count: 32 - digits.count) + digits
        }
        return whole(digest, Base64.encode(raw))
    }

    private static func template(_ form: UInt8, _ digest: String, _ value: String) -> String {
        let prefix = form & 0x80 == 0 ? "" : "ds:"
        let colon = prefix.isEmpty ? "" : ":ds"
        let space = form & 0x40 == 0 ? "" : "<!-- ă -->\r\n\t<?b c ?>"
        let second = form & 0x20 == 0 ? "" : "<\(prefix)Transform Algorithm=\"\(forms[Int(form >> 1 & 3)])\"/>"
        return """
            <\(prefix)Signature xmlns\(colon)="\(XMLSignature.namespace)"><\(prefix)SignedInfo>\(space)\
            <\(prefix)CanonicalizationMethod Algorithm="\(forms[Int(form >> 3 & 3)])"/>\(space)<\(prefix)SignatureMethod \
            Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/><\(prefix)Reference URI=""><\(prefix)Transforms>\
            <\(prefix)Transform Algorithm="\(XMLReference.enveloped)"/>\(second)</\(prefix)Transforms>\
            <\(prefix)DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><\(prefix)DigestValue>\(digest)\
            </\(prefix)DigestValue></\(prefix)Reference></\(prefix)SignedInfo><\(prefix)SignatureValue>\(value)\
            </\(prefix)SignatureValue></\(prefix)Signature>
            """
    }
}
