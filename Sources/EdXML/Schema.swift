/// The standard's tree laid flat, so that an element is found by its parent's rule and its own name in one look.
struct Schema: Sendable {
    /// A rule with its place in the tree.
    struct Entry: Sendable {
        let rule: Rule
        /// The parent's number; the root is its own.
        let parent: Int
        /// Its bit among its siblings.
        let bit: UInt32
        /// Whether it is the envelope or lies in it, where every element has the prefix.
        let isInEnvelope: Bool
        /// The numbers of its children, in order.
        var children: [Int] = []
        /// The bits of the children that must be there, apart from those of one kind of message.
        var required: UInt32 = 0
        /// The bits of the children that should be there.
        var expected: UInt32 = 0
    }

    static let standard = Schema(Rule.standard)

    private(set) var entries: [Entry] = []
    /// Rule × name → rule, 255 where such an element has no place there.
    private var table: [UInt8] = []
    private let width = ElementName.all.count

    init(_ root: Rule) {
        _ = add(root, parent: 0, bit: 1)
        table = [UInt8](repeating: 255, count: entries.count * width)
        for (number, entry) in entries.enumerated() {
            for child in entry.children {
                // There are about a hundred rules.
                table[number * width + Self.number(entries[child].rule.name)] = UInt8(truncatingIfNeeded: child)
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
        for (number, entry) in entries.enumerated() where number > 0 && entry.rule.name == name {
            let parent = entries[entry.parent].rule.name
            if !parents.contains(parent) { parents.append(parent) }
        }
        return parents
    }

    private mutating func add(_ rule: Rule, parent: Int, bit: UInt32) -> Int {
        let number = entries.count
        let isInEnvelope = number > 0 && (rule.name == .edXMLEnvelope || entries[parent].isInEnvelope)
        entries.append(Entry(rule: rule, parent: parent, bit: bit, isInEnvelope: isInEnvelope))
        for (index, child) in rule.children.enumerated() {
            let added = add(child, parent: number, bit: 1 << UInt32(index))
            entries[number].children.append(added)
            switch child.need {
            case .required: entries[number].required |= 1 << UInt32(index)
            case .expected: entries[number].expected |= 1 << UInt32(index)
            case .optional: break
            }
        }
        return number
    }

    private static func number(_ name: ElementName) -> Int { ElementName.all.firstIndex(of: name) ?? 0 }
}
