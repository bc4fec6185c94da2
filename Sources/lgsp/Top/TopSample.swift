internal import Client
internal import Platform

/// What the daemon said of itself at one moment.
struct TopSample {
    /// When, on the clock that only runs on.
    let at: MonotonicTime
    let statistics: JSONValue
    let alerts: JSONValue
    let faults: JSONValue

    init(_ client: APIClient) throws {
        statistics = try client.statistics()
        alerts = try client.alerts()
        faults = try client.faults()
        at = MonotonicTime.now
    }

    /// Documents accepted.
    var documents: Int { statistics["documents"].int ?? 0 }
    /// Deliveries confirmed.
    var confirmed: Int { state("done") }
    /// Refusals of known callers.
    var refusals: Int { statistics["refusals"].members.reduce(0) { $0 + ($1.value.int ?? 0) } }
    /// What lies in mailboxes.
    var open: Int { state("initial") + state("processing") }
    /// What hubs still owe.
    var owed: Int { state("owed") }

    /// Deliveries in a state.
    func state(_ name: String) -> Int { statistics["deliveries"][name].int ?? 0 }

    /// The worst value of a kind of alert.
    func worst(_ type: String) -> Double? {
        alerts["summary"].elements.first { $0["type"].string == type }?["worst"].double
    }
}
