import Exchange
import Testing

/// What webhooks are told next: pauses, turns, limits, giving up.
@Suite struct WebhookScheduleTests {
    private static func hook(_ number: UInt64) -> Identifier { Identifier(high: number, low: 1) }

    private static func calls(_ hook: UInt64, _ range: ClosedRange<Int64>, attempts: UInt32 = 0) -> [WebhookSchedule
        .Call]
    {
        range.map { WebhookSchedule.Call(webhook: Self.hook(hook), delivery: Serial($0), attempts: attempts) }
    }

    private static func schedule(target: Int = 2, calls: Int = 6) -> WebhookSchedule {
        WebhookSchedule(
            backOff: BackOff(first: 1_000, longest: 10_000, attempts: 3), callsOfTarget: target, calls: calls)
    }

    @Test(arguments: [
        (1, 0.0, 500), (1, 0.999_999, 999), (2, 0.0, 1_000), (3, 0.5, 3_000), (4, 0.0, 4_000), (5, 0.0, 5_000),
        (40, 0.999_999, 9_999), (1, 7.0, 1_000), (1, -1.0, 500),
    ])
    func pauses(attempt: UInt32, random: Double, expected: Int64) {
        #expect(BackOff(first: 1_000, longest: 10_000, attempts: 99).pause(after: attempt, random: random) == expected)
    }

    @Test func givesUpAtTheLimit() {
        let backOff = BackOff(first: 1, longest: 1, attempts: 3)
        #expect((1...4).map { backOff.pause(after: $0, random: 0) != nil } == [true, true, false, false])
        // Whatever was asked for, it stays within bounds.
        let wild = BackOff(first: .max, longest: .min, attempts: 0)
        #expect(wild.first == BackOff.limit && wild.longest == BackOff.limit && wild.attempts == 1)
        #expect(BackOff(first: -5, longest: -9, attempts: 2).pause(after: 1, random: 0) == 1)
    }

    @Test func webhooksTakeTurnsWithinTheLimits() {
        var schedule = Self.schedule()
        let due = [Self.calls(1, 1...9), Self.calls(2, 11...19), Self.calls(3, 21...21), Self.calls(4, 31...39)]
        let started = schedule.start(due)
        #expect(started.count == 6 && schedule.underWay == 6)
        let counts = Dictionary(grouping: started, by: \.webhook).mapValues(\.count)
        #expect(counts.values.allSatisfy { $0 <= 2 } && counts.count == 4)
        // Each webhook's own are told in order.
        for calls in Dictionary(grouping: started, by: \.webhook).values {
            #expect(calls.map(\.delivery) == calls.map(\.delivery).sorted())
        }
        #expect(schedule.start(due) == [])
    }

    /// Slow webhooks of one owner hold up those of nobody else.
    @Test func allOfOneOwnerGetAQuarter() {
        var schedule = Self.schedule(target: 2, calls: 16)
        let owner: (Identifier) -> String = { $0.high < 100 ? "one" : "other" }
        let due = (UInt64(1)...8).map { Self.calls($0, 1...9) }
        #expect(schedule.start(due, owner: owner).count == 4)
        #expect(schedule.start(due, owner: owner) == [])
        #expect(schedule.start([Self.calls(100, 1...9)], owner: owner).count == 2)
    }

    @Test func whatFailsGetsOneCallAndNeverMoreThanHalf() {
        var schedule = Self.schedule(target: 4, calls: 4)
        let now = Instant(milliseconds: 0)
        for hook in UInt64(1)...3 {
            for call in schedule.start([Self.calls(hook, 1...1)]) {
                _ = schedule.ended(call, .failed("timed_out"), now: now, random: 0)
            }
        }
        let due = (UInt64(1)...3).map { Self.calls($0, 1...9) }
        #expect(schedule.start(due).count == 2)
        // The others have the other half to themselves.
        let good = schedule.start(due + [Self.calls(9, 1...9)])
        #expect(good.count == 2 && good.allSatisfy { $0.webhook == Self.hook(9) })
    }

    @Test func whatSucceedsIsTrustedAgain() {
        var schedule = Self.schedule()
        let now = Instant(milliseconds: 0)
        let first = schedule.start([Self.calls(1, 1...1)])
        _ = schedule.ended(first[0], .failed("unreachable"), now: now, random: 0)
        #expect(schedule.room(of: Self.hook(1)) == 1)
        let second = schedule.start([Self.calls(1, 1...5)])
        #expect(second.count == 1)
        // What was confirmed meanwhile says nothing about the target.
        #expect(schedule.ended(second[0], .needless, now: now, random: 0) == .done && schedule.underWay == 0)
        #expect(schedule.start([Self.calls(1, 1...5)]).count == 1)
        #expect(schedule.ended(second[0], .succeeded, now: now, random: 0) == .done)
        #expect(schedule.start([Self.calls(1, 2...5)]).count == 2)
    }

    @Test(arguments: [(0, true), (1, true), (2, false), (9, false)])
    func anOutcomeDecidesWhatFollows(before: UInt32, goesOn: Bool) {
        var schedule = Self.schedule()
        let call = schedule.start([Self.calls(1, 5...5, attempts: before)])[0]
        let next = schedule.ended(call, .failed("answered_500"), now: Instant(milliseconds: 7), random: 0)
        if goesOn {
            let pause: Int64 = before == 0 ? 500 : 1_000
            #expect(
                next == .again(at: Instant(milliseconds: 7 + pause), attempts: before + 1, code: "answered_500"))
        } else {
            #expect(
                next
                    == .giveUp(
                        WebhookDeadLettered(
                            webhook: Self.hook(1), delivery: Serial(5), attempts: before + 1, code: "answered_500")))
        }
        #expect(schedule.underWay == 0)
    }

    @Test func aDeliveryIsNeverToldTwiceAtOnce() {
        var schedule = Self.schedule()
        let due = [Self.calls(1, 5...5)]
        #expect(schedule.start(due).count == 1 && schedule.isUnderWay(Self.hook(1), Serial(5)))
        #expect(schedule.start(due) == [] && schedule.underWay == 1)
    }

    @Test(arguments: [DeliveryState.initial, .processing, .done, .fail])
    func aDeadLetterTellsTheSenderWhileItLiesThere(stands: DeliveryState) throws {
        let state = MemoryState.sample()
        var numbering = Numbering.sample
        guard case .accepted(let accepted) = try Admission.decide(.sample(), state: state, numbering: &numbering) else {
            Issue.record("refused")
            return
        }
        state.apply(.accepted(accepted))
        let message = Message(kind: .document, serial: accepted.serial, document: accepted.serial)
        let delivery = Serial(shard: 1, count: 1)
        state.deliveries = [
            DeliveryRecord(
                serial: delivery, message: message, recipient: AgencyNumber(0), state: stands, status: nil,
                channel: .electronic)
        ]
        let letter = WebhookDeadLettered(webhook: Self.hook(1), delivery: delivery, attempts: 3, code: "timed_out")
        let facts = try WebhookDeadLettered.decide(letter, state: state, numbering: &numbering)
        guard stands == .initial || stands == .processing else { return #expect(facts == []) }
        #expect(facts.first == .webhookDeadLettered(letter) && facts.count == 2)
        guard case .noticeIssued(let notice) = facts[1] else {
            Issue.record("no notice")
            return
        }
        #expect(notice.recipient == accepted.issuer && notice.about == AgencyNumber(0))
        #expect(notice.code == "webhook_dead_lettered" && notice.reason == "timed_out")
    }
}
