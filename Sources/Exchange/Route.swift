/// The way between hubs: up to the lowest common one, then down.
public enum Route {
    /// The hubs from `start` to `end`, both included; nil where no way leads there.
    public static func path(from start: Int, to end: Int, hubs: [Hub]) -> [Int]? {
        guard let up = ancestors(of: start, hubs: hubs), let down = ancestors(of: end, hubs: hubs) else { return nil }
        guard let meeting = up.firstIndex(where: { down.contains($0) }), let turn = down.firstIndex(of: up[meeting])
        else { return nil }
        return Array(up[...meeting]) + down[..<turn].reversed()
    }

    /// The recipients by the neighbouring hub they lie behind, in order of that hub; nil stands for this hub itself.
    ///
    /// A recipient that no way leads to is left out: topologies are checked for that when they are loaded.
    public static func split(
        _ recipients: [AgencyNumber], at hub: Int, directory: Directory
    ) -> [(next: Int?, recipients: [AgencyNumber])] {
        var groupByHub: [Int: Int] = [:]
        var groups: [(next: Int?, recipients: [AgencyNumber])] = []
        for recipient in recipients {
            guard let agency = directory.agency(recipient) else { continue }
            if let index = groupByHub[agency.hub] {
                groups[index].recipients.append(recipient)
                continue
            }
            guard let path = path(from: hub, to: agency.hub, hubs: directory.hubs) else { continue }
            let next = path.count > 1 ? path[1] : nil
            let index = groups.firstIndex { $0.next == next } ?? groups.count
            if index == groups.count { groups.append((next, [])) }
            groups[index].recipients.append(recipient)
            groupByHub[agency.hub] = index
        }
        return groups.sorted { ($0.next ?? -1) < ($1.next ?? -1) }
    }

    /// Milliseconds that the link between two neighbouring hubs takes.
    public static func latency(from hub: Int, to next: Int, hubs: [Hub]) -> UInt32 {
        hubs[hub].parent == next ? hubs[hub].latency : hubs[next].latency
    }

    private static func ancestors(of hub: Int, hubs: [Hub]) -> [Int]? {
        var chain: [Int] = []
        var current: Int? = hub
        while let index = current {
            guard hubs.indices.contains(index), chain.count < hubs.count else { return nil }
            chain.append(index)
            current = hubs[index].parent
        }
        return chain
    }
}
