import Exchange
import Synchronization
import Testing

@testable import Ledger

/// The counts of service levels are what the facts say, whatever happened.
@Suite struct ServiceLevelTests {
    /// SplitMix64: the same numbers from the same seed.
    private struct Random: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }

    private struct Row: Hashable {
        let agency: UInt32
        let day: Int32
        let lane: Int
    }

    /// Counts again, from the facts alone and without the decisions that the fold uses.
    private struct Recount {
        struct Copy {
            let agency: AgencyNumber
            let at: Instant
            let urgency: UInt8
            var fetched: Instant?
            var isOpen = true
        }

        var rows: [Row: [String: Int64]] = [:]
        private var urgencies: [Serial: (urgency: UInt8, isTest: Bool)] = [:]
        private var copies: [Serial: Copy] = [:]
        private var holidays: Set<Int32> = []
        private var isTest = false

        mutating func count(
            _ name: String, _ agency: AgencyNumber, _ at: Instant, _ urgency: UInt8, by amount: Int64 = 1
        ) {
            rows[Row(agency: agency.value, day: at.day.number, lane: urgency == 4 ? 3 : Int(urgency)), default: [:]][
                name, default: 0] += amount
        }

        private func working(after day: Int32) -> Int32 {
            // 1970-01-01 was a Thursday: Saturdays are 2, Sundays 3 of a week that begins there.
            (day...).first { !holidays.contains($0) && ![2, 3].contains($0 % 7) } ?? day
        }

        private static let hour: Int64 = 3_600_000

        /// Milliseconds since midnight in Vietnam of the day `number`.
        private static func time(_ at: Instant, since number: Int32) -> Int64 {
            at.milliseconds + 7 * hour - Int64(number) * 24 * hour
        }

        private static func span(_ milliseconds: Int64) -> Int {
            let minutes: [Int64] = [1, 5, 15, 30, 60, 120, 240, 480, 1_440, 4_320]
            return minutes.firstIndex { milliseconds <= $0 * 60_000 } ?? 10
        }

        private mutating func settle(_ serials: [Serial], done: Bool, _ at: Instant) {
            for serial in serials {
                guard let copy = copies[serial] else { continue }
                copies[serial]?.isOpen = false
                guard done else {
                    count("dead", copy.agency, copy.at, copy.urgency)
                    continue
                }
                let last = working(after: copy.at.day.number)
                count(
                    Self.time(at, since: last) < 24 * Self.hour ? "received" : "late", copy.agency, copy.at,
                    copy.urgency)
                count(
                    "received \(Self.span(at.milliseconds - copy.at.milliseconds))", copy.agency, copy.at,
                    copy.urgency)
                if let fetched = copy.fetched {
                    count(
                        "fetched \(Self.span(fetched.milliseconds - copy.at.milliseconds))", copy.agency, copy.at,
                        copy.urgency)
                }
            }
        }

        mutating func take(_ fact: Fact, _ at: Instant) {
            switch fact {
            case .testMarked(let mark): if mark.agency == AgencyNumber(2) { isTest = mark.isTest }
            case .calendarEntered(let entry): holidays.insert(entry.day.number)
            case .accepted(let accepted):
                let urgency = accepted.submission.urgency
                urgencies[accepted.serial] = (urgency, isTest)
                guard !isTest, accepted.submission.kind == .new else { return }
                let issued = accepted.submission.promulgationDay.number
                let days = at.day.number - issued
                let isMorning = Self.time(at, since: working(after: issued + 1)) < 12 * Self.hour
                count(
                    days <= 0 ? "same day" : isMorning ? "morning" : "sent late",
                    accepted.issuer, at, urgency)
            case .delivered(let delivered) where delivered.message.kind == .document:
                guard let document = urgencies[delivered.message.serial], !document.isTest else { return }
                for entry in delivered.entries {
                    copies[entry.serial] = Copy(agency: entry.recipient, at: at, urgency: document.urgency)
                    count("delivered", entry.recipient, at, document.urgency)
                }
            case .fetched(let serials):
                for serial in serials where copies[serial]?.fetched == nil { copies[serial]?.fetched = at }
            case .confirmed(let confirmed) where confirmed.state == .done || confirmed.state == .fail:
                settle(confirmed.deliveries, done: confirmed.state == .done, at)
            case .expired(let serials): settle(serials, done: false, at)
            case .deadLetterSettled(let settled) where settled.outcome == .retried:
                guard let copy = copies[settled.delivery] else { return }
                copies[settled.delivery]?.isOpen = true
                count("dead", copy.agency, copy.at, copy.urgency, by: -1)
            case .withdrawn(let withdrawn):
                for entry in withdrawn.entries {
                    guard let copy = copies[entry.delivery], copy.isOpen else { continue }
                    copies[entry.delivery]?.isOpen = false
                    count("withdrawn", copy.agency, copy.at, copy.urgency)
                }
            case .deadlineMissed(let serials):
                for copy in serials.compactMap({ copies[$0] }) {
                    count("missed", copy.agency, copy.at, copy.urgency)
                }
            default: break
            }
        }

        /// The counts in the order of their columns.
        static let names =
            [
                "same day", "morning", "sent late", "delivered", "received", "late", "dead", "withdrawn",
                "missed",
            ] + (0...10).map { "fetched \($0)" } + (0...10).map { "received \($0)" }
    }

    private static func done<Answer: Sendable>(
        _ test: TestLedger, _ start: (@escaping @Sendable (Result<Answer, any Error>) -> Void) throws -> Void
    ) throws { _ = try test.wait(start) }

    private static func run(_ test: TestLedger, _ random: inout Random) throws {
        let start = test.clock.milliseconds.load(ordering: .relaxed)
        var submitted = 0
        for step in 0..<400 {
            let now = start + Int64(step) * 1_700_000 + Int64.random(in: 0..<1_000_000, using: &random)
            test.clock.milliseconds.store(now, ordering: .relaxed)
            let today = Instant(milliseconds: now).day
            let recipient = AgencyNumber(UInt32.random(in: 0...1, using: &random))
            let mailbox = try test.ledger.read { try $0.mailbox(recipient, after: Serial(0), limit: 50) }
            let documents = mailbox.filter { $0.message.kind == .document }
            switch Int.random(in: 0..<20, using: &random) {
            case 0..<8:
                let count = Int.random(in: 1...3, using: &random)
                let to = [["G22"], ["H10"], ["G22", "H10"]][Int.random(in: 0...2, using: &random)]
                _ = try test.submit(
                    count, from: submitted, to: to, urgency: UInt8.random(in: 0...4, using: &random),
                    issued: Day(number: today.number - Int32.random(in: -1...4, using: &random)))
                submitted += count
            case 8..<11:
                try test.ledger.noteFetched(documents.shuffled(using: &random).prefix(3).map(\.serial))
            case 11..<16:
                let state =
                    [DeliveryState.done, .done, .done, .fail, .processing].randomElement(using: &random) ?? .done
                let ids = mailbox.shuffled(using: &random).prefix(4).map(\.id)
                let answer: Result<[Receiving.Confirmation], LedgerError> = try test.wait {
                    try test.ledger.confirm(ids, by: [recipient], state: state, reason: "", completion: $0)
                }
                _ = try answer.get()
            case 16:
                try Self.done(test) { try test.ledger.noteLate(documents.prefix(5).map(\.serial), completion: $0) }
            case 17:
                let dead = try test.ledger.read {
                    try $0.deadLetters(of: recipient, before: nil, limit: 50)
                }.filter { $0.delivery.takenAt == nil }
                guard let letter = dead.randomElement(using: &random) else { continue }
                try Self.done(test) {
                    try test.ledger.settle(
                        letter.delivery.id, Bool.random(using: &random) ? .retried : .returned, reason: "",
                        mayDo: { _ in true },
                        completion: $0)
                }
            case 18:
                let day = Day(number: today.number + Int32.random(in: 1...3, using: &random))
                try test.define([.calendarEntered(WorkingCalendar.Entry(day: day, kind: .holiday, name: ""))])
            default:
                if step % 3 == 0 {
                    let lane = Bool.random(using: &random)
                    try test.define((0..<3).map { .testMarked(TestMark(agency: AgencyNumber($0), isTest: lane)) })
                } else if submitted > 0 {
                    try Self.withdraw(Int.random(in: 0..<submitted, using: &random), test, step)
                }
            }
        }
        try test.define([])
    }

    private static func withdraw(_ number: Int, _ test: TestLedger, _ step: Int) throws {
        let content = Array("withdrawal \(step)".utf8)
        let entry = Ledger.Entry(
            submission: Submission(
                from: "H10.13", to: ["G22"], documentID: "w\(step)", digest: TestSealer().digest(content), size: 10,
                subject: "Thu hồi", number: "\(step)", notation: "TH", promulgationDay: Day(number: 18_800),
                typeName: "Công văn", urgency: 2, kind: .withdraw, hasPaper: false, signature: .valid, signerKey: [2]),
            content: content, signature: [],
            act: DocumentAct(targets: [DocumentAct.Target(documentID: "H10.13,2021,\(number)")], reason: "Nhầm"))
        let answer: Result<[Ledger.SubmissionAnswer], LedgerError> = try test.wait {
            try test.ledger.submit(
                [entry], refuse: { (Identifier(at: Instant(milliseconds: 1), entropy: (1, 2)), true) }, completion: $0)
        }
        _ = try answer.get()
    }

    @Test(arguments: [1, 20_211_124] as [UInt64])
    func theyAreWhatTheFactsSay(seed: UInt64) throws {
        let test = try TestLedger()
        // What waits too long goes back, so that the bus closes deliveries by itself as well.
        try test.define([.deadlineDefined(Deadline(urgency: 1, receipt: .sameDay, timeToLive: 86_400))])
        var random = Random(state: seed)
        try Self.run(test, &random)
        var recount = Recount()
        var last: Int64 = 0
        while true {
            let facts = try test.ledger.read { try $0.facts(after: last, limit: 1_000) }
            guard let end = facts.last else { break }
            for fact in facts { recount.take(fact.fact, fact.at) }
            last = end.number
        }
        let days = recount.rows.keys.map(\.day)
        let (first, final) = (try #require(days.min()), try #require(days.max()))
        var seen: Set<String> = []
        var tiers = [[Int64]](repeating: [Int64](repeating: 0, count: Recount.names.count), count: 2)
        for agency in UInt32(0)..<3 {
            for day in first...final {
                let lanes = try test.ledger.read {
                    try $0.serviceLevels(
                        of: .agency(AgencyNumber(agency)), from: Day(number: day), to: Day(number: day))
                }
                for (lane, counts) in lanes.enumerated() {
                    let expected = recount.rows[Row(agency: agency, day: day, lane: lane)] ?? [:]
                    #expect(
                        counts.all == Recount.names.map { expected[$0] ?? 0 },
                        "seed \(seed), agency \(agency), day \(day), lane \(lane)")
                    seen.formUnion(expected.filter { $0.value > 0 }.keys)
                    for (index, count) in counts.all.enumerated() { tiers[agency == 0 ? 0 : 1][index] += count }
                }
            }
        }
        // The run was worth counting: everything happened, but for reading after three days, which needs luck.
        #expect(
            Set(Recount.names).subtracting(seen).allSatisfy { $0.hasPrefix("fetched") || $0.hasPrefix("received ") })
        for tier in 0..<2 {
            let lanes = try test.ledger.read {
                try $0.serviceLevels(of: .tier(tier), from: Day(number: first), to: Day(number: final))
            }
            var sum = ServiceCounts()
            for counts in lanes { sum.add(counts.all) }
            #expect(sum.all == tiers[tier])
        }
        #expect(try test.ledger.read { try $0.measuredAgency(after: nil) } == AgencyNumber(0))
        #expect(try test.ledger.read { try $0.measuredAgency(after: AgencyNumber(2)) } == nil)
        #expect(try test.ledger.rebuild(scratch: test.directory + "/scratch.sqlite") == [])
    }

    @Test func theOldestUnreadDocumentIsFoundBehindReadOnes() throws {
        let test = try TestLedger()
        #expect(try test.ledger.read { try $0.oldestUnfetched(AgencyNumber(0)) } == nil)
        var moments: [Instant] = []
        for number in 0..<3 {
            moments.append(Instant(milliseconds: test.clock.milliseconds.load(ordering: .relaxed)))
            _ = try test.submit(1, from: number)
            test.clock.milliseconds.store(moments[number].milliseconds + 60_000, ordering: .relaxed)
        }
        let rows = try test.ledger.read { try $0.mailbox(AgencyNumber(0), after: Serial(0), limit: 9) }
        for number in 0..<3 {
            #expect(try test.ledger.read { try $0.oldestUnfetched(AgencyNumber(0)) } == moments[number])
            try test.ledger.noteFetched([rows[number].serial])
            try test.define([])
        }
        #expect(try test.ledger.read { try $0.oldestUnfetched(AgencyNumber(0)) } == nil)
    }
}
