/// Decides what a document on paper means for the electronic ratio.
public enum PaperRegister {
    /// The longest number, notation and name of a type, in Unicode scalars: beyond what the standard has for any of them
    /// (QCVN 102:2016), since the field overruns that. A character may be of any number of scalars.
    public static let textLimit = 500

    /// Registers `paper`, or throws a `Refusal` (or the state's own error).
    ///
    /// The same issuer, number, notation, year and recipient count once: where an electronic delivery counts, it becomes
    /// electronic and paper; where it was refused (02), the paper counts instead and the delivery no longer does.
    public static func decide(
        _ paper: PaperDocument, state: some ExchangeState, numbering: inout Numbering
    ) throws -> PaperRegistered {
        let directory = state.directory
        guard let issuer = directory.agency(named: paper.issuer) else {
            throw Refusal(.unknownSender, "The issuer is not in the directory.", found: paper.issuer)
        }
        guard !directory.isTest(issuer.number) else {
            throw Refusal(.paperOfTest, "An agency of the test lane registers no paper.", found: paper.issuer)
        }
        for (name, text) in [("number", paper.number), ("notation", paper.notation), ("type", paper.typeName)]
        where text.unicodeScalars.count > textLimit {
            throw Refusal(
                .textTooLong, "\(name) has at most \(textLimit) characters.", found: "\(text.unicodeScalars.count)")
        }
        guard !paper.recipients.isEmpty else { throw Refusal(.receiverMissing, "The document names no receiver.") }
        let namesakes = try state.documents(issuer: issuer.number, numberKey: paper.numberKey)
        var entries: [PaperRegistered.Entry] = []
        var seen: Set<AgencyNumber> = []
        for code in paper.recipients {
            guard let recipient = directory.agency(named: code) else {
                throw Refusal(.unknownReceiver, "The receiver is not in the directory.", found: code)
            }
            guard seen.insert(recipient.number).inserted else {
                throw Refusal(.receiverRepeated, "The receiver stands there twice.", found: code)
            }
            var effect = PaperRegistered.Effect.paper
            var changed: Serial?
            if try state.hasPaper(issuer: issuer.number, numberKey: paper.numberKey, recipient: recipient.number) {
                effect = .already
            } else {
                for namesake in namesakes {
                    guard let delivery = try state.delivery(of: namesake, to: recipient.number) else { continue }
                    switch delivery.channel {
                    case .electronic, .both:
                        changed = delivery.serial
                        effect = delivery.status == .refused ? .paper : .both
                    case .paper, .unsigned, .uncounted, .test: continue
                    }
                }
            }
            entries.append(PaperRegistered.Entry(recipient: recipient.number, effect: effect, delivery: changed))
        }
        let (serial, id) = numbering.message(shard: directory.hubs[issuer.hub].shard)
        return PaperRegistered(serial: serial, id: id, paper: paper, issuer: issuer.number, entries: entries)
    }
}
