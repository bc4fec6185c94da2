/// An address that is told when something lies in the mailboxes of an agency, or of a system's agencies.
///
/// Its secret is not part of it: facts are read by many.
public struct Webhook: Hashable, Sendable {
    /// Whose mailboxes it watches.
    public enum Owner: Hashable, Sendable {
        /// One agency's.
        case agency(AgencyNumber)
        /// Those of the connected system with this systemId.
        case system(String)
    }

    /// Its public id.
    public let id: Identifier
    /// Whose mailboxes it watches.
    public let owner: Owner
    /// Where to.
    public var url: String
    /// Whether an answer of success confirms the delivery; else the receiver does that as always.
    public var confirms = false
    /// Whether it was removed: nothing goes there any more.
    public var isRemoved = false

    /// The most webhooks of one owner.
    public static let limitOfOwner = 8

    /// A webhook of `owner` to `url`.
    public init(id: Identifier, owner: Owner, url: String) {
        self.id = id
        self.owner = owner
        self.url = url
    }

    /// The agencies whose mailboxes it watches; none once it was removed or its system closed.
    public func agencies(in directory: Directory) -> [AgencyNumber] {
        guard !isRemoved else { return [] }
        switch owner {
        case .agency(let agency): return Succession.line(of: agency, in: directory)
        case .system(let id):
            guard let system = directory.system(id: id).map({ directory.systems[$0] }), !system.isClosed else {
                return []
            }
            return Succession.lines(of: system.agencies, in: directory)
        }
    }
}

extension Webhook {
    func write(to writer: inout FactWriter) {
        writer.identifier(id)
        switch owner {
        case .agency(let agency):
            writer.flag(false)
            writer.number(agency.value)
        case .system(let system):
            writer.flag(true)
            writer.text(system)
        }
        writer.text(url)
        writer.flag(confirms)
        writer.flag(isRemoved)
    }

    init(from reader: inout FactReader) throws(FactError) {
        let id = try reader.identifier()
        let owner: Owner = try reader.flag() ? .system(try reader.text()) : .agency(try reader.agency())
        self.init(id: id, owner: owner, url: try reader.text())
        confirms = try reader.flag()
        isRemoved = try reader.flag()
    }
}
