public import EdXML
public import Trust

/// What was found about a message, stage by stage: a value that holds nothing of the message itself but its faults.
public struct Inspection: Sendable {
    /// The stages in the order of the door; at most one of them decides, the first that failed.
    public var stages: [Stage] = []
    /// The faults by the rules of edXML, errors and warnings, in the order of their places.
    public var faults: [EdXMLFault] = []
    /// Whether there were more faults than are told.
    public var isCut = false
    /// Whether it bears the mark of a state secret: nothing of it may be kept.
    public var isSecret = false

    /// Nothing found yet.
    public init() {}

    /// The stage that refuses the message, nil for none.
    public var decisive: Stage? { stages.first { $0.objection != nil } }

    /// Why the message is refused, nil where nothing refuses it.
    public var objection: Objection? {
        // By index: a stage is not copied only to be passed over.
        for index in stages.indices {
            if case .failed(let objection) = stages[index].outcome { return objection }
        }
        return nil
    }

    /// The signature that decides, or else the last; the certificate where nothing else was judged.
    public var signature: Stage? {
        let judged = stages.filter { ($0.name == .signature || $0.name == .certificate) && $0.isReached }
        return judged.first { $0.objection != nil } ?? judged.last
    }

    /// The checks of that signature, and of its signer's registration.
    public var checks: [Verdict.Check] {
        (signature?.checks ?? []) + (stages.first { $0.name == .binding }?.checks ?? [])
    }

    /// The whole in a verdict's words: `absent` where the only fault is that there is no signature.
    public var status: Verdict.Status {
        guard let decisive else { return .valid }
        return decisive.status == .absent ? .absent : .invalid
    }

    /// Closes it: the stages stand in the order of the door, and those not reached say for which failure.
    public mutating func close() {
        guard objection != nil, let decisive else { return }
        let known = stages
        stages = StageName.door.flatMap { name in
            let own = known.filter { $0.name == name }
            return own.isEmpty ? [Stage(name, .notReached(because: decisive.name.rawValue))] : own
        }
    }

    /// The same without anything that was in the message: codes alone are left.
    public var withoutContent: Inspection {
        var bare = Inspection()
        bare.isSecret = isSecret
        bare.stages = stages.map { stage in
            var bare = Stage(stage.name, stage.outcome)
            if let objection = stage.objection { bare.outcome = .failed(Objection(objection.code)) }
            bare.form = stage.form
            bare.nanoseconds = stage.nanoseconds
            return bare
        }
        return bare
    }
}
