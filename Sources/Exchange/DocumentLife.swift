/// Decides what withdrawals, updates and replacements do to the documents they name.
public enum DocumentLife {
    /// What the issuer of a withdrawn document is told about each receiver, as a stable code.
    public enum Notice: String, CaseIterable, Sendable {
        /// It had not read the document.
        case unread = "withdrawn_unread"
        /// It had read it.
        case fetched = "withdrawn_fetched"
        /// It had confirmed it.
        case confirmed = "withdrawn_confirmed"
        /// The copy was on its way and was stopped.
        case undelivered = "withdrawn"
    }

    /// The facts that follow `accepted`, a document that acts on others; none for a new one.
    ///
    /// It acts on all that it names or is refused as a whole: what it names must be here, must be of the same issuer or of
    /// one that it took over, must not be withdrawn, and is no withdrawal itself. A withdrawal needs a reason and, whatever
    /// the policy, a valid signature: it destroys what others have. Nobody learns from a refusal that a
    /// document of others is here, unless it was sent to them.
    public static func decide(
        _ act: DocumentAct, by accepted: Accepted, state: some ExchangeState, numbering: inout Numbering
    ) throws -> [Fact] {
        let kind = accepted.submission.kind
        if kind == .new { return [] }
        guard kind != .withdraw || accepted.submission.signature == .valid else {
            throw Refusal(
                .withdrawalUnsigned, "A withdrawal needs a valid signature of its issuer, whatever the policy.")
        }
        guard kind != .withdraw || !act.reason.isEmpty else {
            throw Refusal(.reasonMissing, "A withdrawal says why, in BussinessDocReason.")
        }
        guard !act.targets.isEmpty else { throw Refusal(.targetUnknown, "It names no document.") }
        var facts: [Fact] = []
        var seen: Set<Serial> = []
        for target in act.targets {
            let document = try find(target, for: accepted.issuer, state: state)
            guard document.withdrawal == nil else {
                throw Refusal(.alreadyWithdrawn, "The document was withdrawn before.", found: target.name)
            }
            guard document.kind != .withdraw else {
                throw Refusal(.targetNotAllowed, "A withdrawal is final.", found: target.name)
            }
            guard seen.insert(document.serial).inserted else { continue }
            switch kind {
            case .new: break
            case .withdraw:
                facts += try withdraw(
                    document, by: accepted.serial, reason: act.reason, state: state, numbering: &numbering)
            case .replace:
                facts.append(
                    .replaced(
                        Replaced(
                            document: document.serial, by: accepted.serial, reason: act.reason, organs: target.organs)))
            case .update:
                facts.append(
                    .updated(
                        Updated(
                            document: document.serial, by: accepted.serial, reason: act.reason, change: act.change)))
            }
        }
        if kind != .withdraw { try check(accepted, about: seen, state: state) }
        return facts
    }

    /// Send rules do not part those who have a document from what becomes of it: an update or a replacement may go to
    /// whom a rule denies where one of the documents it acts on lies there.
    private static func check(
        _ accepted: Accepted, about targets: Set<Serial>, state: some ExchangeState
    ) throws {
        let directory = state.directory
        guard let issuer = directory.agency(accepted.issuer) else { return }
        let rules = directory.sendRules.of(issuer, in: directory)
        if rules.isEmpty { return }
        for code in accepted.submission.to {
            guard let addressed = directory.agency(code: code) else { continue }
            let agency = Succession.heir(of: addressed, in: directory) ?? addressed
            let own = Succession.line(of: agency.number, in: directory)
            guard
                try !targets.contains(where: { target in
                    try own.contains { try state.delivery(of: target, to: $0) != nil }
                })
            else { continue }
            try rules.check(agency, as: code, in: directory)
        }
    }

    /// The facts that follow a receiver's agreement to give a document back; none from any other status.
    public static func decide(agreement status: StatusRecorded, state: some ExchangeState) throws -> [Fact] {
        guard status.status == .recallAgreed, status.effect == .moves, let copy = try state.delivery(status.delivery),
            !copy.isTaken
        else { return [] }
        return [
            .withdrawn(
                Withdrawn(
                    document: status.document, by: status.serial, cause: .recall, reason: status.reason,
                    entries: [Withdrawn.Entry(copy)]))
        ]
    }

    /// The facts that follow where receivers turn out to have read what was taken from them: what left before the
    /// withdrawal was noted after it.
    public static func decide(
        lateReading deliveries: [Serial], state: some ExchangeState, numbering: inout Numbering
    ) throws -> [Fact] {
        try deliveries.compactMap { serial in
            guard let copy = try state.delivery(serial), let document = try state.document(copy.message.document) else {
                return nil
            }
            return Receiving.notice(
                of: document, about: copy.recipient, code: Notice.fetched.rawValue, reason: "", state: state, &numbering
            )
        }
    }

    private static func find(
        _ target: DocumentAct.Target, for agency: AgencyNumber, state: some ExchangeState
    ) throws -> DocumentState {
        let own = Succession.line(of: agency, in: state.directory)
        for issuer in own {
            if let document = try document(target, of: issuer, state: state) { return document }
        }
        // A DocumentId begins with its issuer's code, when it is of one of the two usual forms.
        let named = [target.issuer, String(target.documentID.prefix { $0 != "," })]
        for issuer in named.compactMap({ state.directory.agency(code: $0)?.number }) where !own.contains(issuer) {
            if let document = try document(target, of: issuer, state: state),
                try own.contains(where: { try state.delivery(of: document.serial, to: $0) != nil })
            {
                throw Refusal(.targetNotOwn, "The document is of another issuer.", found: target.name)
            }
        }
        throw Refusal(.targetUnknown, "The sender has sent no such document.", found: target.name)
    }

    private static func document(
        _ target: DocumentAct.Target, of issuer: AgencyNumber, state: some ExchangeState
    ) throws -> DocumentState? {
        if !target.documentID.isEmpty { return try state.document(issuer: issuer, documentID: target.documentID) }
        guard let day = target.day, let key = NumberKey.text(code: target.code, in: day.parts.year) else { return nil }
        let namesakes = try state.documents(issuer: issuer, numberKey: key)
        // Updates say the number of what they update, so that the first of a name is the one that is meant, unless it is
        // withdrawn and was sent anew.
        let documents = try namesakes.compactMap { try state.document($0) }
            .filter { $0.promulgationDay == day && $0.kind != .withdraw }
        return documents.first { $0.withdrawal == nil } ?? documents.first
    }

    private static func withdraw(
        _ document: DocumentState, by withdrawal: Serial, reason: String, state: some ExchangeState,
        numbering: inout Numbering
    ) throws -> [Fact] {
        // What a receiver gave back before is not taken again, and not reported again.
        let copies = try state.deliveries(of: document.serial).filter { !$0.isTaken }
        var facts = [
            Fact.withdrawn(
                Withdrawn(
                    document: document.serial, by: withdrawal, cause: .withdrawal, reason: reason,
                    entries: copies.map(Withdrawn.Entry.init)))
        ]
        for copy in copies {
            let (notice, moment): (Notice, Instant?) =
                if copy.state == .done { (.confirmed, copy.confirmedAt) } else if copy.fetchedAt != nil {
                    (.fetched, copy.fetchedAt)
                } else { (.unread, nil) }
            facts.append(
                Receiving.notice(
                    of: document, about: copy.recipient, code: notice.rawValue, reason: moment?.text ?? "",
                    state: state, &numbering))
        }
        return facts
    }
}

extension Withdrawn.Entry {
    init(_ copy: DeliveryRecord) {
        self.init(
            delivery: copy.serial, recipient: copy.recipient, state: copy.state, fetchedAt: copy.fetchedAt,
            confirmedAt: copy.confirmedAt)
    }
}

extension DocumentAct.Target {
    /// What it is called.
    var name: String { documentID.isEmpty ? code : documentID }
}
