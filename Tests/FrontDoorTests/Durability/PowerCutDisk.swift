import Glibc
import Platform
import Scenario

/// A disk as a power cut leaves it: what was synced is there, of the rest only as much as `Mercy` says.
///
/// The model is that of POSIX, harsher than any one file system: a file's bytes and size are safe after `fdatasync` on
/// the file, its name after `fsync` on its folder. What was begun before a barrier that returned is covered by it.
struct PowerCutDisk {
    /// What becomes of changes that no barrier covers.
    enum Mercy: Sendable {
        /// All are forgotten.
        case none
        /// Some come through, in any order, and writes torn at sectors of 512 bytes; of a folder's changes the first ones.
        case some(seed: UInt64)
        /// All come through: no cut at all.
        case all
    }

    private enum Change {
        case write(offset: Int, data: Range<Int>)
        case truncate(Int)
        case add(String, UInt64)
        case remove(String)
        case rename(String, String)
    }

    private struct Node {
        var isFolder = false
        var changes: [(place: Int, change: Change)] = []
        /// Changes before this place are safe.
        var safe = 0
    }

    private let log: PowerCutLog
    private let mercy: Mercy
    private var nodes: [UInt64: Node] = [:]
    private var root: UInt64 = 0
    /// What the log holds that this model does not know.
    private(set) var faults: [String] = []

    /// The disk after the first `cut` records of `log`.
    init(_ log: PowerCutLog, cut: Int, mercy: Mercy) {
        self.log = log
        self.mercy = mercy
        // A number may be used again for another file: then it gets a new key here.
        var keys: [UInt64: UInt64] = [:]
        var next: UInt64 = 0
        var paths: [String: UInt64] = [:]
        var pending: [UInt32: (key: UInt64, place: Int)] = [:]
        func split(_ path: String) -> (folder: String, name: String) {
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            return (parts.dropLast().joined(separator: "/"), parts.last.map(String.init) ?? "")
        }
        for (place, record) in log.records[..<cut].enumerated() {
            let (folder, name) = split(record.path)
            let parent = paths[folder]
            switch record.kind {
            case .root, .create, .makeFolder:
                if record.kind == .root, paths[record.path] != nil { continue }
                next += 1
                keys[record.file] = next
                paths[record.path] = next
                nodes[next] = Node(isFolder: record.kind != .create)
                if record.kind == .root {
                    root = next
                } else if let parent {
                    nodes[parent]?.changes.append((place, .add(name, next)))
                } else {
                    faults.append("\(record.path) is made in an unknown folder")
                }
            case .write, .truncate:
                guard let key = keys[record.file] else {
                    faults.append("an unknown file is changed")
                    continue
                }
                nodes[key]?.changes.append(
                    (
                        place,
                        record.kind == .write
                            ? .write(offset: record.offset, data: record.data) : .truncate(record.offset)
                    ))
            case .unlink, .removeFolder:
                paths[record.path] = nil
                if let parent { nodes[parent]?.changes.append((place, .remove(name))) }
            case .rename:
                let (otherFolder, otherName) = split(record.other)
                guard let moved = paths.removeValue(forKey: record.path) else {
                    faults.append("\(record.path) is moved, but unknown")
                    continue
                }
                if nodes[moved]?.isFolder == true {
                    for path in paths.keys where path.hasPrefix(record.path + "/") {
                        paths[record.other + path.dropFirst(record.path.count)] = paths.removeValue(forKey: path)
                    }
                }
                paths[record.other] = moved
                guard otherFolder != folder else {
                    if let parent { nodes[parent]?.changes.append((place, .rename(name, otherName))) }
                    continue
                }
                // Each folder has its own half of the move, and a sync of its own.
                if let parent { nodes[parent]?.changes.append((place, .remove(name))) }
                if let other = paths[otherFolder] { nodes[other]?.changes.append((place, .add(otherName, moved))) }
            case .syncBegin:
                guard let key = keys[record.file] else {
                    faults.append("an unknown file is synced")
                    continue
                }
                pending[record.token] = (key, place)
            case .syncEnd:
                if let (key, begun) = pending.removeValue(forKey: record.token) {
                    let safe = nodes[key]?.safe ?? 0
                    nodes[key]?.safe = max(safe, begun)
                }
            case .unknown: faults.append("not understood: \(record.path)")
            }
        }
    }

    /// Writes what is on the disk into the folder `target`, which must be there.
    func write(to target: String) throws {
        var random = SplitMix64(seed: { if case .some(let seed) = mercy { seed } else { 0 } }())
        try writeFolder(root, to: target, &random)
    }

    private func writeFolder(_ key: UInt64, to path: String, _ random: inout SplitMix64) throws {
        guard let node = nodes[key] else { return }
        let pending = node.changes.filter { $0.place >= node.safe }.count
        let kept: Int =
            switch mercy {
            case .none: 0
            case .some: random.below(pending + 1)
            case .all: pending
            }
        var entries: [String: UInt64] = [:]
        for (_, change) in node.changes.prefix(node.changes.count - pending + kept) {
            switch change {
            case .add(let name, let child): entries[name] = child
            case .remove(let name): entries[name] = nil
            case .rename(let from, let to): entries[to] = entries.removeValue(forKey: from)
            case .write, .truncate: break
            }
        }
        for (name, child) in entries.sorted(by: { $0.key < $1.key }) {
            if nodes[child]?.isFolder == true {
                try SystemError.check("mkdir", name) { unsafe mkdir("\(path)/\(name)", 0o700) }
                try writeFolder(child, to: "\(path)/\(name)", &random)
            } else {
                try Self.write(contents(of: child, &random), to: "\(path)/\(name)")
            }
        }
    }

    /// Without any sync: it is only a test's copy.
    private static func write(_ bytes: [UInt8], to path: String) throws {
        let file = try SystemError.check("open", path) { unsafe open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600) }
        defer { close(file) }
        var done = 0
        while done < bytes.count {
            done += try SystemError.check("write", path) {
                unsafe bytes.withUnsafeBytes {
                    unsafe Glibc.write(file, $0.baseAddress.map { unsafe $0 + done }, $0.count - done)
                }
            }
        }
    }

    private func contents(of key: UInt64, _ random: inout SplitMix64) -> [UInt8] {
        guard let node = nodes[key] else { return [] }
        var bytes: [UInt8] = []
        for (index, item) in node.changes.enumerated() {
            let isSafe = item.place < node.safe
            switch mercy {
            case .none: if !isSafe { continue }
            case .some: if !isSafe, random.below(2) == 0 { continue }
            case .all: break
            }
            switch item.change {
            case .write(let offset, let data):
                // The last write of all is always torn, others now and then.
                guard case .some = mercy, !isSafe, index == node.changes.count - 1 || random.below(4) == 0 else {
                    copy(data, to: offset, of: &bytes)
                    continue
                }
                var start = data.lowerBound
                while start < data.upperBound {
                    let at = offset + start - data.lowerBound
                    let end = min(data.upperBound, start + 512 - at % 512)
                    if random.below(2) == 0 { copy(start..<end, to: at, of: &bytes) }
                    start = end
                }
            case .truncate(let size):
                if size < bytes.count { bytes.removeLast(bytes.count - size) }
                if size > bytes.count { bytes.append(contentsOf: repeatElement(0, count: size - bytes.count)) }
            case .add, .remove, .rename: break
            }
        }
        return bytes
    }

    private func copy(_ data: Range<Int>, to offset: Int, of bytes: inout [UInt8]) {
        let missing = offset + data.count - bytes.count
        if missing > 0 { bytes.append(contentsOf: [UInt8](repeating: 0, count: missing)) }
        unsafe bytes.withUnsafeMutableBytes { target in
            unsafe log.bytes.withUnsafeBytes { source in
                unsafe UnsafeMutableRawBufferPointer(rebasing: target[offset..<offset + data.count]).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: source[data]))
            }
        }
    }
}
