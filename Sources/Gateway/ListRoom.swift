internal import Exchange
internal import Ledger

/// How many bytes of text a page of a list takes: whoever writes long fields makes pages shorter, not larger. What does
/// not fit stands on the next page; the first item always fits.
struct ListRoom {
    private var left: Int
    private var isEmpty = true

    /// Room for `bytes`.
    init(_ bytes: Int = 4 << 20) { left = bytes }

    /// Whether an item of `bytes` still fits; it takes its place.
    mutating func take(_ bytes: Int) -> Bool {
        guard isEmpty || bytes <= left else { return false }
        isEmpty = false
        left -= bytes
        return true
    }
}

extension DocumentRow {
    /// About how many bytes its fields take in an answer.
    var textSize: Int {
        640 + documentID.utf8.count + subject.utf8.count + number.utf8.count + notation.utf8.count + typeName.utf8.count
    }
}

extension Reader {
    /// The same page of documents as `documents(from:to:before:limit:)`, or as much of it as has room.
    func page(
        from issuer: AgencyNumber?, to recipient: AgencyNumber?, before cursor: Serial?, limit: Int,
        _ room: inout ListRoom
    ) throws -> (rows: [DocumentRow], next: Serial?) {
        var rows: [DocumentRow] = []
        var place = cursor
        while true {
            let piece = try documents(
                from: issuer, to: recipient, before: place, limit: min(Self.piece, limit - rows.count))
            for row in piece.rows {
                guard room.take(row.textSize) else { return (rows, rows.last?.serial ?? place) }
                rows.append(row)
            }
            // A page that looked at much and found little ends as before.
            guard let next = piece.next, piece.rows.count == Self.piece, rows.count < limit else {
                return (rows, piece.next)
            }
            place = next
        }
    }

    /// Rows that are read at once.
    private static let piece = 100
}
