internal import Platform

/// The signers of a run, made once each and shared by its threads.
final class Signers: Sendable {
    private struct Known: Sendable {
        var signers: [String: any Signing] = [:]
        var expired: [String: any Signing] = [:]
    }

    /// Signers kept at most: of the agencies of a nation, keys and certificates would take more memory than all else.
    private static let most = 512

    let surroundings: any Surroundings
    private let known = Monitor(Known())

    init(_ surroundings: any Surroundings) {
        self.surroundings = surroundings
    }

    /// The signer of the agency `code`.
    func signer(of code: String) throws(ScenarioError) -> any Signing {
        if let signer = known.withLock({ $0.signers[code] }) { return signer }
        let signer = try surroundings.signer(of: code)
        known.withLock { known in
            if known.signers.count >= Self.most { known.signers.removeAll(keepingCapacity: true) }
            known.signers[code] = signer
        }
        return signer
    }

    /// The signer with the expired certificate of the agency `code`, prepared by `bindExpired`.
    func expired(of code: String) throws(ScenarioError) -> any Signing {
        guard let signer = known.withLock({ $0.expired[code] }) else {
            throw ScenarioError(.identityMissing, "no expired certificate was prepared for \(code)")
        }
        return signer
    }

    /// Makes an expired certificate for each of `codes` and lets the admin bind it to the agency.
    ///
    /// Bound, so that its age alone is what the door finds wrong.
    func bindExpired(_ codes: [String], caller: Caller) throws(ScenarioError) {
        for code in codes where known.withLock({ $0.expired[code] == nil }) {
            let signer = try Self.bind(.expired, to: code, surroundings, caller: caller)
            known.withLock { $0.expired[code] = signer }
        }
    }

    /// Has a certificate issued to the agency `code`, lets the admin bind it, and gives its signer.
    static func bind(
        _ kind: IssuedKind, to code: String, _ keys: any KeyRing, caller: Caller
    ) throws(ScenarioError) -> any Signing {
        let (signer, pem) = try keys.issue(kind, to: code)
        _ = try caller.json(
            WireRequest(
                method: "POST", target: "/api/v1/agencies/\(Percent.encode(code))/certificates",
                headers: [("Content-Type", "application/x-pem-file")], body: pem), as: .admin)
        return signer
    }
}
