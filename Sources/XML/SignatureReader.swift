internal import Platform
internal import CLibXML2
internal import Glibc

/// The state of an `XMLSignaturePass`: a value, so that each event touches one object once.
@safe struct SignatureReader: ~Copyable {
    /// The first signature; nil where there is none, or nothing of it can be said.
    private(set) var signature: XMLSignature?
    /// How many elements `Signature` of the right namespace there are, at whatever place.
    private(set) var count = 0
    /// Whether an element that is called like a signature, in another namespace, has elements in it.
    private(set) var hasNamesake = false
    private var namesakeDepth = 0
    /// Whether the signature is too large, or the canonical form of the document grows out of all proportion.
    private(set) var isBeyondLimits = false

    /// What is kept of the canonical form until the signature has said how it is digested, in bytes.
    private static let pendingLimit = 8 << 20
    private static let elementLimit = 512
    /// Texts, attributes, comments and instructions within the signature, in bytes.
    private static let textLimit = 256 * 1024
    /// Both canonical forms of `SignedInfo`: exclusive ones repeat what ancestors declare.
    private static let infoLimit = 4 << 20
    /// How many times the document's size its canonical form may have, for the same reason.
    private static let growthLimit = 16

    private let makeDigest: (_ algorithm: String) -> (any XMLDigest)?
    private var digest: (any XMLDigest)?
    /// The canonical form of the document, kept up to the signature's end and then sent to the digest.
    private var writer: CanonicalWriter
    private var isWriting = true
    /// Whether too much stood before the signature to be kept.
    private var isFarBack = false
    private let outputLimit: Int
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

    /// What the signature names for its digest, where the document must be read again with that known beforehand: the
    /// canonical form that was written is not the one it names, or it stands too far back.
    private(set) var next: (method: CanonicalWriter.Method, digest: String)?
    /// A namespace that is no absolute URI, or one that others read otherwise; Canonical XML is not defined for the first.
    private(set) var hasRelativeNamespace = false
    /// Namespaces that were looked at last: libxml2 keeps one copy of each name.
    private var absolute: [UnsafePointer<UInt8>] = unsafe []

    /// A reader of a document of `size` bytes; `known` is the identifier of the digest where an earlier pass has read it.
    init(
        _ method: CanonicalWriter.Method, size: Int, known: String?,
        digest: @escaping (_ algorithm: String) -> (any XMLDigest)?
    ) {
        writer = CanonicalWriter(method)
        makeDigest = digest
        outputLimit = size * Self.growthLimit + (1 << 20)
        if let known, let made = digest(known) {
            self.digest = made
            writer.buffer.connect(made)
        }
    }

    // MARK: Events

    mutating func start(_ element: CanonicalWriter.Start, offset: Int) {
        depth += 1
        hasRoot = true
        for binding in element.declared {
            unsafe scope.append(CanonicalWriter.Binding(prefix: binding.prefix, uri: binding.uri, depth: depth))
            if let uri = unsafe binding.uri { unsafe look(at: uri) }
        }
        if namesakeDepth > 0 { hasNamesake = true } else if Self.isNamesake(element) { namesakeDepth = depth }
        if element.attributes > 0 { noteInheritable(element) }
        if signatureDepth > 0 { return startInside(element) }
        let isSignature = unsafe Self.isStandard(element) && Self.text(element.name) == "Signature"
        if isSignature { count += 1 }
        guard isSignature, signature == nil else {
            if isWriting { writer.start(element) }
            return checkOutput()
        }
        signatureDepth = depth
        signatureOffset = offset
        startInside(element)
    }

    @unsafe mutating func end(_ prefix: UnsafePointer<UInt8>?, _ name: UnsafePointer<UInt8>) {
        while let last = scope.last, last.depth == depth { scope.removeLast() }
        while let last = inheritable.last, last.depth == depth { inheritable.removeLast() }
        if depth == namesakeDepth { namesakeDepth = 0 }
        defer { depth -= 1 }
        guard signatureDepth > 0 else {
            if isWriting { unsafe writer.end(prefix, name) }
            return
        }
        if signedInfoDepth > 0, !isBeyondLimits {
            unsafe inclusiveInfo.end(prefix, name)
            unsafe exclusiveInfo.end(prefix, name)
            if depth == signedInfoDepth { signedInfoDepth = -1 }
        }
        closeElement()
        if depth == signatureDepth { signatureDepth = 0 }
    }

    @unsafe mutating func text(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
        guard signatureDepth > 0 else {
            checkOutput(adding: length)
            if isWriting { unsafe writer.text(bytes, length) }
            return
        }
        guard take(length) else { return }
        if signedInfoDepth > 0 {
            unsafe inclusiveInfo.text(bytes, length)
            unsafe exclusiveInfo.text(bytes, length)
        }
        if !openText.isEmpty {
            unsafe openText[openText.count - 1].append(contentsOf: UnsafeBufferPointer(start: bytes, count: length))
        }
    }

    @unsafe mutating func comment(_ text: UnsafePointer<UInt8>) {
        // The reference's forms drop comments; only those of `SignedInfo` may count.
        guard signedInfoDepth > 0, unsafe take(Self.length(text) + 8) else { return }
        let starts = (inclusiveInfo.buffer.count, exclusiveInfo.buffer.count)
        unsafe inclusiveInfo.comment(text)
        unsafe exclusiveInfo.comment(text)
        comments[0].append(starts.0..<inclusiveInfo.buffer.count)
        comments[1].append(starts.1..<exclusiveInfo.buffer.count)
    }

    @unsafe mutating func instruction(_ target: UnsafePointer<UInt8>, _ data: UnsafePointer<UInt8>?) {
        let place: CanonicalWriter.Place = depth > 0 ? .inside : hasRoot ? .afterRoot : .beforeRoot
        if signatureDepth == 0 {
            unsafe checkOutput(adding: Self.length(target) + Self.length(data))
            if isWriting { unsafe writer.instruction(target, data, place) }
        } else if signedInfoDepth > 0, unsafe take(Self.length(target) + Self.length(data) + 8) {
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
        guard elements <= Self.elementLimit, take(Self.valueLength(element)) else {
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
        if max(inclusiveInfo.buffer.count, exclusiveInfo.buffer.count) > Self.infoLimit {
            isBeyondLimits = true
            return
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
        if FieldText.excessOfMarks(in: text) != nil {
            isBeyondLimits = true
            return
        }
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
            giveUp()
        }
        signature = read
    }

    /// The bytes of `SignedInfo` that are signed.
    private func form(_ algorithm: CanonicalizationAlgorithm) -> [UInt8] {
        let index = algorithm.method == .inclusive ? 0 : 1
        let all = index == 0 ? inclusiveInfo.buffer.bytes : exclusiveInfo.buffer.bytes
        if algorithm.keepsComments { return all }
        var bytes: [UInt8] = []
        var start = 0
        for range in comments[index] {
            bytes += all[start..<range.lowerBound]
            start = range.upperBound
        }
        return bytes + all[start...]
    }

    /// Keeps the canonical form that the one reference names, and sends it to the digest that it names.
    private mutating func choose(_ info: XMLSignature.Element) {
        guard let reference = XMLReference(info) else { return giveUp() }
        let method = reference.canonicalization.method
        // Known beforehand, and the same now.
        if digest != nil, method == writer.method { return }
        guard let made = makeDigest(reference.digestMethod) else { return giveUp() }
        guard method == writer.method, !isFarBack else {
            if digest == nil { next = (method, reference.digestMethod) }
            return giveUp()
        }
        digest = made
        writer.buffer.connect(made)
    }

    /// There is nothing to digest.
    private mutating func giveUp() {
        isWriting = false
        digest = nil
    }

    /// Counts what stands in the signature; false where it is too much.
    private mutating func take(_ length: Int) -> Bool {
        texts += length
        if texts > Self.textLimit { isBeyondLimits = true }
        return !isBeyondLimits
    }

    @unsafe private mutating func look(at uri: UnsafePointer<UInt8>) {
        if unsafe hasRelativeNamespace || absolute.contains(uri) { return }
        if unsafe lgsp_xml_is_absolute(uri) == 0 { hasRelativeNamespace = true }
        // A message has few; one with many may not make the search long.
        if unsafe absolute.count == 16 { unsafe absolute.removeAll(keepingCapacity: true) }
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

    /// The form is kept up to the signature's end, as far as that is near; and it does not grow without measure.
    private mutating func checkOutput(adding length: Int = 0) {
        guard isWriting else { return }
        if digest == nil, writer.buffer.count + length > Self.pendingLimit {
            isFarBack = true
            isWriting = false
        } else if writer.buffer.total > outputLimit {
            isBeyondLimits = true
            giveUp()
        }
    }

    /// How many bytes an element's attributes and declarations have.
    private static func valueLength(_ element: CanonicalWriter.Start) -> Int {
        var length = 0
        for binding in element.declared { unsafe length += Self.length(binding.uri) }
        for index in 0..<element.attributes {
            guard let values = unsafe element.values, let first = unsafe values[index * 5 + 3],
                let last = unsafe values[index * 5 + 4]
            else { continue }
            unsafe length += last - first
        }
        return length
    }

    @unsafe private static func length(_ text: UnsafePointer<UInt8>?) -> Int {
        unsafe text.map { unsafe strlen(UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self)) } ?? 0
    }

    private static func isNamesake(_ element: CanonicalWriter.Start) -> Bool {
        let name = unsafe UnsafeRawPointer(element.name).assumingMemoryBound(to: CChar.self)
        return unsafe (strcmp(name, "Signature") == 0 || strcmp(name, "DigitalSignature") == 0) && !isStandard(element)
    }

    private static func isStandard(_ element: CanonicalWriter.Start) -> Bool {
        guard let uri = unsafe element.uri else { return false }
        return unsafe strcmp(UnsafeRawPointer(uri).assumingMemoryBound(to: CChar.self), XMLSignature.namespace) == 0
    }

    @unsafe private static func text(_ name: UnsafePointer<UInt8>) -> String { unsafe String(cString: name) }
}
