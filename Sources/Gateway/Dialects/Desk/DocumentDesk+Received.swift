internal import Exchange
internal import Ledger

/// What lies in the caller's mailboxes.
extension DocumentDesk {
    /// A page of a list, for callers that ask page by page.
    struct Page {
        let skipped: Int
        /// From 1 to `limit`.
        let size: Int
    }

    /// Bytes of fields that a list without pages holds; what has no room is listed once something before it is confirmed.
    private static let room = 8 << 20

    /// What lies in the caller's mailboxes and is not confirmed, or what of it is in `state`; the oldest first, at most `limit`
    /// items.
    ///
    /// Without a page, what was never read comes before what was: programs that read a kind of message they do not know
    /// never confirm it, and such items must not hide newer ones. Pages go through
    /// one mailbox after the other, each in the order of arrival.
    func received(
        _ kind: Message.Kind, in period: Range<Instant>? = nil, state: DeliveryState? = nil, page: Page? = nil
    ) throws -> [Item] {
        try services.ledger.read { reader in
            let rows =
                if let page {
                    try self.page(page, of: kind, in: period, state, reader)
                } else {
                    try unread(kind, in: period, state, reader)
                }
            var room = ListRoom(Self.room)
            var items: [Item] = []
            for row in rows {
                guard let item = try item(row, reader) else { continue }
                guard room.take(item.document.textSize) || page != nil else { break }
                items.append(item)
            }
            return items
        }
    }

    private func unread(
        _ kind: Message.Kind, in period: Range<Instant>?, _ state: DeliveryState?, _ reader: Reader
    ) throws -> [DeliveryRow] {
        var rows: [DeliveryRow] = []
        for isFetched in [false, true] {
            for agency in caller.agencies where rows.count < Self.limit {
                rows += try reader.mailbox(
                    agency, kind: kind, isFetched: isFetched, in: period, state: state, limit: Self.limit - rows.count)
            }
        }
        return rows.sorted { ($0.deliveredAt, $0.serial) < ($1.deliveredAt, $1.serial) }
    }

    private func page(
        _ page: Page, of kind: Message.Kind, in period: Range<Instant>?, _ state: DeliveryState?, _ reader: Reader
    ) throws -> [DeliveryRow] {
        let size = page.size
        var (rows, skipped) = ([DeliveryRow](), max(0, page.skipped))
        for agency in caller.agencies where rows.count < size {
            let found = try reader.mailbox(
                agency, kind: kind, in: period, state: state, limit: min(skipped, 1_000_000) + size - rows.count)
            rows += found.dropFirst(skipped)
            skipped = max(0, skipped - found.count)
        }
        return rows
    }

    /// How much of a kind lies in the caller's mailboxes and is not confirmed, counted up to 100,000 a mailbox.
    func count(_ kind: Message.Kind) throws -> Int64 {
        try services.ledger.read { reader in
            try caller.agencies.reduce(0) { try $0 + reader.mailboxDepth($1, kind: kind, limit: 100_000) }
        }
    }
}

extension DocumentDesk {
    /// The moments between the begin of `first` and the end of `last`, in Vietnam's time; nil where neither is given.
    static func period(from first: Day?, to last: Day?) -> Range<Instant>? {
        guard first != nil || last != nil else { return nil }
        let begin = first?.start ?? Instant(milliseconds: .min)
        let end = last.map { Day(number: $0.number &+ 1).start } ?? Instant(milliseconds: .max)
        return begin..<max(begin, end)
    }
}
