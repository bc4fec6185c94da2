internal import CLibXML2

/// One guarded pass over bytes in memory: no document type, no entity, no network, limits in force.
public enum XMLParser {
    /// Feeds `consumer`; throws an `XMLFault`, or what the consumer threw.
    public static func parse(_ bytes: [UInt8], limits: XMLLimits = XMLLimits(), consumer: any XMLConsumer) throws {
        try checkStart(bytes)
        try checkEncoding(bytes)
        guard bytes.count < Int(Int32.max) else { throw XMLFault(.textExceeded, line: 0, column: 0) }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw try invalidUTF8(bytes) }
        let pass = Pass(consumer: consumer, limits: limits)
        var (line, column): (Int32, Int32) = (0, 0)
        let code = unsafe bytes.withUnsafeBytes { buffer in
            unsafe lgsp_xml_parse(
                pass.parser, buffer.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count), &line, &column)
        }
        if let failure = pass.failure { throw failure }
        if code != 0 { throw XMLFault(.notWellFormed, line: Int(line), column: Int(column)) }
    }

    /// Nothing but a byte order mark may stand before the first markup, and nothing at all before a declaration.
    private static func checkStart(_ bytes: [UInt8]) throws(XMLFault) {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard start < bytes.count, bytes[start] == UInt8(ascii: "<") else {
            throw XMLFault(bytes.isEmpty ? .notWellFormed : .bytesBeforeDeclaration, line: 1, column: 1)
        }
    }

    /// Only UTF-8 may be declared: any other name would make the parser read other characters than everyone else.
    private static func checkEncoding(_ bytes: [UInt8]) throws(XMLFault) {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let head = String(decoding: bytes[start...].prefix(200), as: UTF8.self)
        guard head.hasPrefix("<?xml"), let end = head.firstIndex(of: ">") else { return }
        let words = head[..<end].split { " \t\r\n=\"'?".contains($0) }
        guard let name = words.firstIndex(of: "encoding"), name + 1 < words.count else { return }
        guard words[name + 1].uppercased() == "UTF-8" else {
            throw XMLFault(.encodingRefused, line: 1, column: 1)
        }
    }

    private static func invalidUTF8(_ bytes: [UInt8]) throws -> XMLFault {
        // The line is where the longest valid beginning ends: found by halving.
        var (good, bad) = (0, bytes.count)
        while bad - good > 1 {
            let middle = (good + bad) / 2
            // A cut within a character is no fault of its own: up to three bytes may follow.
            let isGood = (0...3).contains {
                middle + $0 <= bad && String(validating: bytes[..<(middle + $0)], as: UTF8.self) != nil
            }
            if isGood { good = middle } else { bad = middle }
        }
        let head = bytes[..<good]
        let line = head.count { $0 == 0x0A } + 1
        return XMLFault(.invalidUTF8, line: line, column: good - (head.lastIndex(of: 0x0A) ?? -1))
    }

    /// The state of one pass, reached from the C side by its address; it outlives the call.
    @safe private final class Pass {
        let consumer: any XMLConsumer
        let limits: XMLLimits
        let parser: UnsafeMutablePointer<lgsp_xml_parser>
        var failure: (any Error)?
        private var depth = 0
        private var nodes = 0

        init(consumer: any XMLConsumer, limits: XMLLimits) {
            self.consumer = consumer
            self.limits = limits
            unsafe parser = .allocate(capacity: 1)
            unsafe parser.initialize(to: lgsp_xml_parser())
            unsafe parser.pointee.consumer = Unmanaged.passUnretained(self).toOpaque()
            unsafe parser.pointee.start = { consumer, name, prefix, uri, count, values in
                unsafe Pass.from(consumer)?.start(name, prefix, uri, count, values)
            }
            unsafe parser.pointee.end = { consumer in unsafe Pass.from(consumer)?.end() }
            unsafe parser.pointee.text = { consumer, text, length in unsafe Pass.from(consumer)?.text(text, length) }
            unsafe parser.pointee.forbidden = { consumer in
                unsafe Pass.from(consumer)?.fail(.dtdForbidden)
            }
        }

        deinit { unsafe parser.deallocate() }

        static func from(_ pointer: UnsafeMutableRawPointer?) -> Pass? {
            unsafe pointer.map { unsafe Unmanaged<Pass>.fromOpaque($0).takeUnretainedValue() }
        }

        func start(
            _ name: UnsafePointer<UInt8>?, _ prefix: UnsafePointer<UInt8>?, _ uri: UnsafePointer<UInt8>?,
            _ count: Int32,
            _ values: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
        ) {
            guard failure == nil else { return }
            depth += 1
            nodes += 1
            if depth > limits.depth { return fail(.depthExceeded) }
            if nodes > limits.nodes { return fail(.nodesExceeded) }
            if count > limits.attributes { return fail(.attributesExceeded) }
            var attributes: [XMLElementStart.Attribute] = []
            if count > 0, let values = unsafe values {
                for index in 0..<Int(count) {
                    // Five pointers each: name, prefix, namespace, first byte of the value, byte after it.
                    guard let name = unsafe values[index * 5], let first = unsafe values[index * 5 + 3],
                        let last = unsafe values[index * 5 + 4]
                    else { continue }
                    let value = unsafe UnsafeBufferPointer(start: first, count: last - first)
                    attributes.append(
                        unsafe XMLElementStart.Attribute(
                            name: String(cString: name), value: String(decoding: value, as: UTF8.self)))
                }
            }
            let element = unsafe XMLElementStart(
                name: name.map { unsafe String(cString: $0) } ?? "", prefix: prefix.map { unsafe String(cString: $0) },
                namespace: uri.map { unsafe String(cString: $0) }, attributes: attributes, line: line, column: column)
            attempt { try consumer.start(element) }
        }

        func end() {
            guard failure == nil else { return }
            depth -= 1
            attempt { try consumer.end() }
        }

        func text(_ text: UnsafePointer<UInt8>?, _ length: Int32) {
            guard failure == nil else { return }
            let buffer = unsafe UnsafeBufferPointer(start: text, count: Int(length))
            attempt { unsafe try consumer.text(buffer, line: line) }
        }

        func fail(_ code: XMLFault.Code) {
            stop(XMLFault(code, line: line, column: column))
        }

        private func attempt(_ body: () throws -> Void) {
            do { try body() } catch { stop(error) }
        }

        private func stop(_ error: any Error) {
            if failure == nil { failure = error }
            unsafe lgsp_xml_stop(parser)
        }

        private var line: Int { Int(unsafe lgsp_xml_line(parser)) }
        private var column: Int { Int(unsafe lgsp_xml_column(parser)) }
    }
}
