/// What must come out of an open run; only what is given is judged, but for the zeros.
public struct OpenLimits: Sendable, Equatable {
    /// Which latency.
    public enum Measure: String, CaseIterable, Sendable {
        /// From the intended time of sending to the bus's answer.
        case accepted
        /// From the intended time of sending until the document lay in its mailbox.
        case mailbox
    }

    /// Which point of its distribution.
    public enum Point: String, CaseIterable, Sendable {
        case p50, p90, p95, p99, p999, max

        /// The part of all values that it is not exceeded by.
        var fraction: Double {
            switch self {
            case .p50: 0.5
            case .p90: 0.9
            case .p95: 0.95
            case .p99: 0.99
            case .p999: 0.999
            case .max: 1
            }
        }
    }

    /// A point that a latency may not exceed.
    public struct Latency: Sendable, Equatable {
        /// Which latency.
        public var measure: Measure
        /// Which point of it.
        public var point: Point
        /// What it may not exceed.
        public var milliseconds: Double

        /// The limit of this point.
        public init(_ measure: Measure, _ point: Point, milliseconds: Double) {
            self.measure = measure
            self.point = point
            self.milliseconds = milliseconds
        }
    }

    /// Points of the corrected latencies.
    public var latencies: [Latency] = []
    /// Accepted deliveries that never came to a receiver that looks.
    public var lost = 0
    /// The share of documents dropped because they could not be sent in time.
    public var dropped = 0.0
    /// The share of documents sent late.
    public var late: Double?
    /// The share of documents that got no answer, or one that says nothing about the document.
    public var errors = 0.0
    /// The share of good documents refused at the door.
    public var refused = 0.0
    /// Whether the ratio is judged.
    public var judgesRatio = false

    /// Nothing lost, dropped, refused or without an answer.
    public init() {}
}
