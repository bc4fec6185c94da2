/// Counts of this batch by name and key, in the order in which they came, so that one row is written once.
struct Counters {
    /// What is counted.
    enum Name: String {
        /// Documents accepted.
        case documents
        /// Recipients that accepted documents were addressed to.
        case addressed
        /// Deliveries of documents, by the number of their transport state.
        case deliveries
        /// Deliveries of documents that came back.
        case returned
        /// Deliveries of documents that were not confirmed in time.
        case late
        /// Refusals of known callers, by code.
        case refusals
        /// Business statuses, by the number of their code.
        case statuses
        /// The traffic by the tiers of issuer and recipient, and channel.
        case trafficByPair = "traffic_by_pair"
        /// The traffic by issuer and channel.
        case trafficByAgency = "traffic_by_agency"
        /// The traffic by channel and type of document.
        case trafficByType = "traffic_by_type"
        /// The traffic by day, the issuer's tier, and channel.
        case trafficByDay = "traffic_by_day"
        /// The traffic by month, issuer and channel.
        case trafficByAgencyMonth = "traffic_by_agency_month"
        /// The traffic by month, channel and type of document.
        case trafficByTypeMonth = "traffic_by_type_month"
        /// All of that in the test lane, by its name and key with a point between.
        case test
    }

    private struct Key: Hashable {
        let name: Name
        let key: String
    }

    private var counts: [Key: Int64] = [:]
    private var order: [Key] = []

    mutating func add(_ amount: Int64, _ name: Name, _ key: String = "", isTest: Bool = false) {
        let key = isTest ? Key(name: .test, key: "\(name.rawValue).\(key)") : Key(name: name, key: key)
        if counts.updateValue((counts[key] ?? 0) + amount, forKey: key) == nil { order.append(key) }
    }

    /// Gives each count that is not zero, and forgets them all.
    mutating func flush(_ write: (_ name: String, _ key: String, _ count: Int64) throws(LedgerError) -> Void)
        throws(LedgerError)
    {
        for key in order {
            if let count = counts[key], count != 0 { try write(key.name.rawValue, key.key, count) }
        }
        removeAll()
    }

    /// A day or a month as keys hold it, so that they sort as they follow each other.
    static func key(_ number: Int32) -> String {
        let digits = String(max(0, number))
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    mutating func removeAll() {
        counts.removeAll(keepingCapacity: true)
        order.removeAll(keepingCapacity: true)
    }
}
