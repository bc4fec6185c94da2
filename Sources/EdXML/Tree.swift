internal import Platform

/// The elements of a message in one array, their texts in another: no object and no `String` for each.
struct Tree {
    /// An element; `-1` stands for no other element.
    struct Node {
        let name: ElementName
        let rule: UInt8
        /// A place in or at the end of its start tag.
        let offset: Int
        var first: Int32 = -1
        var last: Int32 = -1
        var next: Int32 = -1
        /// The text without the white space around it.
        var text: Range<Int> = 0..<0
    }

    private(set) var nodes: [Node] = []
    private(set) var text: [UInt8] = []

    init() {
        nodes.reserveCapacity(128)
        text.reserveCapacity(4096)
    }

    /// Adds an element under `parent`, and gives its number.
    mutating func add(_ name: ElementName, rule: Int, offset: Int, parent: Int?) -> Int {
        let number = nodes.count
        // Numbers stay far below Int32's end: the parser bounds the elements.
        let link = Int32(truncatingIfNeeded: number)
        nodes.append(
            Node(
                name: name, rule: UInt8(truncatingIfNeeded: rule), offset: offset, text: text.count..<text.count))
        if let parent {
            let last = Int(nodes[parent].last)
            if last < 0 { nodes[parent].first = link } else { nodes[last].next = link }
            nodes[parent].last = link
        }
        return number
    }

    mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe text.append(contentsOf: $0) }
    }

    /// Ends the text of `node`: all since it began, without the white space around it.
    mutating func endText(of node: Int) {
        nodes[node].text = FieldText.trimmed(nodes[node].text.lowerBound..<text.count, of: text)
    }

    /// Takes the text of `node` away, as if it were empty.
    mutating func clearText(of node: Int) { nodes[node].text = text.count..<text.count }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    /// The first child of `node` with this name.
    func first(_ name: ElementName, of node: Int?) -> Int? {
        guard let node else { return nil }
        var child = Int(nodes[node].first)
        while child >= 0 {
            if nodes[child].name == name { return child }
            child = Int(nodes[child].next)
        }
        return nil
    }

    /// The next sibling of `node` with this name.
    func next(_ name: ElementName, after node: Int) -> Int? {
        var sibling = Int(nodes[node].next)
        while sibling >= 0 {
            if nodes[sibling].name == name { return sibling }
            sibling = Int(nodes[sibling].next)
        }
        return nil
    }

    /// Calls `body` with each child of `node` that has this name.
    func each(_ name: ElementName, of node: Int?, _ body: (Int) -> Void) {
        guard let node else { return }
        var child = Int(nodes[node].first)
        while child >= 0 {
            if nodes[child].name == name { body(child) }
            child = Int(nodes[child].next)
        }
    }

    /// The text of `node`.
    func value(_ node: Int?) -> String {
        guard let node, !nodes[node].text.isEmpty else { return "" }
        return String(decoding: text[nodes[node].text], as: UTF8.self)
    }

    /// The text of the first child of `node` with this name.
    func value(_ name: ElementName, of node: Int?) -> String { value(first(name, of: node)) }

    /// The number that the first child of `node` with this name spells; nil where there is none.
    func number(_ name: ElementName, of node: Int?) -> Int? {
        guard let child = first(name, of: node) else { return nil }
        return Value.number(text[nodes[child].text])
    }
}
