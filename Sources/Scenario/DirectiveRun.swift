internal import Platform

/// A ministry's directive to an agency of each tier below, and their answers: what the report traces.
struct DirectiveRun {
    /// Documents it sends at most.
    static let documents = 8

    private let worker: Worker
    private let plan: Int

    init(_ worker: Worker, plan: Int) {
        self.worker = worker
        self.plan = plan
    }

    /// Sends the directive, lets its receivers answer by statuses and a report each, and gives the traces.
    func run() throws(ScenarioError) -> [Trace] {
        let generator = worker.generator
        guard let (sender, receivers) = cast() else { return [] }
        let directive = PlannedDocument(
            index: plan + 1, sender: sender, receivers: receivers, medium: .electronic, bad: nil, type: "CT",
            urgency: 1, size: 2048, subject: generator.scenario.directive.subject)
        worker.board.withLock { $0.unanswered += 1 + receivers.count }
        guard let id = try worker.submit([directive]).first, let id else { return [] }
        var replies: [(party: Int, id: String)] = []
        for (offset, receiver) in receivers.enumerated() {
            var known = id
            try take(1, at: receiver) { document in
                known = document
                return .statuses(["03", "05"])
            }
            let reply = PlannedDocument(
                index: plan + 2 + offset, sender: receiver, receivers: [sender], medium: .electronic, bad: nil,
                type: "BC", urgency: 0, size: 1024,
                subject: "Báo cáo kết quả thực hiện: \(generator.scenario.directive.subject)")
            if let answer = try worker.submit([reply], inReplyTo: directive).first, let answer {
                replies.append((receiver, answer))
            }
            try worker.status("06", reason: nil, of: known, issuer: sender, by: receiver)
        }
        try take(receivers.count * 3 + replies.count, at: sender) { _ in .statuses(["03"]) }
        for reply in replies { try take(1, at: reply.party) { _ in .statuses([]) } }

        var traces = [
            try trace(id, of: sender, title: "The way of a directive: down to every tier, and the answers up")
        ]
        if let last = replies.last {
            traces.append(
                try trace(
                    last.id, of: last.party,
                    title: "The way of one answer: \(generator.parties[last.party].name) reports back"))
        }
        return traces
    }

    /// The sender, and an agency of each tier below, each under the one before where the directory has it so.
    private func cast() -> (sender: Int, receivers: [Int])? {
        let parties = worker.generator.parties
        let wanted = worker.generator.scenario.directive.from
        guard
            let sender = parties.firstIndex(where: { $0.code == wanted })
                ?? parties.firstIndex(where: { $0.code.hasPrefix(wanted) })
        else { return nil }
        var receivers: [Int] = []
        // From the lowest tier up: its parents give the ones above.
        let tiers = worker.generator.scenario.tiers.indices.filter { $0 != parties[sender].tier }
        for tier in tiers.reversed() {
            let parent = receivers.last.flatMap { parties[$0].parent }
            let above = parties.firstIndex { $0.code == parent && $0.tier == tier }
            if let found = above ?? parties.firstIndex(where: { $0.tier == tier }) { receivers.append(found) }
        }
        return receivers.isEmpty ? nil : (sender, receivers.reversed())
    }

    /// Looks into the mailbox of `party` until `count` items of ours were there; at most half a minute.
    private func take(_ count: Int, at party: Int, answer: (_ document: String) -> Answer) throws(ScenarioError) {
        let end = MonotonicTime.now.advanced(byMilliseconds: 30_000)
        var missing = count
        var cursor: String?
        while missing > 0, .now < end {
            missing -= try worker.fetch(party, cursor: &cursor) { _, document in answer(document) }
            if missing > 0 { Pause.milliseconds(20) }
        }
    }

    private func trace(_ id: String, of party: Int, title: String) throws(ScenarioError) -> Trace {
        let request = WireRequest(method: "GET", target: "/api/v1/documents/\(Percent.encode(id))/trace")
        return Trace(try worker.caller.json(request, as: worker.identity(party)), title: title)
    }
}
