internal import XML

/// Builds the nodes of the standard's namespace; a signature's inside and attachments' contents are passed over.
final class TreeConsumer: XMLConsumer {
    static let namespace = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
    static let obsoleteNamespace = "http://www.e-doc.vn/Schema/"
    static let signatureNamespace = "http://www.w3.org/2000/09/xmldsig#"
    static let textLimit = 64 * 1024

    private(set) var root: Node?
    /// The line of a header signature that has something in it.
    private(set) var signatureLine: Int?
    /// The contents of attachments, by their node.
    private(set) var contents: [(node: Node, check: Base64Check)] = []
    private var open: [Node] = []
    /// How deep the parse is inside something that is passed over.
    private var skipped = 0
    private var isSignature = false
    private var isContent = false

    func start(_ element: XMLElementStart) throws {
        if skipped > 0 {
            skipped += 1
            if isSignature, signatureLine == nil { signatureLine = element.line }
            return
        }
        let node = Node(name: element.name, line: element.line, column: element.column)
        if root == nil {
            guard element.name == "edXML" else {
                throw EdXMLFault(.unknownRoot, node, element.name, expected: "edXML", found: element.name)
            }
            if element.namespace == Self.obsoleteNamespace {
                throw EdXMLFault(
                    .obsoleteNamespace, node, "edXML", expected: Self.namespace, found: Self.obsoleteNamespace)
            }
            guard element.namespace == Self.namespace else {
                throw EdXMLFault(
                    .unknownRoot, node, "edXML", expected: Self.namespace, found: element.namespace ?? "no namespace")
            }
            root = node
            open.append(node)
            return
        }
        if element.name == "Signature" || element.name == "DigitalSignature" {
            skipped = 1
            isSignature = true
            return
        }
        guard element.namespace == Self.namespace else {
            skipped = 1
            return
        }
        let isInEnvelope = open.count > 1 && open[1].name == "edXMLEnvelope" || element.name == "edXMLEnvelope"
        if isInEnvelope, element.prefix != "edXML" {
            throw EdXMLFault(
                .missingPrefix, node, element.name, expected: "edXML:\(element.name)",
                found: element.prefix.map { "\($0):\(element.name)" } ?? element.name)
        }
        open.last?.children.append(node)
        open.append(node)
        isContent = element.name == "ContentTransferEncoded"
        if isContent { contents.append((node, Base64Check())) }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>, line: Int) throws {
        if isSignature, skipped > 0 {
            if signatureLine == nil, unsafe bytes.contains(where: { $0 > 0x20 }) { signatureLine = line }
            return
        }
        guard skipped == 0, let node = open.last else { return }
        if isContent {
            unsafe contents[contents.count - 1].check.take(bytes)
            return
        }
        unsafe node.text += String(decoding: bytes, as: UTF8.self)
        if node.text.utf8.count > Self.textLimit {
            throw EdXMLFault(
                .textExceeded, node, node.name, expected: "at most \(Self.textLimit) bytes", found: "more")
        }
    }

    func end() {
        if skipped > 0 {
            skipped -= 1
            if skipped == 0 { isSignature = false }
            return
        }
        open.removeLast()
        isContent = false
    }
}
