internal import Exchange
internal import HTTP
internal import Inspection
internal import Ledger
internal import Trust

/// What a refusal at the door leaves: a fact without content, and for a while its explanation.
extension SendRoute {
    /// Refuses a known caller's document: a fact without content, unless it is over the caller's budget or there is no
    /// `content`, and an explanation. A state secret leaves not even a digest.
    func refuse(_ problem: Problem, by inspection: Inspection, content: [UInt8]?, at now: Instant) -> Problem {
        // What is the bus's own fault is no refusal.
        guard problem.status < 500 else { return problem }
        let id = services.newRefusal(at: now)
        let agency = caller.agencies.first
        if let content, agency.map({ services.refusals.take($0) }) ?? true {
            let detail = inspection.isSecret ? "" : Catalogue.entry(problem.code).title
            let digest = inspection.isSecret ? [] : SHA256.digest(content)
            let refused = Refused(agency: agency, code: problem.code, detail: detail, digest: digest, id: id)
            try? services.ledger.append([.refused(refused)])
        }
        return explain(problem, id, inspection, at: now)
    }

    /// Keeps the explanation of a refusal that is noted, or counted, already.
    func explain(_ problem: Problem, _ id: Identifier, _ inspection: Inspection, at now: Instant) -> Problem {
        var (problem, inspection) = (problem, inspection)
        if inspection.objection == nil {
            var objection = Objection(
                problem.code, problem.detail, expected: problem.expected, found: problem.found)
            objection.hint = problem.hint
            // What is no request for a document at all is refused before the first stage.
            let name = inspection.stages.isEmpty ? StageName(code: problem.code) : .admission
            inspection.stages.append(Stage(name, .failed(objection)))
            inspection.close()
        }
        problem.refusal = id
        services.explanations.keep(Explanation(id, at: now, caller: caller, traceID: trace.id, inspection))
        return problem
    }
}
