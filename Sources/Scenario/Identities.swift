internal import Platform

/// Identities for the agencies of a run: a large directory's are made once somebody acts in it, not all at its start.
struct Identities {
    /// Identities put on disk together, and certificates bound in one request: half of what a body may hold.
    private static let (together, inRequest) = (2_000, 400)

    private let surroundings: any Surroundings
    private let progress: Progress

    init(_ surroundings: any Surroundings, _ progress: Progress) {
        self.surroundings = surroundings
        self.progress = progress
    }

    /// Makes and binds what is missing of the identities of `parties`.
    func complete(_ parties: [Party], admin: Caller) throws(ScenarioError) {
        let missing = parties.filter { !surroundings.hasIdentity(of: $0.code) }
        let start = MonotonicTime.now
        for first in stride(from: 0, to: missing.count, by: Self.together) {
            let some = Array(missing[first..<min(first + Self.together, missing.count)])
            let certificates = try surroundings.makeIdentities(of: some)
            for begin in stride(from: 0, to: some.count, by: Self.inRequest) {
                let range = begin..<min(begin + Self.inRequest, some.count)
                try bind(some[range], certificates[range], admin: admin)
            }
            let done = first + some.count
            progress.report(
                "identities", done: done, of: missing.count, nanoseconds: MonotonicTime.now.since(start),
                ends: done == missing.count)
        }
    }

    private func bind(
        _ parties: ArraySlice<Party>, _ certificates: ArraySlice<[UInt8]>, admin: Caller
    ) throws(ScenarioError) {
        var json = JSONText()
        json.object { json in
            json.key("agencies")
            json.array { json in for party in parties { json.string(party.code) } }
            json.key("certificates")
            json.array { json in for pem in certificates { json.string(String(decoding: pem, as: UTF8.self)) } }
        }
        _ = try admin.json(
            WireRequest(
                method: "POST", target: "/api/v1/certificates", headers: [("Content-Type", "application/json")],
                body: json.bytes), as: .admin)
    }
}

extension Generator {
    /// The agencies that do something in a run: they send, or look into their mailboxes. The others need no identity.
    func acting(_ plan: OpenPlan, _ crew: Crew) -> [Party] {
        let looksAnyway = scenario.behaviour.look != .expected
        var acts = parties.indices.map { looksAnyway && !crew.isAway($0) }
        for item in plan {
            acts[item.document.sender] = true
            for receiver in item.document.receivers where !crew.isAway(receiver) { acts[receiver] = true }
        }
        return parties.indices.filter { acts[$0] }.map { parties[$0] }
    }
}
