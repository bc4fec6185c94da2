/// A part of an open run, in which documents come in one way.
public struct Phase: Sendable, Equatable {
    /// What it is called, unlike the others.
    public var name: String
    /// How long it lasts.
    public var seconds: Double
    /// Whether it only warms up: its figures are left out of the totals.
    public var isWarmUp: Bool
    /// How documents come in.
    public var arrival: Arrival
    /// The shares of all its documents that are bad, by kind.
    public var bad: [BadKind: Double]
    /// Whether it begins with one directive to every agency, beside what comes in.
    public var hasDirective: Bool

    /// The phase with these properties.
    public init(
        name: String, seconds: Double, isWarmUp: Bool = false, arrival: Arrival, bad: [BadKind: Double] = [:],
        hasDirective: Bool = false
    ) {
        self.name = name
        self.seconds = seconds
        self.isWarmUp = isWarmUp
        self.arrival = arrival
        self.bad = bad
        self.hasDirective = hasDirective
    }

    /// How many documents come in, on average where they come at random.
    var expected: Double { arrival.expected(in: seconds) + (hasDirective ? 1 : 0) }

    /// The phases shortened or stretched alike, so that all together last `seconds`; their rates stay.
    public static func fitted(_ phases: [Phase], into seconds: Double) -> [Phase] {
        let factor = seconds / phases.reduce(0) { $0 + $1.seconds }
        return phases.map { phase in
            var phase = phase
            phase.seconds *= factor
            return phase
        }
    }

    /// The phases of a run that the command line asks for: a tenth of it (2 to 15 seconds) before it to warm up.
    public static func constant(rate: Double, seconds: Double) -> [Phase] {
        [
            Phase(
                name: "warm-up", seconds: min(max(seconds / 10, 2), 15), isWarmUp: true,
                arrival: .constant(rate: rate)),
            Phase(name: "constant", seconds: seconds, arrival: .constant(rate: rate)),
        ]
    }
}
