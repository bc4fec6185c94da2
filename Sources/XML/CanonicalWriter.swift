internal import CLibXML2
internal import Glibc

/// Writes the canonical form of elements as a parse tells of them: Canonical XML 1.0, or Exclusive XML Canonicalization
/// 1.0 (W3C), without comments.
///
/// Names and namespaces are libxml2's own copies, one of each: equal pointers are equal names.
@safe struct CanonicalWriter: ~Copyable {
    /// How namespaces are carried over.
    enum Method { case inclusive, exclusive }

    /// What a prefix (nil for none) stands for (nil for no namespace).
    @safe struct Binding {
        let prefix: UnsafePointer<UInt8>?
        let uri: UnsafePointer<UInt8>?
        var depth = 0
    }

    /// An element's start as libxml2 hands it on.
    @safe struct Start {
        let name: UnsafePointer<UInt8>
        let prefix: UnsafePointer<UInt8>?
        let uri: UnsafePointer<UInt8>?
        let declared: [Binding]
        let attributes: Int
        /// Five pointers each: name, prefix, namespace, first byte of the value, byte after it.
        let values: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
    }

    /// An attribute in the namespace of `xml` that stands on an ancestor.
    struct InheritedAttribute {
        let name: [UInt8]
        let value: [UInt8]
        let depth: Int
    }

    var buffer = OctetBuffer()
    let method: Method
    /// What the elements written so far have said of prefixes, the innermost last.
    private var rendered: [Binding] = []
    private var depth = 0
    private var fresh: [Binding] = []

    init(_ method: Method) { self.method = method }

    /// The start of an element; `inherited` are the namespaces in force at an apex whose ancestors are left out, its own
    /// among them.
    ///
    /// In the inclusive form `attributes`, those in the namespace of `xml`, are taken over from the ancestors as well.
    mutating func start(_ element: Start, inherited: [Binding] = [], attributes: [InheritedAttribute] = []) {
        depth += 1
        fresh.removeAll(keepingCapacity: true)
        switch method {
        case .inclusive:
            for binding in inherited { unsafe render(binding.prefix, binding.uri) }
            for binding in element.declared { unsafe render(binding.prefix, binding.uri) }
        case .exclusive:
            unsafe render(element.prefix, element.uri)
            for index in 0..<element.attributes {
                // An attribute without a prefix has no namespace; `xml` needs no declaration.
                guard let values = unsafe element.values, let prefix = unsafe values[index * 5 + 1] else { continue }
                unsafe render(prefix, values[index * 5 + 2])
            }
        }
        buffer.append(UInt8(ascii: "<"))
        unsafe name(element.prefix, element.name)
        if fresh.count > 1 { fresh.sort { unsafe Self.isBefore($0.prefix, $1.prefix) } }
        for binding in fresh {
            buffer.append(" xmlns")
            if let prefix = unsafe binding.prefix {
                buffer.append(UInt8(ascii: ":"))
                unsafe buffer.append(name: prefix)
            }
            buffer.append("=\"")
            if let uri = unsafe binding.uri { unsafe escape(value: uri, strlen(Self.characters(uri))) }
            buffer.append(UInt8(ascii: "\""))
        }
        if element.attributes > 0 { write(attributesOf: element) }
        if method == .inclusive { for attribute in attributes { write(attribute) } }
        buffer.append(UInt8(ascii: ">"))
    }

    /// The end of the innermost element.
    @unsafe mutating func end(_ prefix: UnsafePointer<UInt8>?, _ name: UnsafePointer<UInt8>) {
        while let last = rendered.last, last.depth == depth { rendered.removeLast() }
        depth -= 1
        buffer.append("</")
        unsafe self.name(prefix, name)
        buffer.append(UInt8(ascii: ">"))
    }

    /// Character data, escaped (Canonical XML 1.0, section 2.3).
    @unsafe mutating func text(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
        var start = 0
        var index = 0
        while index < count {
            index = unsafe lgsp_xml_next_special(bytes, index, count)
            if index == count { break }
            unsafe buffer.append(UnsafeRawPointer(bytes + start), index - start)
            switch unsafe bytes[index] {
            case UInt8(ascii: "&"): buffer.append("&amp;")
            case UInt8(ascii: "<"): buffer.append("&lt;")
            case UInt8(ascii: ">"): buffer.append("&gt;")
            default: buffer.append("&#xD;")
            }
            index += 1
            start = index
        }
        unsafe buffer.append(UnsafeRawPointer(bytes + start), count - start)
    }

    /// A processing instruction; those outside the root element stand on lines of their own.
    @unsafe mutating func instruction(_ target: UnsafePointer<UInt8>, _ data: UnsafePointer<UInt8>?, _ place: Place) {
        if place == .afterRoot { buffer.append(UInt8(ascii: "\n")) }
        buffer.append("<?")
        unsafe buffer.append(name: target)
        if let data = unsafe data, unsafe data[0] != 0 {
            buffer.append(UInt8(ascii: " "))
            // A line end was made one character by the parser; what is left of #xD came by no reference: there are none.
            unsafe buffer.append(name: data)
        }
        buffer.append("?>")
        if place == .beforeRoot { buffer.append(UInt8(ascii: "\n")) }
    }

    /// A comment, for the forms that keep them.
    @unsafe mutating func comment(_ text: UnsafePointer<UInt8>) {
        buffer.append("<!--")
        unsafe buffer.append(name: text)
        buffer.append("-->")
    }

    /// Where something stands that is no element.
    enum Place { case beforeRoot, inside, afterRoot }

    // MARK: Parts

    @unsafe private mutating func name(_ prefix: UnsafePointer<UInt8>?, _ local: UnsafePointer<UInt8>) {
        if let prefix = unsafe prefix {
            unsafe buffer.append(name: prefix)
            buffer.append(UInt8(ascii: ":"))
        }
        unsafe buffer.append(name: local)
    }

    /// Declares a prefix on this element unless an ancestor that was written says the same.
    @unsafe private mutating func render(_ prefix: UnsafePointer<UInt8>?, _ uri: UnsafePointer<UInt8>?) {
        if let prefix = unsafe prefix, unsafe strcmp(Self.characters(prefix), "xml") == 0 { return }
        var place = rendered.count
        while place > 0 {
            place -= 1
            guard unsafe rendered[place].prefix == prefix else { continue }
            if unsafe rendered[place].uri == uri { return }
            place = -1
        }
        // Nothing is said of it yet: no namespace goes without saying.
        if place == 0, unsafe uri == nil { return }
        let binding = unsafe Binding(prefix: prefix, uri: uri, depth: depth)
        rendered.append(binding)
        fresh.append(binding)
    }

    private mutating func write(_ attribute: InheritedAttribute) {
        buffer.append(" xml:")
        unsafe attribute.name.withUnsafeBytes { bytes in
            if let start = bytes.baseAddress { unsafe buffer.append(start, bytes.count) }
        }
        buffer.append("=\"")
        unsafe attribute.value.withUnsafeBufferPointer { bytes in
            if let start = bytes.baseAddress { unsafe escape(value: start, bytes.count) }
        }
        buffer.append(UInt8(ascii: "\""))
    }

    private mutating func write(attributesOf element: Start) {
        guard let values = unsafe element.values else { return }
        var order = Array(0..<element.attributes)
        if order.count > 1 {
            order.sort { left, right in
                let uris = unsafe (values[left * 5 + 2], values[right * 5 + 2])
                if unsafe uris.0 != uris.1 { return unsafe Self.isBefore(uris.0, uris.1) }
                return unsafe Self.isBefore(values[left * 5], values[right * 5])
            }
        }
        for index in order {
            guard let local = unsafe values[index * 5], let first = unsafe values[index * 5 + 3],
                let last = unsafe values[index * 5 + 4]
            else { continue }
            buffer.append(UInt8(ascii: " "))
            unsafe name(values[index * 5 + 1], local)
            buffer.append("=\"")
            unsafe escape(value: first, last - first)
            buffer.append(UInt8(ascii: "\""))
        }
    }

    @unsafe private mutating func escape(value bytes: UnsafePointer<UInt8>, _ count: Int) {
        for index in 0..<count {
            switch unsafe bytes[index] {
            case UInt8(ascii: "&"): buffer.append("&amp;")
            case UInt8(ascii: "<"): buffer.append("&lt;")
            case UInt8(ascii: "\""): buffer.append("&quot;")
            case 0x09: buffer.append("&#x9;")
            case 0x0A: buffer.append("&#xA;")
            case 0x0D: buffer.append("&#xD;")
            default: unsafe buffer.append(bytes[index])
            }
        }
    }

    /// The order of code points, which is that of UTF-8's bytes; none comes first.
    @unsafe private static func isBefore(_ left: UnsafePointer<UInt8>?, _ right: UnsafePointer<UInt8>?) -> Bool {
        guard let left = unsafe left else { return unsafe right != nil }
        guard let right = unsafe right else { return false }
        return unsafe strcmp(characters(left), characters(right)) < 0
    }

    @unsafe private static func characters(_ bytes: UnsafePointer<UInt8>) -> UnsafePointer<CChar> {
        unsafe UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self)
    }
}
