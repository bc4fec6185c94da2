internal import CLibXML2
internal import Glibc

/// The state of an `XMLSignaturePass`: a value, so that each event touches one object once.
@safe struct SignatureReader: ~Copyable {
    /// The first signature; nil where there is none, or nothing of it can be said.
    private(set) var signature: XMLSignature?
    /// How many elements `Signature` of the right namespace there are, at whatever place.
    private(set) var count = 0
    /// Whether the signature is too large, too deep, or stands too far back.
    private(set) var isBeyondLimits = false

    /// What may stand before the signature's end, in bytes of canonical form.
    private static let pendingLimit = 8 << 20
    private static let elementLimit = 512
    private static let textLimit = 256 * 1024

    private let makeDigest: (_ algorithm: String) -> (any XMLDigest)?
    private var digest: (any XMLDigest)?
    /// The canonical form of the document, kept up to the signature's end and then sent to the digest.
    private var writer: CanonicalWriter
    private var isWriting = true
    private var scope: [CanonicalWriter.Binding] = []
    /// The attributes in the namespace of `xml` on the open elements, the innermost last.
    private var inheritable: [CanonicalWriter.InheritedAttribute] = []
    private var depth = 0
    private var hasRoot = false

    /// The open elements within the signature; the first is the signature itself.
    private var open: [XMLSignature.Element] = []
    private var openText: [[UInt8]] = []
    private var signatureDepth = 0
    private var signatureOffset = 0
    private var elements = 0
    private var texts = 0
    /// Both canonical forms of the first `SignedInfo`, and where comments stand in them: which of them counts is said
    /// within it.
    private var inclusiveInfo = CanonicalWriter(.inclusive)
    private var exclusiveInfo = CanonicalWriter(.exclusive)
    private var signedInfoDepth = 0
    private var comments: [[Range<Int>]] = [[], []]

    /// Whether the signature names the other canonical form than the one that was written.
    private(set) var guessedWrong = false
    /// A namespace that is no absolute URI; Canonical XML is not defined for it.
    private(set) var hasRelativeNamespace = false
    /// Names of namespaces that were looked at: libxml2 keeps one copy of each.
    private var absolute: [UnsafePointer<UInt8>] = unsafe []

    init(_ method: CanonicalWriter.Method, digest: @escaping (_ algorithm: String) -> (any XMLDigest)?) {
        writer = CanonicalWriter(method)
        makeDigest = digest
    }

    // MARK: Events

    mutating func start(_ element: CanonicalWriter.Start, offset: Int) {
        depth += 1
        hasRoot = true
        for binding in element.declared {
            unsafe scope.append(CanonicalWriter.Binding(prefix: binding.prefix, uri: binding.uri, depth: depth))
            if let uri = unsafe binding.uri { unsafe look(at: uri) }
        }
        if element.attributes > 0 { noteInheritable(element) }
        if signatureDepth > 0 { return startInside(element) }
        let isSignature = unsafe Self.isStandard(element) && Self.text(element.name) == "Signature"
        if isSignature { count += 1 }
        guard isSignature, signature == nil else {
            if isWriting { writer.start(element) }
            return checkPending()
        }
        signatureDepth = depth
        signatureOffset = offset
        startInside(element)
    }

    @unsafe mutating func end(_ prefix: UnsafePointer<UInt8>?, _ name: UnsafePointer<UInt8>) {
        while let last = scope.last, last.depth == depth { scope.removeLast() }
        while let last = inheritable.last, last.depth == depth { inheritable.removeLast() }
        defer { depth -= 1 }
        guard signatureDepth > 0 else {
            if isWriting { unsafe writer.end(prefix, name) }
            return
        }
        if signedInfoDepth > 0 {
            unsafe inclusiveInfo.end(prefix, name)
            unsafe exclusiveInfo.end(prefix, name)
            if depth == signedInfoDepth { signedInfoDepth = -1 }
        }
        closeElement()
        if depth == signatureDepth { signatureDepth = 0 }
    }

    @unsafe mutating func text(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
        guard signatureDepth > 0 else {
            if isWriting { unsafe writer.text(bytes, length) }
            return checkPending()
        }
        if signedInfoDepth > 0 {
            unsafe inclusiveInfo.text(bytes, length)
            unsafe exclusiveInfo.text(bytes, length)
        }
        texts += length
        if texts > Self.textLimit {
            isBeyondLimits = true
        } else if !openText.isEmpty {
            unsafe openText[openText.count - 1].append(contentsOf: UnsafeBufferPointer(start: bytes, count: length))
        }
    }

    @unsafe mutating func comment(_ text: UnsafePointer<UInt8>) {
        // The reference's forms drop comments; only those of `SignedInfo` may count.
        guard signedInfoDepth > 0 else { return }
        let starts = (inclusiveInfo.buffer.count, exclusiveInfo.buffer.count)
        unsafe inclusiveInfo.comment(text)
        unsafe exclusiveInfo.comment(text)
        comments[0].append(starts.0..<inclusiveInfo.buffer.count)
        comments[1].append(starts.1..<exclusiveInfo.buffer.count)
    }

    @unsafe mutating func instruction(_ target: UnsafePointer<UInt8>, _ data: UnsafePointer<UInt8>?) {
        let place: CanonicalWriter.Place = depth > 0 ? .inside : hasRoot ? .afterRoot : .beforeRoot
        if signatureDepth == 0 {
            if isWriting { unsafe writer.instruction(target, data, place) }
        } else if signedInfoDepth > 0 {
            unsafe inclusiveInfo.instruction(target, data, place)
            unsafe exclusiveInfo.instruction(target, data, place)
        }
    }

    /// The document is over.
    mutating func finish() {
        guard let digest else { return }
        writer.buffer.flush()
        signature?.contentDigest = digest.finish()
    }

    // MARK: Within the signature

    private mutating func startInside(_ element: CanonicalWriter.Start) {
        elements += 1
        guard elements <= Self.elementLimit else {
            isBeyondLimits = true
            return
        }
        if depth == signatureDepth + 1, signedInfoDepth == 0, Self.isStandard(element),
            unsafe Self.text(element.name) == "SignedInfo"
        {
            signedInfoDepth = depth
            let (inherited, attributes) = (inherited(), inheritedAttributes())
            inclusiveInfo.start(element, inherited: inherited, attributes: attributes)
            exclusiveInfo.start(element)
        } else if signedInfoDepth > 0 {
            inclusiveInfo.start(element)
            exclusiveInfo.start(element)
        }
        var attributes: [(name: String, value: String)] = []
        var hasForeign = false
        for index in 0..<element.attributes {
            guard let values = unsafe element.values, let name = unsafe values[index * 5],
                let first = unsafe values[index * 5 + 3], let last = unsafe values[index * 5 + 4]
            else { continue }
            hasForeign = unsafe hasForeign || values[index * 5 + 2] != nil
            let value = unsafe UnsafeBufferPointer(start: first, count: last - first)
            unsafe attributes.append((Self.text(name), String(decoding: value, as: UTF8.self)))
        }
        open.append(
            unsafe XMLSignature.Element(
                name: Self.text(element.name), isStandard: Self.isStandard(element), attributes: attributes,
                hasForeignAttributes: hasForeign))
        openText.append([])
    }

    private mutating func closeElement() {
        guard !isBeyondLimits, var element = open.popLast(), let text = openText.popLast() else { return }
        element.text = String(decoding: text, as: UTF8.self)
        guard open.isEmpty else {
            open[open.count - 1].children.append(element)
            return
        }
        var read = XMLSignature(element: element, offset: signatureOffset)
        if let info = element.all("SignedInfo").first,
            let name = info.all("CanonicalizationMethod").first?["Algorithm"],
            let algorithm = CanonicalizationAlgorithm(rawValue: name)
        {
            read.signedInfo = form(algorithm)
            choose(info)
        } else {
            isWriting = false
        }
        signature = read
    }

    /// The bytes of `SignedInfo` that are signed.
    private func form(_ algorithm: CanonicalizationAlgorithm) -> [UInt8] {
        let index = algorithm.method == .inclusive ? 0 : 1
        var bytes = index == 0 ? inclusiveInfo.buffer.bytes : exclusiveInfo.buffer.bytes
        if !algorithm.keepsComments { for range in comments[index].reversed() { bytes.removeSubrange(range) } }
        return bytes
    }

    /// Keeps the canonical form that the one reference names, and sends it to the digest that it names.
    private mutating func choose(_ info: XMLSignature.Element) {
        guard let reference = XMLReference(info), let digest = makeDigest(reference.digestMethod) else {
            isWriting = false
            return
        }
        guard reference.canonicalization.method == writer.method else {
            guessedWrong = true
            isWriting = false
            return
        }
        self.digest = digest
        writer.buffer.connect(digest)
    }

    @unsafe private mutating func look(at uri: UnsafePointer<UInt8>) {
        if unsafe absolute.contains(uri) { return }
        if unsafe lgsp_xml_is_absolute(uri) == 0 { hasRelativeNamespace = true }
        unsafe absolute.append(uri)
    }

    /// The namespaces in force, the innermost of each prefix.
    private func inherited() -> [CanonicalWriter.Binding] {
        var bindings: [CanonicalWriter.Binding] = []
        for binding in scope.reversed() where !bindings.contains(where: { unsafe $0.prefix == binding.prefix }) {
            bindings.append(binding)
        }
        return bindings
    }

    private mutating func noteInheritable(_ element: CanonicalWriter.Start) {
        for index in 0..<element.attributes {
            guard let values = unsafe element.values, let prefix = unsafe values[index * 5 + 1],
                unsafe Self.text(prefix) == "xml", let name = unsafe values[index * 5],
                let first = unsafe values[index * 5 + 3], let last = unsafe values[index * 5 + 4]
            else { continue }
            let value = unsafe Array(UnsafeBufferPointer(start: first, count: last - first))
            inheritable.append(
                CanonicalWriter.InheritedAttribute(
                    name: unsafe Array(Self.text(name).utf8), value: value, depth: depth))
        }
    }

    /// The attributes in the namespace of `xml` that ancestors have and the apex has not, in order of their names.
    private func inheritedAttributes() -> [CanonicalWriter.InheritedAttribute] {
        var nearest: [CanonicalWriter.InheritedAttribute] = []
        for attribute in inheritable.reversed() where !nearest.contains(where: { $0.name == attribute.name }) {
            nearest.append(attribute)
        }
        return nearest.filter { $0.depth < depth }.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }

    /// The form is kept up to the signature's end; a document that has it far back is none of the standard's.
    private mutating func checkPending() {
        guard digest == nil, writer.buffer.count > Self.pendingLimit else { return }
        isWriting = false
        isBeyondLimits = true
    }

    private static func isStandard(_ element: CanonicalWriter.Start) -> Bool {
        guard let uri = unsafe element.uri else { return false }
        return unsafe strcmp(UnsafeRawPointer(uri).assumingMemoryBound(to: CChar.self), XMLSignature.namespace) == 0
    }

    @unsafe private static func text(_ name: UnsafePointer<UInt8>) -> String { unsafe String(cString: name) }
}
