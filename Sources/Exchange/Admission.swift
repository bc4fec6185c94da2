/// Decides whether a document may enter.
public enum Admission {
    /// What becomes of a submission.
    public enum Outcome: Hashable, Sendable {
        /// It is in; the facts say how.
        case accepted(Accepted)
        /// The same bytes came before.
        case duplicate(DocumentState)
    }

    /// Admits `submission`, or throws a `Refusal` (or the state's own error).
    ///
    /// One recipient that is unknown or closed refuses the whole. The same DocumentId of the same issuer with the same
    /// bytes is a duplicate, with other bytes a conflict; number, notation and year used before are a warning (Decree
    /// 30/2020, article 15: unique per agency and year).
    /// Under the `advisory` policy a signature that is missing or does not stand refuses nothing but where a receiver
    /// wants verified documents only. Send rules are asked about new documents; `DocumentLife` asks them about the others.
    /// With `system`, its place in the directory, its quota is asked last: what is refused uses none of it.
    public static func decide(
        _ submission: Submission, policy: ConnectedSystem.SignaturePolicy = .required, system: Int? = nil,
        state: some ExchangeState, numbering: inout Numbering
    ) throws -> Outcome {
        let directory = state.directory
        let today = numbering.now.day
        guard let issuer = directory.agency(code: submission.from) else {
            throw Refusal(.unknownSender, "From/OrganId is not in the directory.", found: submission.from)
        }
        guard issuer.isOpen(on: today) else {
            throw Refusal(.senderClosed, "The sender is closed or not valid today.", found: submission.from)
        }
        try pass(issuer.hub, directory)
        let isBound = directory.isBound(key: submission.signerKey, to: issuer.number)
        if submission.signature == .valid || policy == .required && submission.signature != .absent, !isBound {
            throw Refusal(.signerNotBound, "The signer's key is not bound to the sender.", found: submission.from)
        }
        guard submission.signature == .valid || policy == .advisory else {
            throw Refusal(.signatureMissing, "The sender's policy requires a valid signature.")
        }
        if let known = try state.document(issuer: issuer.number, documentID: submission.documentID) {
            if known.digest == submission.digest { return .duplicate(known) }
            throw Refusal(
                .documentIDConflict, "This DocumentId is taken by other bytes of the same issuer.",
                found: submission.documentID)
        }
        let (recipients, hasSameReceiver) = try recipients(
            of: submission, from: issuer, directory: directory, today: today)
        if let system { try SystemQuota.check(system, size: submission.size, state: state, now: numbering.now) }
        // An update says the number and notation of the document that it updates.
        let isNumberTaken =
            try submission.kind != .update
            && !state.documents(issuer: issuer.number, numberKey: submission.numberKey).isEmpty
        let isForeign =
            DocumentIDParts(submission.documentID).flatMap { directory.agency(code: $0.issuer) }
            .map { $0.number != issuer.number } ?? false
        let (serial, id) = numbering.message(shard: directory.hubs[issuer.hub].shard)
        return .accepted(
            Accepted(
                serial: serial, id: id, submission: submission, issuer: issuer.number, recipients: recipients,
                hub: issuer.hub, directoryVersion: directory.version,
                warnings: (isNumberTaken ? [Accepted.numberRepeated] : [])
                    + (hasSameReceiver ? [Accepted.sameReceiver] : [])
                    + (isForeign ? [Accepted.foreignID] : [])))
    }

    /// Refuses what would enter at a hub that stands still.
    static func pass(_ hub: Int, _ directory: Directory) throws(Refusal) {
        guard let stop = directory.stops[hub] else { return }
        throw Refusal(
            .hubStopped, stop.until.map { "The hub goes on at \($0.text)." } ?? "The hub stands still.",
            found: directory.hubs[hub].code)
    }

    /// Who gets a copy, and whether one of them is named by two of its codes: it gets one.
    private static func recipients(
        of submission: Submission, from issuer: Agency, directory: Directory, today: Day
    ) throws(Refusal) -> (all: [AgencyNumber], hasSame: Bool) {
        guard !submission.to.isEmpty else { throw Refusal(.receiverMissing, "The document names no receiver.") }
        let isTest = directory.isTest(issuer.number)
        // What acts on another document is judged with it.
        let rules = submission.kind == .new ? directory.sendRules.of(issuer, in: directory) : []
        var recipients: [AgencyNumber] = []
        var seen: Set<AgencyNumber> = []
        var taken: Set<AgencyNumber> = []
        var codes: Set<String> = []
        var hasSame = false
        recipients.reserveCapacity(submission.to.count)
        for code in submission.to {
            guard let addressed = directory.agency(code: code) else {
                throw Refusal(.unknownReceiver, "To/OrganId is not in the directory.", found: code)
            }
            // What goes to a closed agency is its successor's; `To` stays as it was.
            let agency = Succession.heir(of: addressed, in: directory) ?? addressed
            guard agency.isOpen(on: today) else {
                throw Refusal(.receiverClosed, "The receiver takes no documents today.", found: code)
            }
            guard directory.isTest(agency.number) == isTest else {
                throw isTest
                    ? Refusal(.receiverNotTest, "A test sender reaches test mailboxes only.", found: code)
                    : Refusal(.receiverIsTest, "The receiver is a test mailbox.", found: code)
            }
            let isKnown = !seen.insert(addressed.number).inserted
            if isKnown, codes.isEmpty { codes = Set(submission.to) }
            // Fewer codes than receivers: one of them stands there letter by letter again.
            if isKnown, codes.count < submission.to.count, submission.to.count(where: { $0 == code }) > 1 {
                throw Refusal(.receiverRepeated, "The receiver stands in To twice.", found: code)
            }
            guard submission.signature == .valid || !directory.wantsVerifiedOnly(agency.number) else {
                throw Refusal(
                    .receiverWantsSignature, "The receiver takes documents with a valid signature only.", found: code)
            }
            try rules.check(agency, as: code, in: directory)
            if isKnown {
                hasSame = true
                continue
            }
            // Several that one agency took over, or it beside them, are one mailbox.
            if directory.hasSuccessions, !taken.insert(agency.number).inserted { continue }
            recipients.append(agency.number)
        }
        return (recipients, hasSame)
    }
}
