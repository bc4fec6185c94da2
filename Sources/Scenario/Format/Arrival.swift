/// How documents come in during a phase; rates are documents a second.
public enum Arrival: Sendable, Equatable {
    /// At even distances.
    case constant(rate: Double)
    /// At random, independent of each other, as many on average.
    case poisson(rate: Double)
    /// At distances that grow or shrink evenly from one rate to another.
    case ramp(from: Double, to: Double)
    /// At even distances, and `size` more at one instant every so many seconds.
    case burst(rate: Double, every: Double, size: Int)
    /// At random, with the rate in each of the profile's equal parts multiplied by its weight.
    case officeHours(rate: Double, profile: [Double])

    /// What scenario files call it.
    enum Process: String, CaseIterable, Sendable {
        case constant, poisson, ramp, burst
        case officeHours = "office_hours"
    }

    /// A working day from 7 to 17 in half hours: two peaks, noon nearly still, and the rush before the end.
    static let officeDay: [Double] = [
        0.15, 0.45, 0.80, 1.00, 1.00, 0.95, 0.90, 0.80, 0.60, 0.15,
        0.05, 0.10, 0.45, 0.75, 0.90, 0.95, 0.90, 0.95, 1.00, 0.60,
    ]

    /// How many documents come in `seconds`, on average where they come at random.
    func expected(in seconds: Double) -> Double {
        switch self {
        case .constant(let rate), .poisson(let rate): rate * seconds
        case .ramp(let from, let to): (from + to) / 2 * seconds
        case .burst(let rate, let every, let size): rate * seconds + (seconds / every).rounded(.up) * Double(size)
        case .officeHours(let rate, let profile):
            profile.isEmpty ? 0 : rate * seconds * profile.reduce(0, +) / Double(profile.count)
        }
    }
}
