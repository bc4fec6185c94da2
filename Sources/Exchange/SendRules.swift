/// Who may send new documents to whom: the first rule in order that fits decides, and without one all is allowed.
///
/// They are asked at the door, once: what is in is delivered, whatever rule comes later.
public struct SendRules: Hashable, Sendable {
    /// The rules in order.
    public private(set) var list: [SendRule] = []

    /// So many rules at most: each is looked at for every receiver of those whom it names as senders.
    public static let limit = 256

    /// No rules.
    public init() {}

    /// The rules of `list`, as they were decided on.
    init(decided list: [SendRule]) { self.list = list }

    /// The rules that name `sender` as the one who sends, in order.
    public func of(_ sender: Agency, in directory: Directory) -> ArraySlice<SendRule> {
        list.isEmpty ? [] : list.filter { $0.from.matches(sender, in: directory) }[...]
    }

    /// The rule with this name.
    public func rule(_ name: String) -> SendRule? { list.first { $0.name == name } }

    /// These rules with `rule` at `position`, from 1; in the place of the one with its name, or else last, without.
    public func placing(_ rule: SendRule, at position: Int? = nil) throws(Refusal) -> SendRules {
        guard SendRule.isValid(name: rule.name) else {
            throw Refusal(
                .ruleMalformed, "A name has 1 to 64 letters of ASCII, digits, points and lines.", found: rule.name)
        }
        guard (1...Receiving.reasonLimit).contains(rule.reason.unicodeScalars.count) else {
            throw Refusal(
                .ruleMalformed, "A rule says why, in at most \(Receiving.reasonLimit) characters.", found: rule.reason)
        }
        var rules = self
        let place = list.firstIndex { $0.name == rule.name }
        if let place { rules.list.remove(at: place) }
        guard rules.list.count < Self.limit else {
            throw Refusal(.rulesFull, "There are \(Self.limit) rules.", found: rule.name)
        }
        let index = position.map { $0 - 1 } ?? place ?? rules.list.count
        guard (0...rules.list.count).contains(index) else {
            throw Refusal(
                .ruleMalformed, "A position is 1 to \(rules.list.count + 1).", found: "\(position ?? 0)")
        }
        rules.list.insert(rule, at: index)
        return rules
    }

    /// These rules without the one with this name.
    public func removing(_ name: String) throws(Refusal) -> SendRules {
        guard let place = list.firstIndex(where: { $0.name == name }) else {
            throw Refusal(.notFound, "There is no such rule.", found: name)
        }
        var rules = self
        rules.list.remove(at: place)
        return rules
    }
}

extension Sequence<SendRule> {
    /// The rule among these, all of one sender, that decides on `receiver`; nil where none fits.
    public func first(to receiver: Agency, in directory: Directory) -> SendRule? {
        first { $0.to.matches(receiver, in: directory) }
    }

    /// Refuses the receiver `code` where a rule among these denies it.
    func check(_ receiver: Agency, as code: String, in directory: Directory) throws(Refusal) {
        guard let rule = first(to: receiver, in: directory), rule.effect == .deny else { return }
        throw Refusal(.sendRuleDenies, "Rule \(rule.name): \(rule.reason)", found: code)
    }
}

extension SendRules {
    func write(to writer: inout FactWriter) {
        writer.number(list.count)
        for rule in list { rule.write(to: &writer) }
    }

    init(from reader: inout FactReader) throws(FactError) {
        self.init(
            decided: try reader.list { reader throws(FactError) in try SendRule(from: &reader) })
    }
}
