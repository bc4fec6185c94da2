internal import XML

/// The one pass over a message: builds its tree, and holds every element to the standard as it goes by.
struct EnvelopePass {
    /// An attachment's content as it went by.
    struct Content {
        let node: Int
        /// The Attachment in which it stands.
        let part: Int
        var check = Base64Check()
    }

    private struct Frame {
        let node: Int
        let rule: Int
        var seen: UInt32 = 0
        var hasStrayText = false
    }

    /// What is being passed over, with all inside.
    private enum Skipping { case nothing, element, refused, signature }

    static let receiverLimit = 12_000
    static let attachmentLimit = 1_000
    static let textLimit = 64 * 1024

    let schema = Schema.standard
    /// `yyyy/MM/dd`.
    let today: [UInt8]
    var tree = Tree()
    var faults = Faults()
    private(set) var contents: [Content] = []
    /// Whether the message is a status; known when its header ends.
    private(set) var isStatus = false
    /// The place of a signature that has something in it.
    private(set) var signatureOffset: Int?
    private var frames: [Frame] = []
    private var skipping = Skipping.nothing
    private var skipped = 0
    private var signatureContent = SignatureContent()
    /// Whether an element was refused that is meant to be `Bussiness`.
    private(set) var hasLikeBusiness = false
    private var receiverCount = 0
    private var attachmentCount = 0

    init(today: String) {
        self.today = Array(today.utf8)
        frames.reserveCapacity(16)
    }

    // MARK: Elements

    mutating func start(_ element: borrowing XMLElementStart) throws {
        guard skipping == .nothing else { return passOver(element) }
        guard let parent = frames.last else { return try root(element) }
        let rule = schema.rows[parent.rule]
        guard rule.kind == .container else { return inText(element, rule) }
        guard let number = element.nameNumber, let child = schema.child(number, under: parent.rule) else {
            return unknown(element, under: parent.rule)
        }
        if schema.rows[child].kind == .signature { return signature(element, child) }
        checkName(element, child)
        if schema.rows[child].name == .edXMLManifest { checkVersion(element, child) }
        open(child, offset: element.offset)
    }

    /// An element inside what is passed over: nothing there may give the message a second reading.
    private mutating func passOver(_ element: borrowing XMLElementStart) {
        skipped += 1
        let name = name(of: element)
        // XML signatures have a Reference of their own.
        let isSignatures = element.namespaceNumber == ElementName.Namespace.signature.rawValue
        // Not in its place, but a signature of the whole all the same.
        if skipping == .signature || isSignatures && name == .signature { noteSignature(element.offset) }
        let isAllowed =
            switch skipping {
            case .signature: signatureContent.start(element, name)
            // The whole was refused already: what it holds is no second fault.
            case .refused: true
            case .element, .nothing: isSignatures || name?.isStructural != true
            }
        if !isAllowed, let name { misplaced(element, name) }
    }

    private mutating func root(_ element: borrowing XMLElementStart) throws {
        let address = ElementName.Namespace.standard.address
        guard name(of: element) == .edXML else {
            faults.add(.unknownRoot, .error, at: element.offset, element.name, expected: "edXML", found: element.name)
            throw Halt()
        }
        if element.namespaceNumber == ElementName.Namespace.obsolete.rawValue {
            faults.add(
                .obsoleteNamespace, .error, at: element.offset, "edXML", expected: address,
                found: ElementName.Namespace.obsolete.address)
            throw Halt()
        }
        guard element.namespaceNumber == ElementName.Namespace.standard.rawValue else {
            faults.add(
                .unknownRoot, .error, at: element.offset, "edXML", expected: address,
                found: element.namespace ?? "no namespace")
            throw Halt()
        }
        frames.append(Frame(node: tree.add(.edXML, rule: 0, offset: element.offset, parent: nil), rule: 0))
    }

    /// Thrown where nothing more can be said of a message.
    struct Halt: Error {}

    /// The namespace, and inside the envelope the prefix.
    private mutating func checkName(_ element: borrowing XMLElementStart, _ rule: Int) {
        if element.namespaceNumber != ElementName.Namespace.standard.rawValue {
            faults.add(
                .wrongNamespace, .error, at: element.offset, path(rule),
                expected: ElementName.Namespace.standard.address, found: element.namespace ?? "no namespace")
        } else if schema.rows[rule].isInEnvelope, element.prefixNumber != 0 {
            // Name 0 is edXML, which is the prefix's name too.
            faults.add(
                .missingPrefix, .error, at: element.offset, path(rule), expected: "edXML:\(element.name)",
                found: element.qualifiedName)
        }
    }

    /// The only version of a manifest there is.
    private mutating func checkVersion(_ element: borrowing XMLElementStart, _ rule: Int) {
        let version = element.attributes.first { $0.name == "version" && $0.namespace == nil }?.value
        guard version != "1.0" else { return }
        faults.add(
            .invalidValue, .warning, at: element.offset, path(rule), expected: #"version="1.0""#,
            found: version ?? "no version")
    }

    private mutating func open(_ rule: Int, offset: Int) {
        let entry = schema.rows[rule]
        let last = frames.count - 1
        if frames[last].seen & entry.bit != 0, !entry.isRepeated { repeated(rule, offset) }
        frames[last].seen |= entry.bit
        switch entry.name {
        case .to:
            receiverCount += 1
            if receiverCount == Self.receiverLimit + 1 {
                faults.add(
                    .receiversExceeded, .error, at: offset, path(rule), expected: "at most \(Self.receiverLimit)",
                    found: "more")
            }
        case .attachment:
            attachmentCount += 1
            if attachmentCount == Self.attachmentLimit + 1 {
                faults.add(
                    .attachmentsExceeded, .error, at: offset, path(rule), expected: "at most \(Self.attachmentLimit)",
                    found: "more")
            }
        default: break
        }
        let node = tree.add(entry.name, rule: rule, offset: offset, parent: frames[last].node)
        frames.append(Frame(node: node, rule: rule))
        if entry.kind == .base64 { contents.append(Content(node: node, part: frames[last].node)) }
    }

    private mutating func repeated(_ rule: Int, _ offset: Int) {
        let name = schema.rows[rule].name
        faults.add(
            name == .edXMLEnvelope ? .twoEnvelopes : .repeatedElement, .error, at: offset, path(rule),
            expected: name == .organID
                ? "one edXML:OrganId; each receiver has its own edXML:To" : "one edXML:\(name.rawValue)",
            found: "another")
    }

    /// A signature in its place: in the header, or right under the root, where common tools put an enveloped one.
    private mutating func signature(_ element: borrowing XMLElementStart, _ rule: Int) {
        let entry = schema.rows[rule]
        let last = frames.count - 1
        if frames[last].seen & entry.bit != 0 { repeated(rule, element.offset) }
        frames[last].seen |= entry.bit
        let isOwn = element.namespaceNumber == ElementName.Namespace.signature.rawValue
        if entry.name == .digitalSignature {
            checkName(element, rule)
        } else if !isOwn {
            faults.add(
                .wrongNamespace, .warning, at: element.offset, path(rule),
                expected: ElementName.Namespace.signature.address, found: element.namespace ?? "no namespace")
        } else if entry.parent == 0 {
            faults.add(
                .misplacedElement, .warning, at: element.offset, path(rule), expected: "inside edXMLHeader",
                found: "under the root")
        }
        skip(.signature)
    }

    private mutating func skip(_ what: Skipping) {
        skipping = what
        skipped = 1
        signatureContent = SignatureContent()
    }

    private mutating func noteSignature(_ offset: Int) { if signatureOffset == nil { signatureOffset = offset } }

    // MARK: What does not belong

    private mutating func unknown(_ element: borrowing XMLElementStart, under rule: Int) {
        let name = name(of: element)
        var isRefused = false
        let entry = schema.rows[rule]
        // Passed over, it would make a new document of a withdrawal.
        let isLikeBusiness = entry.name == .traceHeaderList && element.name.lowercased().hasPrefix("bus")
        guard !faults.isFull || name != nil || isLikeBusiness else { return skip(.element) }
        let isOwn = element.namespaceNumber == ElementName.Namespace.signature.rawValue
        let isSignature = name == .signature && isOwn || name == .digitalSignature
        if let name, name.isStructural || isSignature {
            misplaced(element, name)
        } else {
            let homes = name.map { schema.parents(of: $0) } ?? []
            if isLikeBusiness {
                hasLikeBusiness = true
                isRefused = true
            }
            let isStandard = element.namespaceNumber == ElementName.Namespace.standard.rawValue && !homes.isEmpty
            faults.add(
                isStandard ? .misplacedElement : .unknownElement, isLikeBusiness ? .error : .warning,
                at: element.offset,
                "\(entry.name.rawValue)/\(element.name)",
                expected: isStandard
                    ? "inside " + homes.map(\.rawValue).joined(separator: " or ")
                    : schema.children[rule].map { schema.rows[$0].name.rawValue }.joined(separator: ", "),
                found: element.qualifiedName)
        }
        if isSignature { noteSignature(element.offset) }
        // One in the standard's namespace has a signature's content all the same.
        skip(isSignature || name == .signature ? .signature : isRefused ? .refused : .element)
    }

    private mutating func misplaced(_ element: borrowing XMLElementStart, _ name: ElementName) {
        guard faults.takesError else { return faults.note(.error) }
        let homes = schema.parents(of: name)
        faults.add(
            .misplacedElement, .error, at: element.offset, name.rawValue,
            expected: homes.isEmpty ? "as the root only" : "inside " + homes.map(\.rawValue).joined(separator: " or "),
            found: frames.last.map { "inside \(schema.rows[$0.rule].name.rawValue)" } ?? "")
    }

    /// An element inside a text.
    private mutating func inText(_ element: borrowing XMLElementStart, _ rule: Schema.Row) {
        if let name = name(of: element), name.isStructural {
            misplaced(element, name)
        } else {
            faults.add(
                rule.kind == .base64 ? .brokenBase64 : .invalidValue, .error, at: element.offset,
                frames.last.map { path($0.rule) } ?? "",
                expected: rule.name == .code ? "text only: Number/Notation" : "text only",
                found: element.qualifiedName)
        }
        skip(.element)
    }

    // MARK: Text and ends

    mutating func text(_ bytes: Span<UInt8>) {
        guard skipping == .nothing else {
            if skipping == .signature, signatureOffset == nil, !Self.isBlank(bytes), let frame = frames.last {
                noteSignature(tree.nodes[frame.node].offset)
            }
            return
        }
        guard let frame = frames.last else { return }
        switch schema.rows[frame.rule].kind {
        case .base64: contents[contents.count - 1].check.take(bytes)
        case .text:
            let node = tree.nodes[frame.node]
            let room = Self.textLimit - (tree.text.count - node.text.lowerBound)
            tree.append(bytes.extracting(first: room))
            if bytes.count > room, !frame.hasStrayText {
                frames[frames.count - 1].hasStrayText = true
                faults.add(
                    .textExceeded, .error, at: node.offset, path(frame.rule),
                    expected: "at most \(Self.textLimit) bytes", found: "more")
            }
        case .container, .signature:
            guard !frame.hasStrayText, !Self.isBlank(bytes) else { return }
            frames[frames.count - 1].hasStrayText = true
            faults.add(
                .unexpectedText, .error, at: tree.nodes[frame.node].offset, path(frame.rule),
                expected: "elements only",
                found: Self.text(bytes))
        }
    }

    private static func text(_ bytes: Span<UInt8>) -> String {
        unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0.prefix(120), as: UTF8.self) }
    }

    private static func isBlank(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices where !Tree.isSpace(bytes[index]) { return false }
        return true
    }

    mutating func end() {
        if skipping != .nothing {
            skipped -= 1
            if skipped == 0 { skipping = .nothing } else { signatureContent.end() }
            return
        }
        guard let frame = frames.popLast() else { return }
        let entry = schema.rows[frame.rule]
        switch entry.kind {
        case .container:
            if entry.name == .messageHeader { decideKind(frame.node) }
            let missing = entry.needed & ~frame.seen
            if missing != 0 { report(missing: missing, frame.rule, tree.nodes[frame.node].offset) }
        case .text:
            tree.endText(of: frame.node)
            checkText(frame.node, entry)
        case .base64, .signature: break
        }
    }

    /// A status has a StatusCode; a message with ResponseFor, but nothing that only a document has, lacks it.
    private mutating func decideKind(_ header: Int) {
        let hasStatus = tree.first(.statusCode, of: header) != nil
        let isBare = [.to, .subject, .documentID, .code].allSatisfy { tree.first($0, of: header) == nil }
        isStatus = hasStatus || isBare && tree.first(.responseFor, of: header) != nil
    }

    private mutating func report(missing: UInt32, _ parent: Int, _ offset: Int) {
        for child in schema.children[parent] where schema.rows[child].bit & missing != 0 {
            let row = schema.rows[child]
            guard row.message == .any || row.message == (isStatus ? .status : .document) else { continue }
            faults.add(
                row.name == .edXMLEnvelope ? .envelopeMissing : .missingElement,
                row.need == .required ? .error : .warning, at: offset, schema.rows[parent].name.rawValue,
                expected: "edXML:\(row.name.rawValue)")
        }
    }

    // MARK: Names

    private func name(of element: borrowing XMLElementStart) -> ElementName? {
        element.nameNumber.map { ElementName.all[$0] }
    }

    /// `Parent/Name`, as faults name an element.
    func path(_ rule: Int) -> String {
        let entry = schema.rows[rule]
        guard rule != 0 else { return entry.name.rawValue }
        return "\(schema.rows[entry.parent].name.rawValue)/\(entry.name.rawValue)"
    }
}
