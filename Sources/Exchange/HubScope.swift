/// What an admin of one hub has to do with: the hubs below it, itself included, and the agencies on them.
///
/// An agency that closed belongs to its hub's admins, and to those of the hub of whoever took it over.
public struct HubScope: Sendable {
    /// The hub, by its place in the directory.
    public let hub: Int
    /// It and all hubs below it.
    public let hubs: Set<Int>
    private let directory: Directory

    /// The part of the tree from the hub with `code` on; nil where there is no such hub.
    public init?(code: String, in directory: Directory) {
        guard let hub = directory.hub(code: code) else { return nil }
        self.init(hub: hub, in: directory)
    }

    /// The part of the tree from `hub` on.
    public init(hub: Int, in directory: Directory) {
        self.hub = hub
        self.directory = directory
        var hubs: Set<Int> = [hub]
        // A hub may stand before the one above it: until nothing more is found, and no more often than there are hubs.
        for _ in directory.hubs {
            let below = directory.hubs.indices.filter { place in
                !hubs.contains(place) && directory.hubs[place].parent.map(hubs.contains) == true
            }
            if below.isEmpty { break }
            hubs.formUnion(below)
        }
        self.hubs = hubs
    }

    /// Whether the agency is one of its own.
    public func contains(_ number: AgencyNumber) -> Bool {
        guard let agency = directory.agency(number) else { return false }
        if hubs.contains(agency.hub) { return true }
        return Succession.heir(of: agency, in: directory).map { hubs.contains($0.hub) } ?? false
    }

    /// Whether the system speaks for its agencies and for no others.
    public func contains(_ system: ConnectedSystem) -> Bool {
        !system.agencies.isEmpty && system.agencies.allSatisfy(contains)
    }

    /// Its agencies and all above them.
    public var lines: Set<AgencyNumber> {
        var lines: Set<AgencyNumber> = []
        for agency in agencies {
            var next: AgencyNumber? = agency
            while let here = next, lines.insert(here).inserted { next = directory.agency(here)?.parent }
        }
        return lines
    }

    /// Closed agencies of other hubs whose successors are its own, in order of their numbers.
    public var inherited: [AgencyNumber] {
        directory.successors.keys.filter { number in
            directory.agency(number).map { !hubs.contains($0.hub) } == true && contains(number)
        }.sorted()
    }

    /// Its agencies, in order of their numbers.
    public var agencies: [AgencyNumber] { directory.agencies.lazy.map(\.number).filter(contains) }
}
