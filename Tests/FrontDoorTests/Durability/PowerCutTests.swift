import Client
import Glibc
import Platform
import Scenario
import Testing

/// A disk that forgets everything unsynced when the power is cut.
///
/// `LGSP_POWER_CUTS`, `LGSP_POWER_CUT_LOAD` and `LGSP_SEED` make it longer or another.
@Suite(.serialized) struct PowerCutTests {
    /// Nothing acknowledged before a cut is lost by it, wherever it falls, and the daemon starts on what is left.
    @Test(.timeLimit(.minutes(60))) func nothingAcknowledgedIsLostByAPowerCut() throws {
        let cuts = Environment.number("LGSP_POWER_CUTS", or: 24)
        let seed = UInt64(Environment.number("LGSP_SEED", or: 20_211_124))
        var random = SplitMix64(seed: seed)
        let run = try PowerCutRun()
        // Killed between the commit's write and its sync; then ended in order; then killed again.
        let load = Environment.number("LGSP_POWER_CUT_LOAD", or: 1)
        try run.start(ending: .beforeWALSync(load * (12 + random.below(8))), perSender: load * 30, seed: random.next())
        try run.start(ending: .orderly, perSender: load * 10, seed: random.next())
        try run.start(ending: .beforeWALSync(load * (6 + random.below(8))), perSender: load * 30, seed: random.next())
        #expect(run.book.faults == [], "seed \(seed)")
        let log = try run.log()
        try expectComplete(log, run)

        // Just after an acknowledgement is where a document is lost most easily, above all after the first ones of a
        // daemon that was killed between a commit's write and its sync.
        let acknowledged = run.book.entries.compactMap(\.at).sorted()
        var places = acknowledged.filter { $0 > run.ready[1] }.prefix(2).map { log.place(after: $0) }
        let usable = log.place(after: run.ready[0])
        while places.count < cuts {
            switch random.below(6) {
            case 0: places.append(random.below(usable))
            case 1, 2: places.append(usable + random.below(log.records.count + 1 - usable))
            default:
                guard let moment = random.pick(acknowledged) else { continue }
                places.append(log.place(after: moment))
            }
        }
        for (index, place) in places.enumerated() {
            let mercy = index % 3 < 2 && index != 0 ? PowerCutDisk.Mercy.some(seed: random.next()) : .none
            let findings = try Self.inspect(run, log, cut: place, mercy: mercy)
            #expect(findings == [], "seed \(seed), cut \(place) of \(log.records.count), \(mercy)")
        }
        print("\(places.count) cuts in \(log.records.count) changes, \(run.book.entries.count) documents")
    }

    /// The harness itself: with a disk that only pretends to sync, lost documents are found.
    @Test(arguments: [".segment", "-wal"]) func aDiskThatLiesIsFoundOut(lie: String) throws {
        let run = try PowerCutRun()
        // In order it ends with all of the log in the database, whose syncs are true here.
        try run.start(ending: lie == "-wal" ? .beforeWALSync(8) : .orderly, perSender: 10, seed: 1, lie: lie)
        let log = try run.log()
        #expect(!run.book.entries.isEmpty)
        let findings = try Self.inspect(run, log, cut: log.records.count, mercy: .none)
        #expect(findings.contains { $0.contains(lie == "-wal" ? "new again" : "damaged") }, "\(findings)")
    }

    /// A backup made under load is on disk when its answer comes, and gives a ledger with all that was acknowledged before.
    @Test func aBackupUnderLoadOutlivesAPowerCut() throws {
        let run = try PowerCutRun()
        var (asked, answered) = (MonotonicTime.now, MonotonicTime.now)
        try run.start(ending: .orderly, perSender: 40, seed: 3) {
            while run.book.entries.count < 40 { usleep(1_000) }
            asked = .now
            let path = "{\"path\":\"\(run.bus.folder / "backup")\"}"
            let answer = try BusClient(run.bus, as: "admin").call("POST", "/ledger/backup", body: Array(path.utf8))
            answered = .now
            #expect(answer?.status == 200, "\(String(decoding: answer?.body ?? [], as: UTF8.self))")
        }
        let log = try run.log()
        let disk = PowerCutDisk(log, cut: log.place(after: answered), mercy: .none)
        #expect(disk.faults == [])
        let left = try TemporaryFolder()
        try disk.write(to: left.path)
        let bus = try Bus()
        let restored = try Program.run(
            "/bin/sh",
            ["-c", "mv \"$0/backup\" \"$1\" && cp -r \"$0/data/certificates\" \"$1\"", left.path, bus.data])
        #expect(restored.status == 0, "\(restored.errors)")
        try #require(try bus.start(), "\(bus.errors)")
        let known = run.book.entries.map { Self.known($0, before: asked) }
        #expect(known.count { $0.receipt != nil } > 10)
        #expect(try Self.inspect(bus, known) == [])
    }

    /// After a failed sync nothing can be trusted: the daemon ends with 74, and what it did not acknowledge can be sent.
    @Test(arguments: [".segment", "-wal"]) func aFailedSyncEndsTheDaemon(file: String) throws {
        let run = try PowerCutRun()
        let status = try run.start(ending: .failedSync(file, 6), perSender: 30, seed: 5)
        #expect(status == 74 << 8, "\(run.bus.errors)")
        #expect(run.bus.errors.contains("durability_lost"))
        // A 503 on the way out promises nothing either.
        let faults = run.book.faults.filter { !$0.contains(": 503 ") }
        #expect(faults == [])
        let log = try run.log()
        for mercy in [PowerCutDisk.Mercy.none, .all] {
            let findings = try Self.inspect(run, log, cut: log.records.count, mercy: mercy)
            #expect(findings == [], "\(mercy)")
        }
    }

    /// The log tells the whole truth: played to its end without a cut it gives the folder as it is, byte for byte.
    private func expectComplete(_ log: PowerCutLog, _ run: PowerCutRun) throws {
        let disk = PowerCutDisk(log, cut: log.records.count, mercy: .all)
        #expect(disk.faults == [])
        let copy = try TemporaryFolder()
        try disk.write(to: copy.path)
        let result = try Program.run(
            "/usr/bin/diff", ["-rq", "-x", "*-shm", run.bus.data, copy / "data"])
        #expect(result.status == 0, "\(result.output)\(result.errors)")
    }

    /// Starts a daemon on the disk after `cut` and says what is wrong with it; nothing is, or the bus is not durable.
    private static func inspect(
        _ run: PowerCutRun, _ log: PowerCutLog, cut: Int, mercy: PowerCutDisk.Mercy
    ) throws -> [String] {
        let bus = try Bus()
        let disk = PowerCutDisk(log, cut: cut, mercy: mercy)
        guard disk.faults.isEmpty else { return disk.faults }
        try disk.write(to: bus.folder.path)
        guard try bus.start() else { return ["it does not start: \(bus.errors)"] }
        // Before it was ready for the first time nobody knew its certificates, and nothing was promised.
        guard cut >= log.place(after: run.ready[0]) else { return [] }
        let moment = cut < log.records.count ? log.records[cut].time : MonotonicTime(nanoseconds: .max)
        return try inspect(bus, run.book.entries.map { Self.known($0, before: moment) })
    }

    private static func known(_ entry: Bookkeeper.Entry, before moment: MonotonicTime) -> Bookkeeper.Entry {
        var entry = entry
        if let at = entry.at, at >= moment { (entry.receipt, entry.at) = (nil, nil) }
        return entry
    }

    /// Asks a daemon for all that is `known` to be acknowledged, and sends the rest.
    private static func inspect(_ bus: Bus, _ known: [Bookkeeper.Entry]) throws -> [String] {
        let book = Bookkeeper(known)
        var findings: [String] = []
        var contents: [String: [UInt8]] = [:]
        for entry in known { contents[entry.document.id] = entry.document.content }
        for agency in SignedDocument.receivers {
            var counts: [String: Int] = [:]
            var cursor: String?
            guard let client = try? BusClient(bus, as: "agencies/\(agency)"),
                let items = try? client.mailbox(agency, after: &cursor, content: true)
            else { return ["the mailbox of \(agency) cannot be read"] }
            for item in items {
                counts[item.documentID, default: 0] += 1
                if item.content != contents[item.documentID] { findings.append("\(item.documentID): damaged") }
            }
            for entry in known {
                let count = counts[entry.document.id] ?? 0
                if count > 1 || entry.receipt != nil && count == 0 {
                    findings.append("\(entry.document.id): \(count) times in the mailbox of \(agency)")
                }
            }
        }
        let client = try BusClient(bus, as: "agencies/\(SignedDocument.sender)")
        for start in stride(from: 0, to: known.count, by: 10) {
            let documents = known[start..<min(start + 10, known.count)].map(\.document)
            for (document, answer) in zip(documents, client.send(documents)) {
                book.note(document, answer)
                if answer == .silence { findings.append("\(document.id): no answer") }
            }
        }
        findings += book.faults
        let verified = try BusClient(bus, as: "admin").call("POST", "/ledger/verify", body: [])
        if verified.flatMap({ JSONValue($0.body) })?["valid"].bool != true {
            findings.append("verify: \(String(decoding: verified?.body ?? [], as: UTF8.self))")
        }
        return findings
    }
}
