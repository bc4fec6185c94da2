import Glibc
import Platform
import Testing

@Suite struct FolderLockTests {
    private func folder() throws -> String {
        var template = Array("/tmp/lgsp-lock-XXXXXX".utf8CString)
        return try #require(unsafe mkdtemp(&template).map { unsafe String(cString: $0) })
    }

    @Test func whoDoesNotWaitIsToldTheHolder() throws {
        let folder = try folder()
        defer { Files.removeFolder(folder) }
        let lock = try FolderLock(folder: folder)
        try lock.describe(Array("the first".utf8))
        let taken = #expect(throws: FolderLock.Taken.self) { _ = try FolderLock(folder: folder) }
        #expect(taken.map { String(decoding: $0.holder, as: UTF8.self) } == "the first")
        withExtendedLifetime(lock) {}
    }

    @Test func whoWaitsGivesUpInTime() throws {
        let folder = try folder()
        defer { Files.removeFolder(folder) }
        let lock = try FolderLock(folder: folder)
        let start = MonotonicTime.now
        #expect(throws: FolderLock.Taken.self) { _ = try FolderLock(folder: folder, waiting: 100) }
        let waited = MonotonicTime.now.since(start) / 1_000_000
        #expect((100..<5_000).contains(waited), "\(waited) ms")
        withExtendedLifetime(lock) {}
    }

    /// Each adds to a number in a file, between a look and a write that leave time for the others.
    @Test func oneAtATimeGetsIn() throws {
        let folder = try folder()
        defer { Files.removeFolder(folder) }
        try Files.write(Array("0".utf8), to: "\(folder)/count")
        let failures = Monitor<[String]>([])
        let threads = try (0..<8).map { _ in
            try Thread(name: "adder") {
                for _ in 0..<5 {
                    do {
                        let lock = try FolderLock(folder: folder, waiting: 60_000)
                        let number = Int(String(decoding: try Files.read("\(folder)/count"), as: UTF8.self)) ?? -1_000
                        usleep(1_000)
                        try Files.write(Array("\(number + 1)".utf8), to: "\(folder)/count")
                        withExtendedLifetime(lock) {}
                    } catch { failures.withLock { $0.append("\(error)") } }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(failures.withLock { $0 } == [])
        #expect(String(decoding: try Files.read("\(folder)/count"), as: UTF8.self) == "40")
    }

    /// A file that was taken away under the holder keeps nobody out any more; whoever comes next agrees on the new one.
    @Test func aLockIsOnTheFileThatHasTheName() throws {
        let folder = try folder()
        defer { Files.removeFolder(folder) }
        let old = try FolderLock(folder: folder)
        unsafe unlink("\(folder)/lock")
        let new = try FolderLock(folder: folder)
        #expect(throws: FolderLock.Taken.self) { _ = try FolderLock(folder: folder) }
        withExtendedLifetime((old, new)) {}
    }

    @Test func aFolderThatIsNotThereIsAnError() throws {
        #expect(throws: SystemError.self) { _ = try FolderLock(folder: "/nonexistent", waiting: 1_000) }
    }

    @Test func secretsHaveTheirModeWhateverTheUmaskAndTheFolderWere() throws {
        let folder = try folder()
        defer { Files.removeFolder(folder) }
        unsafe chmod(folder, 0o777)
        try Files.makeSecretFolder(folder)
        try Files.makeSecretFolder("\(folder)/a/b")
        try Files.write([1], to: "\(folder)/a/b/key.pem", isSecret: true)
        for (path, mode) in [("", 0o700), ("/a", 0o700), ("/a/b", 0o700), ("/a/b/key.pem", 0o600)] {
            var status = stat()
            #expect(unsafe stat(folder + path, &status) == 0)
            #expect(status.st_mode & 0o7777 == mode, "\(path)")
        }
    }

    @Test func twoFoldersAreSwappedInOneStep() throws {
        let folder = try folder()
        defer { Files.removeFolder(folder) }
        for name in ["a", "b"] {
            try Files.makeFolder("\(folder)/\(name)")
            try Files.write(Array(name.utf8), to: "\(folder)/\(name)/name")
        }
        try Files.exchange("\(folder)/a", "\(folder)/b")
        #expect(try Files.read("\(folder)/a/name") == Array("b".utf8))
        #expect(try Files.read("\(folder)/b/name") == Array("a".utf8))
        #expect(throws: SystemError.self) { try Files.exchange("\(folder)/a", "\(folder)/c") }
    }

    @Test func whatCannotBeWrittenLeavesTheOldFileAlone() throws {
        let folder = try folder()
        defer { Files.removeFolder(folder) }
        try Files.makeFolder("\(folder)/file/in the way")
        #expect(throws: SystemError.self) { try Files.write([1], to: "\(folder)/file") }
        #expect(Files.names(in: folder) == ["file"])
        #expect(Files.isFolder("\(folder)/file/in the way"))
    }
}
