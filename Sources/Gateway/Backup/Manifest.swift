internal import Platform
internal import Trust

/// What a backup consists of: every file with its size and digest. Nothing else in its folder is taken back.
struct Manifest {
    /// The manifest's own name: in the backup's folder, or sealed with the secrets.
    static let name = "manifest.json"

    /// A file of the backup.
    struct Entry {
        let path: String
        let size: Int
        /// SHA-256, in hexadecimal digits.
        let digest: String
    }

    let entries: [Entry]

    /// Of the regular files below `folder`.
    init(of folder: String) throws {
        entries = try Files.paths(below: folder).map { path in
            var digest = SHA256()
            var size = 0
            let file = try FilePieces("\(folder)/\(path)")
            while let piece = try file.next() {
                digest.update(piece.span)
                size += piece.count
            }
            return Entry(path: path, size: size, digest: Hex.encode(digest.finish()))
        }
    }

    /// What `bytes` say; nil where they are no manifest, or name what lies elsewhere than below the folder.
    init?(_ bytes: [UInt8]) {
        guard let root = try? JSONReader.read(bytes), case .object(let members) = root.value else { return nil }
        var entries: [Entry] = []
        for member in members {
            guard Self.isBelow(member.key), let size = member.value["size"]?.int, size >= 0,
                let digest = member.value["sha256"]?.string
            else { return nil }
            entries.append(Entry(path: member.key, size: size, digest: digest))
        }
        self.entries = entries
    }

    /// As JSON, a member a file.
    var bytes: [UInt8] {
        var json = JSONText()
        json.object { json in
            for entry in entries {
                json.key(dynamic: entry.path)
                json.object { json in
                    json.member("size", entry.size)
                    json.member("sha256", entry.digest)
                }
            }
        }
        return json.bytes
    }

    /// Whether a path stays below the folder that it is relative to.
    static func isBelow(_ path: String) -> Bool {
        !path.split(separator: "/", omittingEmptySubsequences: false).contains { ["", ".", ".."].contains($0) }
            && !path.utf8.contains(0)
    }
}
