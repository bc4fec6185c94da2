internal import Exchange

/// The states, statuses and channels that deliveries of a document are in, one bit each.
struct SearchMarks: OptionSet, Hashable {
    let rawValue: Int64

    init(rawValue: Int64) { self.rawValue = rawValue }

    init(_ state: DeliveryState) { rawValue = 1 << Int64(state.rawValue) }

    init(_ status: BusinessStatus) { rawValue = 1 << Int64(8 + status.rawValue) }

    init(_ channel: Channel) { rawValue = 1 << Int64(32 + channel.rawValue) }

    /// What a term of a search asks of deliveries; nil where it asks something else.
    init?(_ condition: DocumentSearch.Condition) {
        switch condition {
        case .state(let state): self.init(state)
        case .status(let status): self.init(status)
        case .channel(let channel): self.init(channel)
        default: return nil
        }
    }

    /// The marks one by one.
    var single: [SearchMarks] {
        (0..<40).map { SearchMarks(rawValue: 1 << $0) }.filter(contains)
    }
}
