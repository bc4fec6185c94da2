internal import Platform

/// The sections of an open run: phases, behaviour of receivers, what the generator may use, and limits.
extension ScenarioFile.Section {
    /// More documents than this are no scenario but a mistake.
    private static let mostDocuments = 10_000_000.0

    static let behaviourKeys = ["fetch", "confirm_after", "answer_after", "check", "away", "slow"]
    static let openLoadKeys = ["senders", "signers", "ahead", "drop_after", "late_after_ms", "drain"]
    static let closedLimitKeys = ["ratio", "pending", "documents", "pairs", "bad_accepted", "receiver_refusals"]
    static let openLimitKeys =
        OpenLimits.Measure.allCases.map(\.rawValue) + ["lost", "dropped", "late", "errors", "refused"]

    // MARK: Phases

    func phases() throws(ScenarioError) -> [Phase] {
        guard node["phases"] != nil else { return [] }
        let phases = try list("phases") { node, path throws(ScenarioError) in
            try ScenarioFile.Section(
                node, "a phase", path: path, keys: ["name", "seconds", "warm_up", "arrival", "bad", "directive"]
            ).phase()
        }
        guard Set(phases.map(\.name)).count == phases.count else {
            throw try bad("phases", "a different name for each phase")
        }
        guard phases.contains(where: { !$0.isWarmUp }) else {
            throw try bad("phases", "at least one phase that is not for warming up")
        }
        let expected = phases.reduce(0) { $0 + $1.expected }
        guard expected >= 1, expected <= Self.mostDocuments else {
            throw ScenarioError(
                .badValue, path: path, line: try member("phases").line,
                "the phases make \(Format.count(Int(expected.rounded()))) documents together",
                hint: "Expected: 1 to \(Format.count(Int(Self.mostDocuments))) documents.")
        }
        return phases
    }

    private func phase() throws(ScenarioError) -> Phase {
        Phase(
            name: try text("name"), seconds: try number("seconds", 0.1...86_400),
            isWarmUp: try flag("warm_up", or: false), arrival: try arrival(), bad: try badShares(),
            hasDirective: try flag("directive", or: false))
    }

    private func arrival() throws(ScenarioError) -> Arrival {
        let node = try member("arrival")
        guard let process = node["process"]?.string.flatMap(Arrival.Process.init(rawValue:)) else {
            let names = Arrival.Process.allCases.map(\.rawValue).joined(separator: ", ")
            throw Self.bad(node["process"] ?? node, "the process of an arrival", "one of \(names)", path: path)
        }
        let keys: [String] =
            switch process {
            case .constant, .poisson: []
            case .ramp: ["to"]
            case .burst: ["every", "size"]
            case .officeHours: ["profile"]
            }
        let section = try section("arrival", keys: ["process", "rate"] + keys)
        let rate = try section.number("rate", 0...100_000)
        switch process {
        case .constant: return .constant(rate: rate)
        case .poisson: return .poisson(rate: rate)
        case .ramp: return .ramp(from: rate, to: try section.number("to", 0...100_000))
        case .burst:
            return .burst(
                rate: rate, every: try section.number("every", 0.01...86_400),
                size: try section.int("size", 1...1_000_000))
        case .officeHours:
            guard section.node["profile"] != nil else { return .officeHours(rate: rate, profile: Arrival.officeDay) }
            let profile = try section.list("profile") { node, path throws(ScenarioError) in
                try Self.number(node, "a weight of the profile", 0...100, path: path)
            }
            return .officeHours(rate: rate, profile: profile)
        }
    }

    private func badShares() throws(ScenarioError) -> [BadKind: Double] {
        guard node["bad"] != nil else { return [:] }
        let section = try section("bad", keys: BadKind.allCases.map(\.rawValue))
        var shares: [BadKind: Double] = [:]
        for kind in BadKind.allCases where section.node[kind.rawValue] != nil {
            shares[kind] = try section.fraction(kind.rawValue)
        }
        guard shares.values.reduce(0, +) <= 1 else {
            throw ScenarioError(
                .badValue, path: path, line: section.node.line, "the shares in bad make more than 1 together",
                hint: "Shares of bad documents are of the phase's whole.")
        }
        return shares
    }

    /// The number of documents: that of a closed run, or what the phases make.
    func documents(_ phases: [Phase]) throws(ScenarioError) -> Int {
        let range = 1...Int(Self.mostDocuments)
        guard !phases.isEmpty else { return try int("documents", range) }
        return try int("documents", range, or: Int(phases.reduce(0) { $0 + $1.expected }.rounded()))
    }

    // MARK: Receivers and generator

    func behaviour() throws(ScenarioError) -> Behaviour {
        var behaviour = Behaviour()
        if node["fetch"] != nil {
            let fetch = try section("fetch", keys: ["how", "every"])
            guard let look = try fetch.member("how").string.flatMap(Behaviour.Look.init(rawValue:)) else {
                throw try fetch.bad("how", "one of \(Behaviour.Look.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            behaviour.look = look
            behaviour.every = try fetch.number("every", look == .longPoll ? 1...60 : 0.01...86_400)
        }
        behaviour.confirmAfter = try number("confirm_after", 0...3_600, or: behaviour.confirmAfter)
        behaviour.answerAfter = try number("answer_after", 0...3_600, or: behaviour.answerAfter)
        behaviour.checks = try flag("check", or: behaviour.checks)
        behaviour.away = try number("away", 0...1, or: behaviour.away)
        if node["slow"] != nil {
            let slow = try section("slow", keys: ["share", "factor"])
            behaviour.slow = try slow.fraction("share")
            behaviour.slowFactor = try slow.number("factor", 1...1_000)
        }
        return behaviour
    }

    func openLoad() throws(ScenarioError) -> OpenLoad {
        var open = OpenLoad()
        open.senders = try int("senders", 1...1_024, or: open.senders)
        open.signers = try int("signers", 1...64, or: open.signers)
        open.ahead = try int("ahead", 1...100_000, or: open.ahead)
        open.dropAfter = try number("drop_after", 0.01...86_400, or: open.dropAfter)
        open.lateAfter = try int("late_after_ms", 1...60_000, or: open.lateAfter)
        open.drain = try number("drain", 0...3_600, or: open.drain)
        return open
    }

    func enveloped() throws(ScenarioError) -> Double {
        guard node["signatures"] != nil else { return 0 }
        let section = try section("signatures", keys: ["cms", "xmldsig"])
        let shares = [try section.fraction("cms"), try section.fraction("xmldsig")]
        try requireWhole(shares, "signatures")
        return shares[1]
    }

    // MARK: Thresholds

    /// What must come out of a closed run; a file with phases may leave all of it out.
    func thresholds(tiers: Int, isOpen: Bool) throws(ScenarioError) -> ScenarioFile.Thresholds {
        var thresholds = ScenarioFile.Thresholds(
            ratioMinimum: 0, ratioMaximum: 1, pending: 0, documents: 0, pairs: 0, badAccepted: 0, receiverRefusals: 0)
        guard !isOpen || node["thresholds"] != nil else { return thresholds }
        let section = try section("thresholds", keys: Self.closedLimitKeys + Self.openLimitKeys)
        if !isOpen || section.node["ratio"] != nil {
            let ratio = try section.section("ratio", keys: ["minimum", "maximum"])
            thresholds.ratioMinimum = try ratio.fraction("minimum")
            thresholds.ratioMaximum = try ratio.fraction("maximum")
        }
        let most = 0...Int(Self.mostDocuments)
        let absent = isOpen ? 0 : nil
        thresholds.pending = try section.int("pending", most, or: absent)
        thresholds.documents = try section.int("documents", most, or: absent)
        thresholds.pairs = try section.int("pairs", 0...tiers * tiers, or: absent)
        thresholds.badAccepted = try section.int("bad_accepted", most, or: absent)
        thresholds.receiverRefusals = try section.int("receiver_refusals", most, or: absent)
        return thresholds
    }

    func limits() throws(ScenarioError) -> OpenLimits {
        var limits = OpenLimits()
        guard node["thresholds"] != nil else { return limits }
        let section = try section("thresholds", keys: Self.closedLimitKeys + Self.openLimitKeys)
        for measure in OpenLimits.Measure.allCases where section.node[measure.rawValue] != nil {
            let points = try section.section(
                measure.rawValue, keys: OpenLimits.Point.allCases.map { "\($0.rawValue)_ms" })
            for point in OpenLimits.Point.allCases where points.node["\(point.rawValue)_ms"] != nil {
                limits.latencies.append(
                    OpenLimits.Latency(
                        measure, point, milliseconds: try points.number("\(point.rawValue)_ms", 0.001...86_400_000)))
            }
        }
        limits.lost = try section.int("lost", 0...Int(Self.mostDocuments), or: limits.lost)
        limits.dropped = try section.number("dropped", 0...1, or: limits.dropped)
        limits.errors = try section.number("errors", 0...1, or: limits.errors)
        limits.refused = try section.number("refused", 0...1, or: limits.refused)
        limits.late = section.node["late"] == nil ? nil : try section.fraction("late")
        limits.judgesRatio = section.node["ratio"] != nil
        return limits
    }
}
