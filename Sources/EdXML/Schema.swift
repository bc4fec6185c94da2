/// The standard's tree laid flat, so that an element is found by its parent's rule and its own name in one look.
struct Schema: Sendable {
    /// A rule with its place in the tree; plain bytes, so that looking at one costs no reference counting.
    struct Row: Sendable {
        let name: ElementName
        let kind: Rule.Kind
        let need: Rule.Need
        let isRepeated: Bool
        let limit: Int
        let format: Rule.Format
        let message: Rule.Message
        /// The parent's number; the root is its own.
        let parent: Int
        /// Its bit among its siblings.
        let bit: UInt32
        /// Whether it is the envelope or lies in it, where every element has the prefix.
        let isInEnvelope: Bool
        /// The bits of the children that must or should be there.
        var needed: UInt32 = 0

        init(_ rule: Rule, parent: Int, bit: UInt32, isInEnvelope: Bool) {
            name = rule.name
            kind = rule.kind
            need = rule.need
            isRepeated = rule.isRepeated
            limit = rule.limit
            format = rule.format
            message = rule.message
            self.parent = parent
            self.bit = bit
            self.isInEnvelope = isInEnvelope
        }
    }

    static let standard = Schema(Rule.standard)

    private(set) var rows: [Row] = []
    /// The numbers of each rule's children, in order.
    private(set) var children: [[Int]] = []
    /// Rule × name → rule, 255 where such an element has no place there.
    private var table: [UInt8] = []
    private let width = ElementName.all.count

    init(_ root: Rule) {
        _ = add(root, parent: 0, bit: 1)
        table = [UInt8](repeating: 255, count: rows.count * width)
        for number in rows.indices {
            for child in children[number] {
                // There are about a hundred rules.
                table[number * width + Self.number(rows[child].name)] = UInt8(truncatingIfNeeded: child)
            }
        }
    }

    /// The rule of an element with the name of this number under `parent`.
    func child(_ name: Int, under parent: Int) -> Int? {
        let found = table[parent * width + name]
        return found == 255 ? nil : Int(found)
    }

    /// The elements inside which one of this name may stand, in the standard's order.
    func parents(of name: ElementName) -> [ElementName] {
        var parents: [ElementName] = []
        for (number, row) in rows.enumerated() where number > 0 && row.name == name {
            let parent = rows[row.parent].name
            if !parents.contains(parent) { parents.append(parent) }
        }
        return parents
    }

    private mutating func add(_ rule: Rule, parent: Int, bit: UInt32) -> Int {
        let number = rows.count
        let isInEnvelope = number > 0 && (rule.name == .edXMLEnvelope || rows[parent].isInEnvelope)
        rows.append(Row(rule, parent: parent, bit: bit, isInEnvelope: isInEnvelope))
        children.append([])
        for (index, child) in rule.children.enumerated() {
            children[number].append(add(child, parent: number, bit: 1 << UInt32(index)))
            if child.need != .optional { rows[number].needed |= 1 << UInt32(index) }
        }
        return number
    }

    private static func number(_ name: ElementName) -> Int { ElementName.all.firstIndex(of: name) ?? 0 }
}
