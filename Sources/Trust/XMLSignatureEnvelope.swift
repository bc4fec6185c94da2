internal import Platform
internal import XML

/// A document and the place in it where its signature goes: the end of the header.
package struct XMLSignatureEnvelope: Sendable {
    private let head: [UInt8]
    private let tail: [UInt8]

    /// The place in `document`; an error where there is none, or a signature already.
    package init(_ document: [UInt8]) throws(TrustError) {
        guard try Self.pass(document).count == 0 else { throw TrustError("the document is signed already") }
        // The text of an end tag may stand in a comment as well: the reader says whether the place is right.
        for place in Self.ends(of: "edXMLHeader", in: document).reversed() {
            let envelope = XMLSignatureEnvelope(document, at: place)
            let look = HeaderLook()
            do { try XMLParser.parse(envelope.document("<Signature xmlns=\"urn:x\"/>"), consumer: look) } catch {
                continue
            }
            if look.isInHeader {
                self = envelope
                return
            }
        }
        throw TrustError("the document has no edXMLHeader that a signature could go into")
    }

    /// A place of its own, between `head` and `tail`.
    package init(head: [UInt8], tail: [UInt8]) {
        self.head = head
        self.tail = tail
    }

    private init(_ document: [UInt8], at place: Int) {
        var head = document[..<place]
        while let last = head.last, [0x20, 0x09, 0x0A, 0x0D].contains(last) { head.removeLast() }
        for empty in ["<edXML:DigitalSignature></edXML:DigitalSignature>", "<edXML:DigitalSignature/>"]
        where head.count > empty.utf8.count && head.suffix(empty.utf8.count).elementsEqual(empty.utf8) {
            self.head = Array(head.dropLast(empty.utf8.count))
            tail = Array(document[place...])
            return
        }
        self.head = Array(document[..<place])
        tail = Array(document[place...])
    }

    /// The document with `element` in that place.
    package func document(_ element: String) -> [UInt8] { head + Array(element.utf8) + tail }

    /// The digest of the document, without a signature in that place, by the first reference of `text`.
    package func digest(_ text: XMLSignatureText) throws(TrustError) -> [UInt8] {
        guard let digest = try Self.pass(document(text.element)).signature?.contentDigest else {
            throw TrustError("the document has no canonical form")
        }
        return digest
    }

    /// The canonical SignedInfo of the first signature in `document`.
    package static func signedInfo(_ document: [UInt8]) throws(TrustError) -> [UInt8] {
        guard let signature = try pass(document).signature, !signature.signedInfo.isEmpty else {
            throw TrustError("the signature has no canonical form")
        }
        return signature.signedInfo
    }

    private static func pass(_ document: [UInt8]) throws(TrustError) -> XMLSignaturePass {
        do { return try XMLSignaturePass.read(document) { XMLSignaturePass.verifying($0) } } catch {
            throw TrustError("not XML that can be read: \(error)")
        }
    }

    /// Where end tags of `name` begin, whatever their prefix.
    private static func ends(of name: String, in document: [UInt8]) -> [Int] {
        var places: [Int] = []
        var at = 0
        while at + 1 < document.count {
            guard document[at] == UInt8(ascii: "<"), document[at + 1] == UInt8(ascii: "/") else {
                at += 1
                continue
            }
            let end = document[at...].prefix(300).firstIndex(of: UInt8(ascii: ">")) ?? at + 2
            let word = document[(at + 2)..<max(at + 2, end)].split { $0 <= 0x20 }.first ?? []
            let local = word.split(separator: UInt8(ascii: ":")).last ?? []
            if local.elementsEqual(name.utf8) { places.append(at) }
            at += 2
        }
        return places
    }

    /// Whether a `Signature` stands right in an `edXMLHeader`.
    private final class HeaderLook: XMLConsumer {
        let vocabulary = XMLVocabulary(names: [], namespaces: [])
        private(set) var isInHeader = false
        private var open: [Bool] = []

        func start(_ element: borrowing XMLElementStart) {
            if element.name == "Signature", open.last == true { isInHeader = true }
            open.append(element.name == "edXMLHeader")
        }

        func text(_ bytes: Span<UInt8>) {}

        func end() { open.removeLast() }
    }
}
