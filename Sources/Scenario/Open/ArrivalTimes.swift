internal import Glibc

/// The intended times of all documents of a run, in order: the same phases and seed give the same times.
///
/// Constant memory: nothing is kept of what was given.
struct ArrivalTimes: Sequence, IteratorProtocol, Sendable {
    /// One document's time.
    struct Time: Equatable, Sendable {
        /// The phase that it belongs to.
        let phase: Int
        /// Nanoseconds since the run's start.
        let offset: Int64
        /// Whether it is the directive that a phase begins with.
        let isDirective: Bool
    }

    private let phases: [Phase]
    private let seed: UInt64
    private var phase = -1
    /// Seconds from the run's start to the phase's.
    private var begin = 0.0
    private var random = SplitMix64(seed: 0)
    /// Documents given in this phase at even distances.
    private var count = 0
    /// The last random time in this phase.
    private var time = 0.0
    private var bursts = 0
    private var leftInBurst = 0
    private var owesDirective = false

    init(_ phases: [Phase], seed: UInt64) {
        self.phases = phases
        self.seed = seed
        enter(0)
    }

    mutating func next() -> Time? {
        while phases.indices.contains(phase) {
            if owesDirective {
                owesDirective = false
                return Time(phase: phase, offset: Self.nanoseconds(begin), isDirective: true)
            }
            if let offset = nextOffset(), offset < phases[phase].seconds {
                return Time(phase: phase, offset: Self.nanoseconds(begin + offset), isDirective: false)
            }
            begin += phases[phase].seconds
            enter(phase + 1)
        }
        return nil
    }

    private mutating func enter(_ number: Int) {
        phase = number
        random = SplitMix64(seed: seed &+ 2, item: number)
        (count, time, bursts, leftInBurst) = (0, 0, 0, 0)
        owesDirective = phases.indices.contains(number) && phases[number].hasDirective
    }

    /// Seconds from the phase's start to its next document; nil or past the phase's end where there is none.
    private mutating func nextOffset() -> Double? {
        switch phases[phase].arrival {
        case .constant(let rate): return even(rate)
        case .poisson(let rate): return random(rate)
        case .ramp(let from, let to): return rising(from, to, over: phases[phase].seconds)
        case .burst(let rate, let every, let size): return burst(rate, every: every, size: size)
        case .officeHours(let rate, let profile): return office(rate, profile, over: phases[phase].seconds)
        }
    }

    private mutating func even(_ rate: Double) -> Double? {
        guard rate > 0 else { return nil }
        defer { count += 1 }
        return Double(count) / rate
    }

    private mutating func random(_ rate: Double) -> Double? {
        guard rate > 0 else { return nil }
        time -= log(1 - random.unit()) / rate
        return time
    }

    /// The time by which `count` documents have come: `from·t + (to − from)·t² / 2·seconds` solved for t.
    private mutating func rising(_ from: Double, _ to: Double, over seconds: Double) -> Double? {
        guard from != to else { return even(from) }
        defer { count += 1 }
        let half = (to - from) / (2 * seconds)
        let discriminant = from * from + 4 * half * Double(count)
        guard discriminant >= 0 else { return nil }
        // In this form nothing cancels out where the rate hardly changes.
        let divisor = from + discriminant.squareRoot()
        return divisor > 0 ? 2 * Double(count) / divisor : 0
    }

    private mutating func burst(_ rate: Double, every: Double, size: Int) -> Double? {
        let next = Double(bursts) * every
        if leftInBurst > 0 {
            leftInBurst -= 1
            return time
        }
        if rate > 0, Double(count) / rate <= next { return even(rate) }
        bursts += 1
        leftInBurst = size - 1
        time = next
        return next
    }

    private mutating func office(_ rate: Double, _ profile: [Double], over seconds: Double) -> Double? {
        let part = seconds / Double(profile.count)
        while count < profile.count {
            // `count` is the part of the profile; what would come behind its end is drawn anew with the next rate.
            let end = part * Double(count + 1)
            if let next = random(rate * profile[count]), next < end { return next }
            time = end
            count += 1
        }
        return nil
    }

    private static func nanoseconds(_ seconds: Double) -> Int64 { Int64((seconds * 1e9).rounded()) }
}
