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

    func phases() -> [Phase] {
        guard let node = node["phases"] else { return [] }
        let sections = list("phases") { node, name in
            ScenarioFile.Section(
                node, name, faults, keys: ["name", "seconds", "warm_up", "arrival", "bad", "directive"])
        }
        guard let sections else { return [] }
        let phases = sections.compactMap { $0.phase() }
        if Set(phases.map(\.name)).count < phases.count, !phases.contains(where: { $0.name.isEmpty }) {
            bad(node, path("phases"), "a different name for each phase")
        }
        // A phase that could not be read says nothing about the whole.
        guard phases.count == sections.count else { return phases }
        if phases.allSatisfy(\.isWarmUp) {
            bad(node, path("phases"), "at least one phase that is not for warming up")
        }
        let expected = phases.reduce(0) { $0 + $1.expected }
        if expected < 1 || expected > Self.mostDocuments {
            faults.add(
                .badValue, line: node.line,
                "the phases make \(Format.count(Int(expected.rounded()))) documents together",
                hint: "Expected: 1 to \(Format.count(Int(Self.mostDocuments))) documents.")
        }
        return phases
    }

    private func phase() -> Phase? {
        let name = text("name")
        let seconds = number("seconds", 0.1...86_400)
        let isWarmUp = flag("warm_up", or: false)
        let arrival = arrival()
        let bad = badShares()
        let hasDirective = flag("directive", or: false)
        return arrival.map {
            Phase(
                name: name, seconds: seconds, isWarmUp: isWarmUp, arrival: $0, bad: bad, hasDirective: hasDirective)
        }
    }

    private func arrival() -> Arrival? {
        guard let node = member("arrival") else { return nil }
        guard let process = node["process"]?.string.flatMap(Arrival.Process.init(rawValue:)) else {
            let names = Arrival.Process.allCases.map(\.rawValue).joined(separator: ", ")
            bad(node["process"] ?? node, path("arrival.process"), "one of \(names)")
            return nil
        }
        let keys: [String] =
            switch process {
            case .constant, .poisson: []
            case .ramp: ["to"]
            case .burst: ["every", "size"]
            case .officeHours: ["profile"]
            }
        let section = section("arrival", keys: ["process", "rate"] + keys)
        let isWhole = (["rate"] + keys.filter { $0 != "profile" }).allSatisfy { section.node[$0] != nil }
        let rate = section.number("rate", 0...100_000)
        let arrival: Arrival =
            switch process {
            case .constant: .constant(rate: rate)
            case .poisson: .poisson(rate: rate)
            case .ramp: .ramp(from: rate, to: section.number("to", 0...100_000))
            case .burst:
                .burst(
                    rate: rate, every: section.number("every", 0.01...86_400), size: section.int("size", 1...1_000_000))
            case .officeHours: .officeHours(rate: rate, profile: section.profile())
            }
        return isWhole ? arrival : nil
    }

    private func profile() -> [Double] {
        guard node["profile"] != nil else { return Arrival.officeDay }
        return list("profile") { number($0, $1, 0...100) } ?? Arrival.officeDay
    }

    private func badShares() -> [BadKind: Double] {
        guard node["bad"] != nil else { return [:] }
        let section = section("bad", keys: BadKind.allCases.map(\.rawValue))
        var shares: [BadKind: Double] = [:]
        for kind in BadKind.allCases where section.node[kind.rawValue] != nil {
            shares[kind] = section.fraction(kind.rawValue)
        }
        if shares.values.reduce(0, +) > 1 {
            faults.add(
                .badValue, line: section.node.line, "the shares in \(path("bad")) make more than 1 together",
                hint: "Shares of bad documents are of the phase's whole.")
        }
        return shares
    }

    /// The number of documents: that of a closed run, or what the phases make.
    func documents(_ phases: [Phase], isOpen: Bool) -> Int {
        let range = 1...Int(Self.mostDocuments)
        guard isOpen else { return int("documents", range) }
        // Phases that make too many are a fault of their own.
        let expected = min(phases.reduce(0) { $0 + $1.expected }, Self.mostDocuments)
        return int("documents", range, or: Int(expected.rounded()))
    }

    // MARK: Receivers and generator

    func behaviour() -> Behaviour {
        var behaviour = Behaviour()
        if node["fetch"] != nil {
            let fetch = section("fetch", keys: ["how", "every"])
            let how = fetch.member("how")
            if let how, let look = how.string.flatMap(Behaviour.Look.init(rawValue:)) {
                behaviour.look = look
            } else if let how {
                fetch.bad(
                    how, fetch.path("how"),
                    "one of \(Behaviour.Look.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            behaviour.every = fetch.number("every", behaviour.look == .longPoll ? 1...60 : 0.01...86_400)
        }
        behaviour.confirmAfter = number("confirm_after", 0...3_600, or: behaviour.confirmAfter)
        behaviour.answerAfter = number("answer_after", 0...3_600, or: behaviour.answerAfter)
        behaviour.checks = flag("check", or: behaviour.checks)
        behaviour.away = number("away", 0...1, or: behaviour.away)
        if node["slow"] != nil {
            let slow = section("slow", keys: ["share", "factor"])
            behaviour.slow = slow.fraction("share")
            behaviour.slowFactor = slow.number("factor", 1...1_000)
        }
        return behaviour
    }

    func openLoad() -> OpenLoad {
        var open = OpenLoad()
        open.senders = int("senders", 1...1_024, or: open.senders)
        open.signers = int("signers", 1...64, or: open.signers)
        open.ahead = int("ahead", 1...100_000, or: open.ahead)
        open.dropAfter = number("drop_after", 0.01...86_400, or: open.dropAfter)
        open.lateAfter = int("late_after_ms", 1...60_000, or: open.lateAfter)
        open.drain = number("drain", 0...3_600, or: open.drain)
        return open
    }

    func enveloped() -> Double {
        guard node["signatures"] != nil else { return 0 }
        let section = section("signatures", keys: ["cms", "xmldsig"])
        let shares = [section.fraction("cms"), section.fraction("xmldsig")]
        if section.node.members.count == 2 { requireWhole(shares, "signatures") }
        return shares[1]
    }

    // MARK: Thresholds

    /// What must come out of a closed run; a file with phases may leave all of it out.
    func thresholds(tiers: Int, isOpen: Bool) -> ScenarioFile.Thresholds {
        var thresholds = ScenarioFile.Thresholds(
            ratioMinimum: 0, ratioMaximum: 1, pending: 0, documents: 0, pairs: 0, badAccepted: 0, receiverRefusals: 0)
        guard !isOpen || node["thresholds"] != nil else { return thresholds }
        let section = section("thresholds", keys: Self.closedLimitKeys + Self.openLimitKeys)
        if !isOpen || section.node["ratio"] != nil {
            let ratio = section.section("ratio", keys: ["minimum", "maximum"])
            thresholds.ratioMinimum = ratio.fraction("minimum")
            thresholds.ratioMaximum = ratio.fraction("maximum")
        }
        let most = 0...Int(Self.mostDocuments)
        let absent = isOpen ? 0 : nil
        thresholds.pending = section.int("pending", most, or: absent)
        thresholds.documents = section.int("documents", most, or: absent)
        thresholds.pairs = section.int("pairs", 0...tiers * tiers, or: absent)
        thresholds.badAccepted = section.int("bad_accepted", most, or: absent)
        thresholds.receiverRefusals = section.int("receiver_refusals", most, or: absent)
        return thresholds
    }

    func limits() -> OpenLimits {
        var limits = OpenLimits()
        guard let node = node["thresholds"], case .object = node.value else { return limits }
        // Unknown names were told with the limits of closed runs.
        let section = section("thresholds", keys: node.members.map(\.key))
        for measure in OpenLimits.Measure.allCases where section.node[measure.rawValue] != nil {
            let points = section.section(
                measure.rawValue, keys: OpenLimits.Point.allCases.map { "\($0.rawValue)_ms" })
            for point in OpenLimits.Point.allCases where points.node["\(point.rawValue)_ms"] != nil {
                limits.latencies.append(
                    OpenLimits.Latency(
                        measure, point, milliseconds: points.number("\(point.rawValue)_ms", 0.001...86_400_000)))
            }
        }
        limits.lost = section.int("lost", 0...Int(Self.mostDocuments), or: limits.lost)
        limits.dropped = section.number("dropped", 0...1, or: limits.dropped)
        limits.errors = section.number("errors", 0...1, or: limits.errors)
        limits.refused = section.number("refused", 0...1, or: limits.refused)
        limits.late = section.node["late"] == nil ? nil : section.fraction("late")
        limits.judgesRatio = section.node["ratio"] != nil
        return limits
    }
}
