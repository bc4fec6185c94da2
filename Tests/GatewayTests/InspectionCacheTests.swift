import Exchange
import Glibc
import Inspection
import Platform
import Synchronization
import Testing

@testable import Gateway

@Suite struct InspectionCacheTests {
    private static func key(_ document: Int64, _ version: UInt64 = 1) -> InspectionCache.Key {
        InspectionCache.Key(document: Serial(document), directory: version, trust: 1)
    }

    private static let found: InspectionCache.Found = (Inspection(), Instant(milliseconds: 5))

    @Test func manyWhoAskAtOnceCostOneInspection() throws {
        let cache = InspectionCache()
        let runs = Atomic(0)
        let threads = try (0..<12).map { _ in
            try Thread(name: "asking") {
                _ = try? cache.find(Self.key(1)) {
                    runs.add(1, ordering: .relaxed)
                    usleep(50_000)
                    return Self.found
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(runs.load(ordering: .relaxed) == 1)
        #expect(cache.kept(Self.key(1))?.at.milliseconds == 5)
        // What is known of agencies changed: it is inspected again.
        #expect(cache.kept(Self.key(1, 2)) == nil)
    }

    @Test func aFailureIsNotKeptAndTheOldestGo() throws {
        struct Broken: Error {}
        let cache = InspectionCache(limit: 2)
        #expect(throws: Broken.self) { try cache.find(Self.key(1)) { throw Broken() } }
        for document in 1...3 as ClosedRange<Int64> { _ = try cache.find(Self.key(document)) { Self.found } }
        #expect((1...3).map { cache.kept(Self.key($0)) != nil } == [false, true, true])
    }
}
