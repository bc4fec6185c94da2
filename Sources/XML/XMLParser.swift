internal import CLibXML2
internal import Platform

/// One guarded pass over bytes in memory: no document type, no entity, no network, limits in force.
public enum XMLParser {
    /// Feeds `consumer`, and `signature` beside it; throws an `XMLFault`, or what the consumer threw.
    public static func parse(
        _ bytes: [UInt8], limits: XMLLimits = XMLLimits(), consumer: any XMLConsumer,
        signature: XMLSignaturePass? = nil
    ) throws {
        try XMLStart.check(bytes.span, limits: limits)
        do { _ = try XMLScan.run(bytes.span, limits: limits) } catch {
            throw XMLFault(error.code, at: error.offset, in: bytes.span, found: error.found)
        }
        let pass = Pass(consumer: consumer, signature: signature)
        unsafe pass.parser.pointee.name_limit = Int32(clamping: limits.differentNames)
        let code = unsafe bytes.withUnsafeBytes { buffer in
            unsafe ContextPool.shared.with { context in
                // Within Int32: the start check bounds the size.
                let code = unsafe lgsp_xml_parse(
                    pass.parser, context, buffer.bindMemory(to: CChar.self).baseAddress,
                    Int32(truncatingIfNeeded: buffer.count))
                let isWhole =
                    pass.failure == nil && !pass.isForbidden && pass.placeOfTooManyNames == nil
                    && pass.placeOfMarks == nil
                return (code, isClean: code == 0 && isWhole)
            }
        }
        if let failure = pass.failure { throw failure }
        if let place = pass.placeOfTooManyNames {
            throw XMLFault(
                .nodesExceeded, at: place, in: bytes.span, found: "more than \(limits.differentNames) different names")
        }
        if let place = pass.placeOfMarks {
            throw XMLFault(
                .attributesExceeded, at: place, in: bytes.span,
                found: "more than \(FieldText.markLimit) combining marks in a row")
        }
        if pass.isForbidden { throw XMLFault(.dtdForbidden, at: 0, in: bytes.span) }
        guard let code else { throw XMLFault(.sizeExceeded, at: 0, in: bytes.span, found: "no memory") }
        if code != 0 { throw pass.fault(code, in: bytes.span) }
        signature?.finish()
    }

    /// The state of one pass, reached from the C side by its address; it outlives the call.
    @safe private final class Pass {
        let parser: UnsafeMutablePointer<lgsp_xml_parser>
        private(set) var failure: (any Error)?
        private(set) var isForbidden = false
        /// Where an attribute has more combining marks in a row than any script: comparing it would cost their square.
        private(set) var placeOfMarks: Int?
        private let consumer: any XMLConsumer
        private let signature: XMLSignaturePass?
        private let vocabulary: XMLVocabulary
        /// The last namespace and prefix: libxml2 keeps one copy of each, so that equal pointers are equal names.
        private var uri: UnsafePointer<UInt8>?
        private var uriNumber: Int?
        private var prefix: UnsafePointer<UInt8>?
        private var prefixNumber: Int?

        init(consumer: any XMLConsumer, signature: XMLSignaturePass?) {
            self.consumer = consumer
            self.signature = signature
            vocabulary = consumer.vocabulary
            unsafe parser = .allocate(capacity: 1)
            unsafe parser.initialize(to: lgsp_xml_parser())
            unsafe parser.pointee.consumer = Unmanaged.passUnretained(self).toOpaque()
            unsafe parser.pointee.start = { consumer, name, prefix, uri, namespaces, declared, count, values in
                unsafe Pass.with(consumer) {
                    unsafe $0.start(name, prefix, uri, Int(namespaces), declared, Int(count), values)
                }
            }
            unsafe parser.pointee.end = { consumer, name, prefix in
                unsafe Pass.with(consumer) { unsafe $0.end(prefix, name) }
            }
            unsafe parser.pointee.text = { consumer, text, length in
                unsafe Pass.with(consumer) { unsafe $0.text(text, Int(length)) }
            }
            if signature != nil {
                unsafe parser.pointee.comment = { consumer, text in
                    guard let text = unsafe text else { return }
                    unsafe Pass.with(consumer) { unsafe $0.signature?.comment(text) }
                }
                unsafe parser.pointee.instruction = { consumer, target, data in
                    guard let target = unsafe target else { return }
                    unsafe Pass.with(consumer) { unsafe $0.signature?.instruction(target, data) }
                }
            }
            unsafe parser.pointee.forbidden = { consumer in unsafe Pass.with(consumer) { $0.isForbidden = true } }
        }

        deinit { unsafe parser.deallocate() }

        private static func with(_ pointer: UnsafeMutableRawPointer?, _ body: (Pass) -> Void) {
            guard let pointer = unsafe pointer else { return }
            unsafe Unmanaged<Pass>.fromOpaque(pointer)._withUnsafeGuaranteedRef(body)
        }

        /// Where there were too many different names.
        var placeOfTooManyNames: Int? {
            unsafe parser.pointee.has_too_many_names != 0 ? unsafe parser.pointee.offset : nil
        }

        /// What libxml2's first error means.
        func fault(_ code: Int32, in bytes: Span<UInt8>) -> XMLFault {
            var words = unsafe String(cString: lgsp_xml_message(parser))
            if words.hasPrefix("xmlParseEntityRef: no name") { words = "& that begins no reference" }
            let meaning: XMLFault.Code =
                switch UInt32(bitPattern: code) {
                case XML_ERR_UNDECLARED_ENTITY.rawValue: .entityForbidden
                case XML_NS_ERR_UNDEFINED_NAMESPACE.rawValue: .undeclaredPrefix
                default: .notWellFormed
                }
            let end = words.firstIndex { $0.isNewline } ?? words.endIndex
            return XMLFault(meaning, at: unsafe parser.pointee.offset, in: bytes, found: String(words[..<end]))
        }

        private func start(
            _ name: UnsafePointer<UInt8>?, _ prefix: UnsafePointer<UInt8>?, _ uri: UnsafePointer<UInt8>?,
            _ namespaces: Int, _ declared: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ count: Int,
            _ values: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
        ) {
            guard failure == nil, placeOfMarks == nil else { return }
            if unsafe uri != self.uri {
                unsafe self.uri = uri
                uriNumber = unsafe uri.flatMap { unsafe vocabulary.namespaceNumber(of: $0) }
            }
            if unsafe prefix != self.prefix {
                unsafe self.prefix = prefix
                prefixNumber = unsafe prefix.flatMap { unsafe vocabulary.number(of: $0) }
            }
            let element = unsafe XMLElementStart(
                name: name, nameNumber: name.flatMap { unsafe vocabulary.number(of: $0) }, prefix: prefix,
                prefixNumber: prefixNumber, namespace: uri, namespaceNumber: uriNumber, attributes: count,
                values: values, offset: lgsp_xml_offset(parser))
            if unsafe Self.hasExcessOfMarks(values, count) {
                placeOfMarks = unsafe Int(lgsp_xml_offset(parser))
                return unsafe lgsp_xml_stop(parser)
            }
            do { try consumer.start(element) } catch { return stop(error) }
            guard let signature, let name = unsafe name else { return }
            var bindings: [CanonicalWriter.Binding] = []
            if let declared = unsafe declared {
                for index in 0..<namespaces {
                    // `xmlns=""` takes the default namespace away.
                    let uri = unsafe declared[index * 2 + 1].flatMap { unsafe $0[0] == 0 ? nil : $0 }
                    unsafe bindings.append(CanonicalWriter.Binding(prefix: declared[index * 2], uri: uri))
                }
            }
            unsafe signature.start(
                CanonicalWriter.Start(
                    name: name, prefix: prefix, uri: uri, declared: bindings, attributes: count, values: values),
                offset: lgsp_xml_offset(parser))
        }

        private func end(_ prefix: UnsafePointer<UInt8>?, _ name: UnsafePointer<UInt8>?) {
            guard failure == nil else { return }
            if let signature, let name = unsafe name { unsafe signature.end(prefix, name) }
            do { try consumer.end() } catch { stop(error) }
        }

        private func text(_ text: UnsafePointer<UInt8>?, _ length: Int) {
            guard failure == nil, length > 0 else { return }
            if let signature, let text = unsafe text { unsafe signature.text(text, length) }
            do { unsafe try consumer.text(UnsafeBufferPointer(start: text, count: length).span) } catch { stop(error) }
        }

        private static func hasExcessOfMarks(
            _ values: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ count: Int
        ) -> Bool {
            guard let values = unsafe values else { return false }
            return (0..<count).contains { index in
                guard let first = unsafe values[index * 5 + 3], let last = unsafe values[index * 5 + 4] else {
                    return false
                }
                let value = unsafe UnsafeBufferPointer(start: first, count: last - first)
                return unsafe FieldText.excessOfMarks(in: value) != nil
            }
        }

        private func stop(_ error: any Error) {
            failure = error
            unsafe lgsp_xml_stop(parser)
        }
    }
}
