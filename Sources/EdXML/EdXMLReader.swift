internal import Platform
public import XML

/// Reads an edXML message in one pass (QCVN 102:2016/BTTTT); the order of elements does not matter.
public enum EdXMLReader {
    /// The message in `bytes`, or its first error, with code, place, what was expected and what was found.
    ///
    /// `today` is `yyyy/MM/dd`: a document promulgated after it is refused. Lengths over the standard's limits are
    /// warnings, because the field overruns them.
    public static func read(_ bytes: [UInt8], today: String) throws(EdXMLFault) -> EdXMLMessage {
        let report = check(bytes, today: today)
        if let message = report.message { return message }
        throw report.refusal ?? unreadable
    }

    /// The message in `bytes`, and what `signatures` read of the signature in it, in the same pass; nil for none.
    public static func read(
        _ bytes: [UInt8], today: String, signatures: (_ bytes: [UInt8]) -> XMLSignaturePass
    ) throws(EdXMLFault) -> (message: EdXMLMessage, signature: XMLSignaturePass?) {
        let (report, signature) = check(bytes, today: today, signatures: signatures)
        guard let message = report.message else { throw report.refusal ?? unreadable }
        return (message, signature)
    }

    /// Everything that one pass finds, and what `signatures` read of the signature in the same pass; nil for none.
    ///
    /// Where the message is refused, so may its signature be unread: it is looked at once more only for messages that
    /// can be taken.
    public static func check(
        _ bytes: [UInt8], today: String, signatures: (_ bytes: [UInt8]) -> XMLSignaturePass
    ) -> (report: EdXMLReport, signature: XMLSignaturePass?) {
        var pass = XMLSignaturePass.isWorthwhile(for: bytes) ? signatures(bytes) : nil
        var report = check(bytes, today: today, signature: pass)
        // Seldom: the canonical form was guessed wrong, or the signature's namespace is spelt in another way.
        let hidden = report.message?.signatureLine != nil && pass == nil ? signatures(bytes) : nil
        if let again = hidden ?? pass?.again {
            pass = again
            report = check(bytes, today: today, signature: again)
            if let other = again.again {
                pass = other
                report = check(bytes, today: today, signature: other)
            }
        }
        guard let pass, pass.isFinished else { return (report, nil) }
        // An empty Signature is none.
        let isThere = report.message.map { $0.signatureLine != nil } ?? (pass.count > 0)
        return (report, isThere ? pass : nil)
    }

    /// Everything that one pass over `bytes` finds: the message where it can be taken, and every fault.
    public static func check(
        _ bytes: [UInt8], today: String, signature: XMLSignaturePass? = nil
    ) -> EdXMLReport {
        let consumer = EnvelopeConsumer(today: today)
        do {
            try XMLParser.parse(bytes, consumer: consumer, signature: signature)
            consumer.finish()
        } catch let fault as XMLFault {
            return report(consumer.pass, bytes, broken: fault)
        } catch {
            // The pass stopped where nothing more can be said, and has told why.
        }
        let pass = consumer.pass
        if pass.tree.nodes.isEmpty, let kind = otherKind(bytes) { return report(otherKind: kind) }
        let faults = pass.faults.placed(in: bytes.span)
        guard !pass.faults.hasError else {
            return EdXMLReport(
                message: nil, faults: faults, isCut: pass.faults.isFull, markedTexts: pass.markedTexts,
                brokenXML: nil)
        }
        var line: Int?
        if let offset = pass.signatureOffset {
            var places = XMLPlaces()
            line = places.place(at: offset, in: bytes.span).line
        }
        let message: EdXMLMessage =
            pass.isStatus
            ? .status(pass.status(signatureLine: line, warnings: faults))
            : .document(pass.document(signatureLine: line, warnings: faults))
        return EdXMLReport(
            message: message, faults: faults, isCut: pass.faults.isFull, markedTexts: [], brokenXML: nil)
    }

    /// The faults up to the place where the XML itself breaks, and that.
    private static func report(_ pass: EnvelopePass, _ bytes: [UInt8], broken fault: XMLFault) -> EdXMLReport {
        if pass.tree.nodes.isEmpty, let kind = otherKind(bytes) { return report(otherKind: kind) }
        let last = EdXMLFault(
            code: fault.code.rawValue, severity: .error, line: fault.line, column: fault.column, element: "",
            expected: fault.expected, found: fault.found)
        return EdXMLReport(
            message: nil, faults: pass.faults.placed(in: bytes.span) + [last], isCut: pass.faults.isFull,
            markedTexts: pass.markedTexts, brokenXML: last)
    }

    /// Nothing is said of a file of another kind than what it is.
    private static func report(otherKind kind: FileKind) -> EdXMLReport {
        let fault = EdXMLFault(
            code: EdXMLCode.notXML.rawValue, severity: .error, line: 1, column: 1, element: "",
            expected: "an edXML message", found: kind.name())
        return EdXMLReport(message: nil, faults: [fault], isCut: false, markedTexts: [], brokenXML: fault)
    }

    /// What `bytes` are where that is a file of another kind, and not XML that is broken; nil where it is not.
    private static func otherKind(_ bytes: [UInt8]) -> FileKind? {
        switch FileKind(bytes) {
        case .xml, .utf16, .other: nil
        case let kind: kind
        }
    }

    /// More faults than are told, and no error among those that are.
    static let unreadable = EdXMLFault(
        code: EdXMLCode.notWellFormed.rawValue, severity: .error, line: 1, column: 1, element: "edXML",
        expected: "a message with fewer faults", found: "more than \(EdXMLReport.limit)")
}

extension XMLFault {
    /// What the code asks for, in short.
    fileprivate var expected: String {
        let limits = XMLLimits()
        return switch code {
        case .bytesBeforeDeclaration: "<?xml or the root element"
        case .invalidUTF8: "UTF-8"
        case .encodingRefused: "UTF-8"
        case .notWellFormed: "well-formed XML 1.0"
        case .undeclaredPrefix: "a declared prefix"
        case .dtdForbidden: "no document type"
        case .entityForbidden: "no entity"
        case .sizeExceeded: "at most \(limits.bytes) bytes"
        case .depthExceeded: "at most \(limits.depth) levels"
        case .nodesExceeded: "at most \(limits.nodes) elements"
        case .attributesExceeded: "at most \(limits.attributes) attributes"
        case .namespacesExceeded: "at most \(limits.namespaces) declarations"
        case .nameExceeded: "at most \(limits.name) bytes"
        }
    }
}
