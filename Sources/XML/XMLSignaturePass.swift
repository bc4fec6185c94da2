internal import CLibXML2

/// Reads the XML signature of a document, and digests the rest of it in canonical form, in the one pass that feeds every
/// other consumer too: what is verified is what is read.
public final class XMLSignaturePass {
    private var reader: SignatureReader
    private let size: Int
    private let digest: (_ algorithm: String) -> (any XMLDigest)?
    /// Whether it went through to the end of the document: nothing can be said of a signature before that.
    public private(set) var isFinished = false

    /// A pass over `bytes` that digests by what `digest` gives for the identifier of an algorithm, nil for one that is
    /// refused.
    ///
    /// Which canonical form the signature will name is guessed from the bytes; see `again`.
    public convenience init(over bytes: [UInt8], digest: @escaping (_ algorithm: String) -> (any XMLDigest)?) {
        let isExclusive = unsafe bytes.withUnsafeBytes { buffer in
            unsafe lgsp_xml_guess_exclusive(
                buffer.bindMemory(to: CChar.self).baseAddress, buffer.count) == 1
        }
        self.init(isExclusive ? .exclusive : .inclusive, bytes.count, known: nil, digest)
    }

    private init(
        _ method: CanonicalWriter.Method, _ size: Int, known: String?,
        _ digest: @escaping (_ algorithm: String) -> (any XMLDigest)?
    ) {
        self.size = size
        self.digest = digest
        reader = SignatureReader(method, size: size, known: known, digest: digest)
    }

    /// Whether a signature may stand near the beginning of `bytes`: a quick look that spares other messages the pass.
    public static func isWorthwhile(for bytes: [UInt8]) -> Bool {
        unsafe bytes.withUnsafeBytes { buffer in
            unsafe lgsp_xml_mentions_signature(buffer.bindMemory(to: CChar.self).baseAddress, buffer.count) == 1
        }
    }

    /// The pass to make once more where the guess was wrong, or the signature stands far back; nil where all was read.
    public var again: XMLSignaturePass? {
        reader.next.map { XMLSignaturePass($0.method, size, known: $0.digest, digest) }
    }

    /// The first signature; nil where there is none, or nothing of it can be said.
    public var signature: XMLSignature? { reader.signature }
    /// How many elements `Signature` of the right namespace there are, at whatever place.
    public var count: Int { reader.count }
    /// Whether an element that is called like a signature, in another namespace, has elements in it.
    public var hasNamesake: Bool { reader.hasNamesake }
    /// Whether the signature is too large, or the canonical form of the document grows out of all proportion.
    public var isBeyondLimits: Bool { reader.isBeyondLimits }
    /// Whether a namespace is no absolute URI: Canonical XML is not defined for such a document.
    public var hasRelativeNamespace: Bool { reader.hasRelativeNamespace }

    func start(_ element: CanonicalWriter.Start, offset: Int) { reader.start(element, offset: offset) }

    @unsafe func end(_ prefix: UnsafePointer<UInt8>?, _ name: UnsafePointer<UInt8>) { unsafe reader.end(prefix, name) }

    @unsafe func text(_ bytes: UnsafePointer<UInt8>, _ length: Int) { unsafe reader.text(bytes, length) }

    @unsafe func comment(_ text: UnsafePointer<UInt8>) { unsafe reader.comment(text) }

    @unsafe func instruction(_ target: UnsafePointer<UInt8>, _ data: UnsafePointer<UInt8>?) {
        unsafe reader.instruction(target, data)
    }

    /// The document is over.
    func finish() {
        reader.finish()
        isFinished = true
    }

    /// The pass over a document of any kind, for its signature alone.
    public static func read(
        _ bytes: [UInt8], _ make: (_ bytes: [UInt8]) -> XMLSignaturePass
    ) throws -> XMLSignaturePass {
        final class Nobody: XMLConsumer {
            let vocabulary = XMLVocabulary(names: [], namespaces: [])
            func start(_ element: borrowing XMLElementStart) {}
            func text(_ bytes: Span<UInt8>) {}
            func end() {}
        }
        let pass = make(bytes)
        try XMLParser.parse(bytes, consumer: Nobody(), signature: pass)
        guard let again = pass.again else { return pass }
        try XMLParser.parse(bytes, consumer: Nobody(), signature: again)
        return again
    }
}
