@testable import Exchange
import Testing

/// One fact of every kind as the ledger writes it: an old journal must stay readable for ever.
@Suite struct FactTests {
    static let samples: [Fact] = {
        let message = Message(kind: .status, serial: Serial(shard: 2, count: 5), document: Serial(shard: 2, count: 4))
        let id = Identifier(high: 0x0123_4567_89AB_8DEF, low: 0x8001_0000_0000_0005)
        var numbering = Numbering.sample
        let state = MemoryState.sample()
        var facts: [Fact] = [
            .tierDefined(Tier(code: "commune", rank: 3, name: "Xã")),
            .hubDefined(Hub(code: "H10", parent: 0, shard: 2, latency: 300, name: "LGSP")),
            .relayed(
                Relayed(
                    message: message, from: 1, to: 0, due: Instant(milliseconds: 1_624_500_000_000),
                    recipients: [AgencyNumber(0), AgencyNumber(300)])),
            .arrived(Arrived(message: message, hub: 0, from: 1)),
            .deferred(Deferred(message: message, hub: 1, recipients: [AgencyNumber(1)])),
            .returned(Returned(message: message, recipient: AgencyNumber(3), code: "receiver_closed")),
            .fetched([Serial(shard: 1, count: 1)]),
            .confirmed(Confirmed(deliveries: [Serial(shard: 1, count: 1)], state: .fail, reason: "hỏng")),
            .statusRecorded(
                StatusRecorded(
                    serial: message.serial, id: id, document: message.document, delivery: Serial(shard: 2, count: 1),
                    sender: AgencyNumber(1), recipient: AgencyNumber(2), status: .refused, reason: "sai", effect: .moves
                )),
            .noticeIssued(
                NoticeIssued(
                    serial: message.serial, id: id, document: message.document, recipient: AgencyNumber(1),
                    about: AgencyNumber(2), code: "dead_lettered", reason: "")),
            .refused(Refused(agency: AgencyNumber(2), code: "unknown_receiver", detail: "x", digest: [1, 2], id: nil)),
            .paperReversed(Serial(shard: 2, count: 9)),
        ]
        facts += state.directory.agencies.prefix(1).map(Fact.agencyDefined)
        facts.append(
            .certificateBound(CertificateBinding(agency: AgencyNumber(1), key: [9], certificate: [0x30, 0])))
        if case .accepted(let accepted)? = try? Admission.decide(.sample(), state: state, numbering: &numbering) {
            facts.append(.accepted(accepted))
            facts +=
                (try? Routing.decide(
                    Message(kind: .document, serial: accepted.serial, document: accepted.serial), at: 0,
                    for: accepted.recipients, state: state, numbering: &numbering)) ?? []
        }
        let paper = PaperDocument(
            issuer: "H10", recipients: ["G22"], number: "2", notation: "CT", promulgationDay: Day(number: 1),
            typeName: "Chỉ thị", isSecret: true)
        facts +=
            ((try? PaperRegister.decide(paper, state: state, numbering: &numbering)).map { [.paperRegistered($0)] })
            ?? []
        facts.append(.refused(Refused(agency: nil, code: "state_secret", detail: "", digest: [], id: id)))
        var system = ConnectedSystem(id: "qlvb.example", agencies: [AgencyNumber(1), AgencyNumber(2)])
        (system.signatures, system.duplicates, system.wantsVerifiedOnly) = (.advisory, .refuse, true)
        (system.formerFlag, system.isClosed) = (false, true)
        facts.append(.systemDefined(system))
        facts.append(
            .withdrawn(
                Withdrawn(
                    document: message.document, by: message.serial, cause: .withdrawal, reason: "Gửi nhầm",
                    entries: [
                        Withdrawn.Entry(
                            delivery: Serial(shard: 1, count: 1), recipient: AgencyNumber(300), state: .done,
                            fetchedAt: Instant(milliseconds: 1_624_500_000_000),
                            confirmedAt: Instant(milliseconds: 1_624_500_000_001)),
                        Withdrawn.Entry(
                            delivery: Serial(shard: 1, count: 2), recipient: AgencyNumber(1), state: .initial,
                            fetchedAt: nil, confirmedAt: nil),
                    ])))
        facts.append(
            .replaced(
                Replaced(document: message.document, by: message.serial, reason: "Sai thể thức", organs: ["G22"])))
        facts.append(
            .updated(
                Updated(
                    document: message.document, by: message.serial, reason: "",
                    change: DocumentAct.Change(
                        isOfDocument: true, isOfReceivers: true,
                        receivers: [DocumentAct.Receiver(code: "H10", type: "0")]))))
        system.isTest = true
        var webhook = Webhook(id: id, owner: .system("qlvb.example"), url: "https://qlvb.example/hook")
        webhook.confirms = true
        var removed = Webhook(id: id, owner: .agency(AgencyNumber(300)), url: "http://127.0.0.1/")
        removed.isRemoved = true
        facts += [
            .systemDefined(system), .webhookDefined(webhook), .webhookDefined(removed),
            .testMarked(TestMark(agency: AgencyNumber(300), isTest: true)),
            .webhookDeadLettered(
                WebhookDeadLettered(
                    webhook: id, delivery: Serial(shard: 2, count: 1), attempts: 15, code: "timed_out")),
            .webhookRestarted(WebhookRestarted(webhook: id, deliveries: [Serial(shard: 2, count: 1), Serial(3)])),
            .watched(
                Watch(
                    kind: .expiry, document: message.document, first: Serial(shard: 2, count: 1), count: 64,
                    due: Instant(milliseconds: 1_624_500_000_000))),
            .deadlineMissed([Serial(shard: 2, count: 1)]), .expired([Serial(shard: 2, count: 1), Serial(3)]),
            .deadlineDefined(Deadline(urgency: 3, receipt: .within(seconds: 1_800), timeToLive: 172_800)),
            .deadlineDefined(Deadline(urgency: 0, receipt: .sameDay, timeToLive: nil)),
            .deadlineDefined(Deadline(urgency: 1, receipt: .none, timeToLive: 1)),
            .calendarEntered(WorkingCalendar.Entry(day: Day(number: 18_872), kind: .holiday, name: "Quốc khánh")),
            .hubStopped(HubStop(hub: 1, until: Instant(milliseconds: 1_624_500_000_000), reason: "Bảo trì")),
            .hubStopped(HubStop(hub: 0, until: nil, reason: "")), .hubStarted(1),
        ]
        facts.append(
            .sendRulesDefined(
                SendRules(decided: [
                    SendRule(
                        name: "a", from: .below(AgencyNumber(1)), to: .agency(AgencyNumber(300)), effect: .allow,
                        reason: "x"),
                    SendRule(name: "b-1", from: .tier(3), to: .all, effect: .deny, reason: "qua tỉnh"),
                ])))
        system.quota = SystemQuota(documents: 500, bytes: nil)
        facts.append(.systemDefined(system))
        (system.isTest, system.quota) = (false, SystemQuota(documents: nil, bytes: 1 << 40))
        facts.append(.systemDefined(system))
        facts.append(.quotaUsed(QuotaUsed(system: 3, document: message.document, bytes: 70_000)))
        facts.append(.successorNamed(Succession(of: AgencyNumber(300), by: AgencyNumber(1))))
        facts.append(
            .succeeded(
                Succeeded(
                    document: message.document,
                    entries: [
                        Succeeded.Entry(addressed: AgencyNumber(300), recipient: AgencyNumber(1)),
                        Succeeded.Entry(addressed: AgencyNumber(2), recipient: AgencyNumber(1)),
                    ])))
        facts.append(
            .deadLetterSettled(
                DeadLetterSettled(
                    delivery: Serial(shard: 2, count: 1), recipient: AgencyNumber(300), outcome: .returned,
                    reason: "hỏng")))
        let entry = Identifier(high: 0x0190_1234_5678_7000, low: 0x8000_0000_0000_0042)
        for id in [nil, entry] {
            facts.append(
                .audited(Audit(actor: "token mẫu", operation: "addFault", target: "", detail: "hub=H10", id: id)))
        }
        for code in ["", "hub_scope"] { facts.append(.auditOutcome(AuditOutcome(audit: entry, code: code))) }
        for address in [EmailAddress("vanthu@x.vn"), nil] {
            facts.append(.emailNamed(AgencyEmail(agency: AgencyNumber(300), address: address)))
        }
        facts.append(
            .clockSetBack(
                ClockSetBack(from: Instant(milliseconds: 1_624_500_000_000), to: Instant(milliseconds: 1_000))))
        for signature: [UInt8] in [[7, 8], []] {
            guard case .statusRecorded(var status)? = facts.first(where: { $0.kind == 18 }) else { continue }
            status.message = StoredDigests(content: [9], size: 300, signature: signature)
            facts.append(.statusRecorded(status))
        }
        for digest: [UInt8] in [[7, 8], []] {
            guard case .accepted(let accepted)? = facts.first(where: { $0.kind == 10 }) else { continue }
            facts.append(.accepted(accepted.signed(digest)))
        }
        (system.registrations, system.registered) = (5, [AgencyNumber(300)])
        system.closings = ConnectedSystem.Closings(day: Day(number: 18_872), count: 2)
        facts.append(.systemDefined(system))
        return facts
    }()

    @Test func everyKindIsHere() {
        #expect(Set(Self.samples.map(\.kind)).sorted() == Array(1...32) + [35, 36, 37, 38] + Array(40...44))
    }

    @Test(arguments: samples)
    func readsBackWhatItWrote(fact: Fact) throws {
        #expect(try Fact(kind: fact.kind, version: fact.version, bytes: fact.bytes) == fact)
    }

    @Test(arguments: samples)
    func everyCutAndAnyTailIsAnError(fact: Fact) {
        for length in 0..<fact.bytes.count {
            #expect(throws: FactError.self) {
                try Fact(kind: fact.kind, version: fact.version, bytes: Array(fact.bytes.prefix(length)))
            }
        }
        #expect(throws: FactError.malformed) {
            try Fact(kind: fact.kind, version: fact.version, bytes: fact.bytes + [0])
        }
    }

    @Test func unknownKindsAndVersionsAreNamed() {
        #expect(throws: FactError.unknown(kind: 99, version: 1)) { try Fact(kind: 99, version: 1, bytes: []) }
        #expect(throws: FactError.unknown(kind: 1, version: 9)) { try Fact(kind: 1, version: 9, bytes: []) }
        #expect(throws: FactError.unknown(kind: 5, version: 5)) { try Fact(kind: 5, version: 5, bytes: []) }
        #expect(throws: FactError.unknown(kind: 20, version: 3)) { try Fact(kind: 20, version: 3, bytes: []) }
        #expect(throws: FactError.unknown(kind: 10, version: 3)) { try Fact(kind: 10, version: 3, bytes: []) }
    }
}

extension Accepted {
    /// The same with the digest of a signature.
    fileprivate func signed(_ digest: [UInt8]) -> Accepted {
        var submission = submission
        submission.signatureDigest = digest
        return Accepted(
            serial: serial, id: id, submission: submission, issuer: issuer, recipients: recipients, hub: hub,
            directoryVersion: directoryVersion, warnings: warnings)
    }
}
