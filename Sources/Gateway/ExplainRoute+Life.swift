internal import Exchange
internal import Inspection
internal import Ledger

/// What happened to a document once it was accepted, besides its deliveries.
extension ExplainRoute {
    /// The acts of documents on one another, statuses with the recalls and their answers, and what the issuer was told,
    /// in order. Of statuses and notices a receiver sees its own, the issuer and an admin all.
    func happenings(of row: DocumentRow, _ acts: DocumentLifeView, _ reader: Reader) throws -> [Stage] {
        let directory = services.ledger.directory
        func code(_ agency: AgencyNumber) -> String { directory.agency(agency)?.code ?? "" }
        func sees(_ agencies: AgencyNumber...) -> Bool { ([row.issuer] + agencies).contains(where: caller.speaks) }
        func words(_ parts: String...) -> String { parts.filter { !$0.isEmpty }.joined(separator: ": ") }
        var steps = acts.steps()
        for status in try reader.statuses(of: row.serial) where sees(status.sender, status.recipient) {
            let isLate = status.effect == .late ? ", late" : ""
            let detail = words("\(code(status.sender)) to \(code(status.recipient))\(isLate)", status.reason)
            steps.append((status.at, "status \(status.status.code)", detail))
        }
        for notice in try reader.notices(of: row.serial) where sees(notice.about, notice.recipient) {
            steps.append((notice.at, "notice", words("\(notice.code), \(code(notice.about))", notice.reason)))
        }
        let ordered = steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        return ordered.map { _, step in
            var stage = Stage(.life)
            (stage.at, stage.state, stage.detail) = (step.at.text, step.event, step.detail)
            return stage
        }
    }
}
