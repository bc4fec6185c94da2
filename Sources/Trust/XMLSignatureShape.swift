internal import Platform
internal import XML

/// What an XML signature says, where it says it in a shape that is taken; each fault on its own.
struct XMLSignatureShape {
    /// A signature algorithm (RFC 6931, 2.3) of the allow-list.
    struct Algorithm {
        let isRSA: Bool
        let digest: DigestAlgorithm
    }

    /// The hints of KeyInfo.
    struct Hints {
        var certificates: [[UInt8]] = []
        var issuerSerials: [String] = []
        var keyIdentifiers: [[UInt8]] = []
        var hasOthers = false
    }

    private(set) var structureFault: String?
    private(set) var referenceFault: String?
    private(set) var transformFault: String?
    private(set) var keyInfoFault: String?
    private(set) var algorithmFault: String?
    private(set) var algorithm: Algorithm?
    private(set) var hints = Hints()
    private(set) var value: [UInt8] = []
    private(set) var digest: [UInt8] = []
    /// Whether there is nothing in it that could be a signature.
    private(set) var isEmpty = false
    /// Whether it is made like the samples that programs in the field copy: SHA-1, a wrong identifier.
    private(set) var looksLikeSample = false

    private static let wrongExclusive = "http://www.w3.org/TR/xml-exc-c14n#"

    init(_ signature: XMLSignature, count: Int) {
        let element = signature.element
        if count != 1 {
            structureFault = "\(count) signatures"
        } else {
            structureFault = Self.structureFault(element)
        }
        guard let info = element.all("SignedInfo").first else {
            structureFault = structureFault ?? "no SignedInfo"
            return
        }
        readReference(info)
        readAlgorithms(info)
        readKeyInfo(element)
        readValue(element.all("SignatureValue").first?.text ?? "")
        // XML Signature, 4.5, knows an Object; but nothing may stand in the signature that is not signed.
        if referenceFault == nil, !element.all("Object").isEmpty {
            structureFault = structureFault ?? "an Object that is not signed"
        }
    }

    /// Fewer bytes than half the shortest signature are none.
    private static let shortest = 32

    private mutating func readValue(_ text: String) {
        guard let bytes = Base64.decode(text) else {
            // A signature's length of something is meant to be one.
            if text.utf8.count < 64 { isEmpty = true }
            structureFault =
                structureFault ?? "SignatureValue that is \(SignatureForm.of(text: text)?.found ?? "not base64")"
            return
        }
        value = bytes
        // Algorithms that are refused make shorter ones; one that lost a few zero bytes is told by its length.
        guard bytes.isEmpty || algorithm != nil && bytes.count < Self.shortest else { return }
        isEmpty = true
        structureFault = structureFault ?? "SignatureValue holds no signature"
    }

    /// What may stand inside an element, in its order, and how often.
    private typealias Parts = [(name: String, times: ClosedRange<Int>)]

    private static func structureFault(_ element: XMLSignature.Element) -> String? {
        // References and transforms are counted, and objects refused, where they are judged.
        let parts: Parts = [
            ("SignedInfo", 1...1), ("SignatureValue", 1...1), ("KeyInfo", 0...1), ("Object", 0...1000),
        ]
        if let fault = fault(element, parts, attributes: ["Id"]) { return fault }
        guard let info = element.all("SignedInfo").first else { return "no SignedInfo" }
        let inside: Parts = [
            ("CanonicalizationMethod", 1...1), ("SignatureMethod", 1...1), ("Reference", 0...1000),
        ]
        if let fault = fault(info, inside, attributes: ["Id"]) { return fault }
        // Parameters belong to algorithms, and are refused with those that have them.
        for method in info.all("CanonicalizationMethod") + info.all("SignatureMethod") {
            if let fault = fault(method, nil, attributes: ["Algorithm"]) { return fault }
        }
        for value in element.all("SignatureValue") {
            if let fault = fault(value, [], attributes: ["Id"]) { return fault }
        }
        return info.all("Reference").lazy.compactMap(structureFault(ofReference:)).first
    }

    private static func structureFault(ofReference reference: XMLSignature.Element) -> String? {
        let parts: Parts = [("Transforms", 0...1), ("DigestMethod", 1...1), ("DigestValue", 1...1)]
        if let fault = fault(reference, parts, attributes: ["Id", "URI", "Type"]) { return fault }
        for method in reference.all("DigestMethod") {
            if let fault = fault(method, nil, attributes: ["Algorithm"]) { return fault }
        }
        for value in reference.all("DigestValue") {
            if let fault = fault(value, [], attributes: []) { return fault }
        }
        for list in reference.all("Transforms") {
            if let fault = fault(list, [("Transform", 0...1000)], attributes: []) { return fault }
        }
        return nil
    }

    /// What is in `element` that should not be there, or too often, or out of order, or not at all; nil for `parts`
    /// leaves what is inside alone.
    private static func fault(
        _ element: XMLSignature.Element, _ parts: Parts?, attributes: [String]
    ) -> String? {
        if element.hasForeignAttributes { return "\(element.name) with an attribute of another namespace" }
        if let other = element.attributes.first(where: { !attributes.contains($0.name) }) {
            return "\(element.name) with the attribute \(other.name.prefix(40))"
        }
        guard let parts else { return nil }
        var last = 0
        for child in element.children {
            guard child.isStandard, let place = parts.firstIndex(where: { $0.name == child.name }) else {
                return "\(child.name.prefix(40)) in \(element.name)"
            }
            if place < last { return "\(child.name) behind \(parts[last].name)" }
            last = place
        }
        for (name, times) in parts {
            let count = element.all(name).count
            if !times.contains(count) { return "\(count) of \(name) in \(element.name)" }
        }
        return nil
    }

    private mutating func readReference(_ info: XMLSignature.Element) {
        let references = info.all("Reference")
        guard let reference = references.first, references.count == 1 else {
            referenceFault = "\(references.count) references"
            return
        }
        if let type = reference["Type"] { referenceFault = "Type=\"\(type.prefix(100))\"" }
        if reference["URI"] != "" { referenceFault = reference["URI"].map { "URI=\"\($0.prefix(100))\"" } ?? "no URI" }
        let transforms = reference.all("Transforms").flatMap(\.children)
        let names = transforms.map { $0["Algorithm"] ?? "" }
        if names.contains(Self.wrongExclusive) { looksLikeSample = true }
        if XMLReference(info) == nil, referenceFault == nil {
            let odd = zip(transforms, names).first { transform, name in
                !transform.children.isEmpty
                    || name != XMLReference.enveloped && CanonicalizationAlgorithm(rawValue: name) == nil
            }
            transformFault =
                odd.map { transform, name in
                    transform.children.first.map { "\($0.name.prefix(40)) in \(name)" } ?? name
                } ?? (names.isEmpty ? "no transform" : names.joined(separator: ", "))
        }
        let text = reference.all("DigestValue").first?.text ?? ""
        digest = Base64.decode(text) ?? []
        if digest.isEmpty {
            looksLikeSample = true
            isEmpty = text.utf8.count < 20
            structureFault = structureFault ?? "DigestValue holds no digest"
        }
    }

    private mutating func readAlgorithms(_ info: XMLSignature.Element) {
        let form = info.all("CanonicalizationMethod").first
        let canonicalization = form?["Algorithm"] ?? ""
        if CanonicalizationAlgorithm(rawValue: canonicalization) == nil {
            transformFault = transformFault ?? String(canonicalization.prefix(100))
            if canonicalization == Self.wrongExclusive { looksLikeSample = true }
        } else if let parameter = form?.children.first {
            transformFault = transformFault ?? "\(parameter.name.prefix(40)) in \(canonicalization)"
        }
        let method = info.all("SignatureMethod").first?["Algorithm"] ?? ""
        algorithm = Self.algorithm(method)
        if algorithm == nil { algorithmFault = String(method.prefix(100)) }
        let reference = info.all("Reference").first
        let digest = reference?.all("DigestMethod").first?["Algorithm"] ?? ""
        // Without a reference nothing is digested by anything.
        if reference != nil, DigestAlgorithm(xmlIdentifier: digest) == nil {
            algorithmFault = algorithmFault ?? String(digest.prefix(100))
        }
        for one in info.all("SignatureMethod") + info.all("Reference").flatMap({ $0.all("DigestMethod") }) {
            guard let parameter = one.children.first else { continue }
            algorithmFault = algorithmFault ?? "\(parameter.name.prefix(40)) in \(one.name)"
        }
        if [method, digest].contains(where: {
            $0.hasPrefix("http://www.w3.org/2000/09/xmldsig#") && $0.hasSuffix("sha1")
        }) {
            looksLikeSample = true
        }
    }

    private static func algorithm(_ name: String) -> Algorithm? {
        let more = "http://www.w3.org/2001/04/xmldsig-more#"
        guard name.hasPrefix(more) else { return nil }
        switch name.dropFirst(more.count) {
        case "rsa-sha256": return Algorithm(isRSA: true, digest: .sha256)
        case "rsa-sha384": return Algorithm(isRSA: true, digest: .sha384)
        case "rsa-sha512": return Algorithm(isRSA: true, digest: .sha512)
        case "ecdsa-sha256": return Algorithm(isRSA: false, digest: .sha256)
        case "ecdsa-sha384": return Algorithm(isRSA: false, digest: .sha384)
        case "ecdsa-sha512": return Algorithm(isRSA: false, digest: .sha512)
        default: return nil
        }
    }

    private mutating func readKeyInfo(_ element: XMLSignature.Element) {
        for part in element.all("KeyInfo").flatMap(\.children) {
            guard part.isStandard, ["X509Data", "KeyName"].contains(part.name) else {
                keyInfoFault = keyInfoFault ?? String(part.name.prefix(40))
                continue
            }
            if part.name == "KeyName" {
                hints.hasOthers = true
                refuseChildren(of: part)
                continue
            }
            for item in part.children { readHint(item) }
        }
    }

    private mutating func readHint(_ item: XMLSignature.Element) {
        switch item.name {
        case "X509Certificate" where item.isStandard:
            if let der = Base64.decode(item.text) {
                hints.certificates.append(der)
            } else {
                keyInfoFault = keyInfoFault ?? "X509Certificate that is not base64"
            }
        case "X509SKI" where item.isStandard: hints.keyIdentifiers.append(Base64.decode(item.text) ?? [])
        case "X509IssuerSerial" where item.isStandard:
            hints.issuerSerials.append(item.all("X509SerialNumber").first?.text ?? "")
            if let fault = Self.fault(item, [("X509IssuerName", 1...1), ("X509SerialNumber", 1...1)], attributes: []) {
                keyInfoFault = keyInfoFault ?? fault
            }
            for name in item.children { refuseChildren(of: name) }
            return
        case "X509SubjectName" where item.isStandard: hints.hasOthers = true
        default: keyInfoFault = keyInfoFault ?? String(item.name.prefix(40))
        }
        refuseChildren(of: item)
    }

    /// A hint is text: others read that of elements in it too.
    private mutating func refuseChildren(of hint: XMLSignature.Element) {
        guard let child = hint.children.first else { return }
        keyInfoFault = keyInfoFault ?? "\(child.name.prefix(40)) in \(hint.name)"
    }
}
