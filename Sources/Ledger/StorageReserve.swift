internal import Platform

/// The room that writing leaves free on the disk, so that reading, a restart and the operator's own work go on.
enum StorageReserve {
    /// Bytes to be left on a disk of `size`: two per cent, 64 MB at most.
    static func bytes(ofDisk size: UInt64) -> UInt64 { min(64 << 20, size / 50) }

    /// Whether more than the reserve is free at `path`; yes where the system does not tell.
    static func hasRoom(at path: String) -> Bool {
        guard let space = try? DiskSpace(path: path), space.size > 0 else { return true }
        return space.free >= bytes(ofDisk: space.size)
    }
}
