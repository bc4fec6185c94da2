internal import EdXML
internal import Exchange
internal import Inspection
internal import Trust

/// Why a document was refused at the door, stage by stage; of a state secret nothing but the codes.
struct Explanation: Sendable {
    /// The refusal's id.
    let id: Identifier
    /// When it was refused.
    let at: Instant
    /// Whom it is told to, besides admins: the agencies that the caller speaks for.
    let agencies: [AgencyNumber]
    /// The trace of the request.
    let traceID: String
    /// The inspection, at most `faultLimit` of its faults.
    let inspection: Inspection

    /// So many faults are kept.
    static let faultLimit = 50

    init(_ id: Identifier, at: Instant, caller: Caller, traceID: String, _ inspection: Inspection) {
        var kept = inspection.isSecret ? inspection.withoutContent : inspection
        if kept.faults.count > Self.faultLimit {
            kept.faults.removeLast(kept.faults.count - Self.faultLimit)
            kept.isCut = true
        }
        self.id = id
        self.at = at
        agencies = caller.agencies
        self.traceID = traceID
        self.inspection = kept
    }

    /// Whether `caller` may read it.
    func isFor(_ caller: Caller) -> Bool { caller.isAdmin || agencies.contains { caller.speaks(for: $0) } }

    /// About how many bytes it takes.
    var size: Int {
        let faults = inspection.faults.reduce(0) {
            $0 + 160 + $1.element.utf8.count + $1.expected.utf8.count + $1.found.utf8.count
        }
        return inspection.stages.reduce(512 + faults) { sum, stage in
            let certificate = stage.certificate.map { 256 + $0.subject.utf8.count + $0.issuer.utf8.count } ?? 0
            let objection = stage.objection.map { 128 + ($0.expected?.utf8.count ?? 0) + ($0.found?.utf8.count ?? 0) }
            let checks = stage.checks.reduce(0) { $0 + 128 + ($1.found?.utf8.count ?? 0) }
            return sum + 256 + certificate + (objection ?? 0) + checks
        }
    }
}
