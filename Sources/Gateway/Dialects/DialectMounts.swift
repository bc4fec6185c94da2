internal import HTTP

/// The dialects by the paths they are served under.
struct DialectMounts: Sendable {
    private let mounts: [(root: [String], dialect: any Dialect)]

    init(services: Services) {
        let dialects: [any Dialect] = [
            VXP(services: services), ProvincialLGSP(services: services), EdocService(services: services),
        ]
        mounts = dialects.flatMap { dialect in type(of: dialect).roots.map { ($0, dialect) } }
    }

    /// The dialect of a path, and the path below its root; nil where there is none.
    func find(_ path: [String]) -> (dialect: any Dialect, operation: [String])? {
        for (root, dialect) in mounts where path.starts(with: root) {
            return (dialect, Array(path.dropFirst(root.count)))
        }
        return nil
    }

    /// The same for a request target that was not taken apart yet.
    func find(target: String) -> (dialect: any Dialect, operation: [String])? {
        find(target.prefix { $0 != "?" }.split(separator: "/").map(String.init))
    }
}
