internal import Exchange
internal import Platform

/// The timestamps of client objects that live for weeks.
///
/// The axis's client sets its timestamp once per object, and some programs keep one object for life. A timestamp that was
/// used within the window when it was at least an hour old is such an object's, and stays valid; one that is first seen
/// outside the window never is. They are kept in a file of the data folder, so that a restart of the bus does not end
/// them.
final class LongLivedTimestamps: Sendable {
    /// From which age on a timestamp is remembered, in milliseconds: most programs make a new object for each call.
    static let age: Int64 = 3_600_000
    /// Timestamps of one system at most; those that were used longest ago go first.
    static let limit = 64

    private let path: String
    private let known: Monitor<[String: [String]]>

    /// Those in `folder`; none where there is no file, or none that can be read.
    init(folder: String) {
        path = "\(folder)/vxp-timestamps.json"
        var found: [String: [String]] = [:]
        if Files.exists(path), let bytes = try? Files.read(path), let root = try? JSONReader.read(bytes) {
            for member in root.members { found[member.key] = member.value.elements.compactMap(\.string) }
        }
        known = Monitor(found)
    }

    /// Whether `text` is remembered as a timestamp of the system.
    func contains(_ text: String, of system: String) -> Bool {
        known.withLock { known in
            guard let place = known[system]?.firstIndex(of: text) else { return false }
            // On disk with the next one that is new.
            if let used = known[system]?.remove(at: place) { known[system]?.append(used) }
            return true
        }
    }

    /// Remembers a timestamp of the system; where it cannot be written, for as long as the process lives.
    func insert(_ text: String, of system: String) {
        known.withLock { known in
            guard known[system]?.contains(text) != true else { return }
            known[system] = ((known[system] ?? []) + [text]).suffix(Self.limit)
            var json = JSONText()
            json.object { json in
                for (system, texts) in known.sorted(by: { $0.key < $1.key }) {
                    json.key(dynamic: system)
                    json.array { json in for text in texts { json.string(text) } }
                }
            }
            try? Files.write(json.bytes, to: path, isSecret: true)
        }
    }
}
