import Client
import Glibc
import Platform
import Scenario
import Testing

/// `kill -9` under load, again and again on the same ledger.
///
/// `LGSP_KILL_ROUNDS` and `LGSP_SEED` make it longer or another.
@Suite(.serialized) struct KillTests {
    static let senders = 4
    /// How many documents a sender has to send in a round, at most.
    static let perSender = 40

    /// What was acknowledged before a kill is there once and only once after it; all else can be sent again.
    @Test(.timeLimit(.minutes(10))) func nothingAcknowledgedIsLostOrDoubledByAKill() throws {
        let rounds = Environment.number("LGSP_KILL_ROUNDS", or: 50)
        let seed = UInt64(Environment.number("LGSP_SEED", or: 20_211_124))
        let began = MonotonicTime.now
        var random = SplitMix64(seed: seed)
        let bus = try Bus()
        try #require(try bus.start(), "\(bus.errors)")
        let maker = try SignedDocument.Maker(certificates: bus.certificates, now: Int64(time(nil)) * 1_000)
        let book = Bookkeeper()
        var cursors: [String: String] = [:]
        var delivered: [String: [String: Int]] = [:]
        var checked = 0
        for round in 1...rounds {
            let moment = random.below(350)
            let note: Comment = "seed \(seed), round \(round), killed after \(moment) ms of load"
            let load = try Load(bus, maker, book, name: "\(round)", seed: random.next())
            usleep(UInt32(moment) * 1_000)
            bus.stop(SIGKILL)
            load.join()
            // Now and then it is killed again while it starts.
            if random.below(4) == 0 {
                try bus.launch()
                usleep(UInt32(random.below(250)) * 1_000)
                bus.stop(SIGKILL)
            }
            try #require(try bus.start(), "\(note): \(bus.errors)")
            let entries = book.entries
            let client = try BusClient(bus, as: "agencies/\(SignedDocument.sender)")
            for entry in entries[checked...] { book.note(entry.document, client.send([entry.document])[0]) }
            checked = entries.count
            try collect(bus, &cursors, &delivered)
            #expect(book.faults == [], note)
            #expect(book.entries.filter { $0.receipt == nil }.map(\.document.id) == [], note)
            #expect(Self.differences(book, delivered) == [], note)
            if !book.faults.isEmpty { return }
        }
        // All of them once more, from first to last, and the mailboxes from their beginning.
        let client = try BusClient(bus, as: "agencies/\(SignedDocument.sender)")
        for entry in book.entries { book.note(entry.document, client.send([entry.document])[0]) }
        #expect(book.faults == [], "seed \(seed)")
        delivered = [:]
        cursors = [:]
        try collect(bus, &cursors, &delivered)
        #expect(Self.differences(book, delivered) == [], "seed \(seed)")
        let admin = try BusClient(bus, as: "admin")
        let verified = try #require(admin.call("POST", "/ledger/verify", body: []))
        #expect(JSONValue(verified.body)?["valid"].bool == true, "\(String(decoding: verified.body, as: UTF8.self))")
        let rebuilt = try #require(admin.call("POST", "/ledger/rebuild", body: []))
        #expect(JSONValue(rebuilt.body)?["equal"].bool == true, "\(String(decoding: rebuilt.body, as: UTF8.self))")
        let left = try Program.run("/bin/sh", ["-c", "ls \"$0\" | grep rebuild", bus.data])
        #expect(left.output.isEmpty, "the copy that rebuild worked on is still there")
        // A run in which nothing was sent would prove nothing.
        #expect(book.entries.count > rounds * 10)
        print("\(rounds) kills, \(book.entries.count) documents, \(MonotonicTime.now.since(began) / 1_000_000) ms")
    }

    private func collect(
        _ bus: Bus, _ cursors: inout [String: String], _ delivered: inout [String: [String: Int]]
    ) throws {
        for agency in SignedDocument.receivers {
            let client = try BusClient(bus, as: "agencies/\(agency)")
            for item in try client.mailbox(agency, after: &cursors[agency]) {
                delivered[agency, default: [:]][item.documentID, default: 0] += 1
            }
        }
    }

    /// Mailboxes hold every document that was acknowledged, by now all, once.
    private static func differences(_ book: Bookkeeper, _ delivered: [String: [String: Int]]) -> [String] {
        var faults: [String] = []
        for agency in SignedDocument.receivers {
            var rest = delivered[agency] ?? [:]
            for entry in book.entries {
                let count = rest.removeValue(forKey: entry.document.id) ?? 0
                if count != 1 { faults.append("\(entry.document.id) is \(count) times in the mailbox of \(agency)") }
            }
            faults += rest.keys.sorted().map { "\($0) is in the mailbox of \(agency), and nobody sent it" }
        }
        return faults
    }
}

extension KillTests {
    /// Several senders on connections of their own, singly and in batches, until their work or the daemon ends.
    struct Load {
        private let threads: [Platform.Thread]

        init(
            _ bus: Bus, _ maker: SignedDocument.Maker, _ book: Bookkeeper, name: String, seed: UInt64,
            perSender: Int = KillTests.perSender
        ) throws {
            let (url, certificates) = (bus.url, bus.certificates)
            threads = try (0..<KillTests.senders).map { sender in
                try Platform.Thread(name: "sender") {
                    var random = SplitMix64(seed: seed, item: sender)
                    do {
                        let client = try BusClient(
                            url: url, certificates: certificates, identity: "agencies/\(SignedDocument.sender)")
                        var number = 0
                        while number < perSender {
                            let size = random.below(3) == 0 ? 2 + random.below(6) : 1
                            let documents = try (0..<size).map { try maker.make("\(name)-\(sender)-\(number + $0)") }
                            number += size
                            for document in documents { book.willSend(document) }
                            let answers = client.send(documents)
                            for (document, answer) in zip(documents, answers) { book.note(document, answer) }
                            if answers.contains(.silence) { return }
                        }
                    } catch { book.fault("sender \(sender): \(error)") }
                }
            }
        }

        func join() { for thread in threads { thread.join() } }
    }
}
