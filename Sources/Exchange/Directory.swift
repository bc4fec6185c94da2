/// The tiers, hubs and agencies at one version: what routing reads.
///
/// A lookup by either code is one hash lookup, however many agencies there are.
public struct Directory: Sendable {
    /// Counts the changes since the ledger began.
    public private(set) var version: UInt64 = 0
    /// Tiers in order of their rank; an agency's `tier` is an index here.
    public private(set) var tiers: [Tier] = []
    /// Hubs; `Hub.parent` and `Agency.hub` are indexes here.
    public private(set) var hubs: [Hub] = []
    /// Agencies; an agency's number is its place here and never changes.
    public private(set) var agencies: [Agency] = []

    /// The connected systems, closed ones too, in the order in which they were defined.
    public private(set) var systems: [ConnectedSystem] = []

    /// The webhooks, removed ones too, in the order in which they were defined.
    public private(set) var webhooks: [Webhook] = []
    /// Who may send to whom.
    public private(set) var sendRules = SendRules()
    /// Who took over from whom; an agency that takes part again acts for itself, whoever stands here.
    public private(set) var successors: [AgencyNumber: AgencyNumber] = [:]
    /// The same the other way round.
    public private(set) var predecessors: [AgencyNumber: [AgencyNumber]] = [:]
    /// Whether there is any of that.
    public var hasSuccessions: Bool { !successors.isEmpty }
    /// The agencies of the test lane: those marked, and those that an open system for tests speaks for.
    public private(set) var testAgencies: Set<AgencyNumber> = []
    /// Whether there ever was a test lane.
    public private(set) var hasTestLane = false

    /// The official mailboxes of agencies for e-mail.
    public private(set) var emails: [AgencyNumber: EmailAddress] = [:]
    /// Which days are working days.
    public private(set) var calendar = WorkingCalendar()
    /// The hubs that stand still, by their index.
    public private(set) var stops: [Int: HubStop] = [:]
    /// Whether documents of some urgency have a deadline that is a span after something.
    public private(set) var watchesDeadlines = false

    private var deadlines = (0...Deadline.highestUrgency).map {
        Deadline(urgency: $0, receipt: .sameDay, timeToLive: nil)
    }
    private var webhookByID: [Identifier: Int] = [:]
    private var testMarks: Set<AgencyNumber> = []
    private var systemByID: [String: Int] = [:]
    private var systemsByAgency: [AgencyNumber: [Int]] = [:]
    /// In order of their numbers; under nil those that have none above.
    private var agenciesBelow: [AgencyNumber?: [AgencyNumber]] = [:]
    private var agencyByCode: [String: AgencyNumber] = [:]
    /// By the code in capitals, of those few that have small letters.
    private var agencyByCapitals: [String: AgencyNumber] = [:]
    private var tierByCode: [String: Int] = [:]
    private var hubByCode: [String: Int] = [:]
    private var agencyByKey: [[UInt8]: [AgencyNumber]] = [:]

    /// An empty directory.
    public init() {}

    /// The agency that has `code` as its new-form or old-form code.
    public func agency(code: String) -> Agency? {
        guard Self.mayBeName(code) else { return nil }
        return agencyByCode[code].map { agencies[Int($0.value)] }
    }

    /// The agency that people or programs name by `code`, of either form, its letters large or small.
    ///
    /// Documents name agencies exactly: there `agency(code:)` is what counts.
    public func agency(named code: String) -> Agency? {
        guard Self.mayBeName(code) else { return nil }
        if let agency = agency(code: code) { return agency }
        let capitals = code.uppercased()
        return agency(code: capitals) ?? agencyByCapitals[capitals].map { agencies[Int($0.value)] }
    }

    /// The agency with this number, or nil where there is none.
    public func agency(_ number: AgencyNumber) -> Agency? {
        agencies.indices.contains(Int(number.value)) ? agencies[Int(number.value)] : nil
    }

    /// The agencies right under one, or those that have none above, in order of their numbers.
    public func agencies(below agency: AgencyNumber?) -> [AgencyNumber] { agenciesBelow[agency] ?? [] }

    /// The open systems that speak for the agency.
    public func openSystems(of agency: AgencyNumber) -> [ConnectedSystem] {
        (systemsByAgency[agency] ?? []).map { systems[$0] }.filter { !$0.isClosed }
    }

    /// The agencies that the public key with this SHA-256 of its SubjectPublicKeyInfo speaks for.
    public func agencies(key: [UInt8]) -> [AgencyNumber] { agencyByKey[key] ?? [] }

    /// Whether the public key is bound to the agency.
    public func isBound(key: [UInt8], to agency: AgencyNumber) -> Bool { agencies(key: key).contains(agency) }

    /// The index of the tier with this code.
    public func tier(code: String) -> Int? { Self.mayBeName(code) ? tierByCode[code] : nil }

    /// The index of the hub with this code.
    public func hub(code: String) -> Int? { Self.mayBeName(code) ? hubByCode[code] : nil }

    /// The place in `systems` of the one with this systemId.
    public func system(id: String) -> Int? { Self.mayBeName(id) ? systemByID[id] : nil }

    /// Whether `text` is short enough for a code or an id: looking up what strangers send costs no more than that.
    private static func mayBeName(_ text: String) -> Bool { text.utf8.count <= 128 }

    /// The webhook with this id, removed ones too.
    public func webhook(_ id: Identifier) -> Webhook? { webhookByID[id].map { webhooks[$0] } }

    /// The agency's official mailbox for e-mail; nil for none.
    public func email(of agency: AgencyNumber) -> EmailAddress? { emails[agency] }

    /// Whether the agency's mailbox belongs to the test lane.
    public func isTest(_ agency: AgencyNumber) -> Bool { !testAgencies.isEmpty && testAgencies.contains(agency) }

    /// What the clock asks of documents of `urgency`.
    public func deadline(urgency: UInt8) -> Deadline { deadlines[Int(min(urgency, Deadline.highestUrgency))] }

    private mutating func move(_ agency: AgencyNumber, from before: AgencyNumber?, to after: AgencyNumber?) {
        guard before != after else { return }
        agenciesBelow[before]?.removeAll { $0 == agency }
        let place = agencies(below: after).firstIndex { agency < $0 } ?? agencies(below: after).count
        agenciesBelow[after, default: []].insert(agency, at: place)
    }

    private mutating func index(_ system: Int, before: [AgencyNumber], after: [AgencyNumber]) {
        let (old, new) = (Set(before), Set(after))
        for agency in old.subtracting(new) { systemsByAgency[agency]?.removeAll { $0 == system } }
        for agency in new.subtracting(old) { systemsByAgency[agency, default: []].append(system) }
    }

    private mutating func sortLanes(isTest: Bool) {
        // Systems are many, and most directories have no test lane.
        guard hasTestLane || isTest else { return }
        testAgencies = systems.reduce(into: testMarks) { agencies, system in
            if system.isTest, !system.isClosed { agencies.formUnion(system.agencies) }
        }
        hasTestLane = hasTestLane || !testAgencies.isEmpty
    }

    /// Whether `agency` is `other` or lies above it.
    public func isAncestor(_ agency: AgencyNumber, of other: Agency) -> Bool {
        var current: Agency? = other
        // As deep as there are tiers, and some: a directory that goes in circles holds up nobody.
        for _ in 0..<64 {
            guard let one = current else { return false }
            if one.number == agency { return true }
            current = one.parent.flatMap { self.agency($0) }
        }
        return false
    }

    /// Whether an open system that speaks for the agency takes documents with a valid signature only.
    public func wantsVerifiedOnly(_ agency: AgencyNumber) -> Bool {
        systems.contains { $0.wantsVerifiedOnly && !$0.isClosed && $0.agencies.contains(agency) }
    }

    /// Adds the next agency or replaces a known one; false for a number beyond the next.
    private mutating func define(_ agency: Agency) -> Bool {
        if Int(agency.number.value) == agencies.count {
            agencies.append(agency)
            agenciesBelow[agency.parent, default: []].append(agency.number)
        } else {
            guard agencies.indices.contains(Int(agency.number.value)) else { return false }
            move(agency.number, from: agencies[Int(agency.number.value)].parent, to: agency.parent)
            agencies[Int(agency.number.value)] = agency
        }
        agencyByCode[agency.code] = agency.number
        if !agency.oldCode.isEmpty { agencyByCode[agency.oldCode] = agency.number }
        for code in [agency.code, agency.oldCode] where code.utf8.contains(where: { (0x61...0x7A).contains($0) }) {
            agencyByCapitals[code.uppercased()] = agency.number
        }
        return true
    }

    /// Folds a directory fact in; other facts change nothing here.
    public mutating func apply(_ fact: Fact) {
        switch fact {
        case .tierDefined(let tier):
            if let index = tierByCode[tier.code] {
                tiers[index] = tier
            } else {
                tierByCode[tier.code] = tiers.count
                tiers.append(tier)
            }
        case .hubDefined(let hub):
            if let index = hubByCode[hub.code] {
                hubs[index] = hub
            } else {
                hubByCode[hub.code] = hubs.count
                hubs.append(hub)
            }
        case .agencyDefined(let agency):
            guard define(agency) else { return }
        case .certificateBound(let binding):
            if !isBound(key: binding.key, to: binding.agency) {
                agencyByKey[binding.key, default: []].append(binding.agency)
            }
        case .systemDefined(let system):
            let before = systemByID[system.id].map { systems[$0].agencies } ?? []
            index(systemByID[system.id] ?? systems.count, before: before, after: system.agencies)
            if let index = systemByID[system.id] {
                systems[index] = system
            } else {
                systemByID[system.id] = systems.count
                systems.append(system)
            }
            sortLanes(isTest: system.isTest)
        case .webhookDefined(let webhook):
            if let index = webhookByID[webhook.id] {
                webhooks[index] = webhook
            } else {
                webhookByID[webhook.id] = webhooks.count
                webhooks.append(webhook)
            }
        case .testMarked(let mark):
            if mark.isTest { testMarks.insert(mark.agency) } else { testMarks.remove(mark.agency) }
            sortLanes(isTest: mark.isTest)
        case .successorNamed(let named):
            if let before = successors[named.agency] { predecessors[before]?.removeAll { $0 == named.agency } }
            successors[named.agency] = named.successor
            predecessors[named.successor, default: []].append(named.agency)
        case .sendRulesDefined(let rules): sendRules = rules
        case .deadlineDefined(let deadline):
            guard deadlines.indices.contains(Int(deadline.urgency)) else { return }
            deadlines[Int(deadline.urgency)] = deadline
            watchesDeadlines = deadlines.contains {
                if case .within = $0.receipt { true } else { $0.timeToLive != nil }
            }
        case .calendarEntered(let entry): calendar.enter(entry)
        case .hubStopped(let stop): stops[stop.hub] = stop
        case .hubStarted(let hub): stops[hub] = nil
        case .emailNamed(let email): emails[email.agency] = email.address
        default: return
        }
        version += 1
    }
}
