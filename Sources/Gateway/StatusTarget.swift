internal import Exchange
internal import Ledger
internal import Platform

/// The document that a status message is about, as its `ResponseFor` names it.
///
/// Its DocumentId decides. Programs of the field leave that out, or write the day in it in their own way; then OrganId,
/// Code and PromulgationDate decide, where they name one document that the sender of the status has.
struct StatusTarget {
    /// The document that was found.
    struct Found: Sendable {
        let document: DocumentRow
        /// The receiver, where the issuer states something about its copy.
        let receiver: AgencyNumber?
        /// How else than by its DocumentId the document was found: the code of a warning.
        let warning: String?
    }

    private let message: SendRoute.StatusMessage
    /// Its DocumentId; empty where the field says that it is not known.
    private let documentID: String
    private let directory: Directory

    /// So many documents of one number are looked at.
    private static let reach = 500
    /// So many documents are named in a refusal.
    private static let named = 5

    /// The target of `message`, whose agencies are looked up in `directory`.
    init(_ message: SendRoute.StatusMessage, in directory: Directory) {
        self.message = message
        documentID = Submission.isUnknown(message.documentID) ? "" : message.documentID
        self.directory = directory
    }

    /// Finds the document, or throws a problem that says what would have been found.
    func find(in reader: Reader) throws -> Found {
        let isRecall = message.status == .recallRequested
        guard let other = directory.agency(code: message.other)?.number else {
            throw unknown("ResponseFor/OrganId is not in the directory.", found: message.other)
        }
        // Whoever took over acts for its predecessors, and is addressed for them.
        let own = Succession.line(of: message.sender, in: directory)
        // For 13 sender and receiver keep their places, for all others they are swapped.
        let issuers = isRecall ? own : Succession.line(of: other, in: directory)
        func those(_ rows: [DocumentRow]) throws -> [DocumentRow] {
            try rows.filter { row in
                try isRecall || own.contains { try reader.hasDelivery(of: row.serial, to: $0) }
            }
        }
        let id = DocumentIDParts(documentID)
        for (text, warning) in [(documentID, nil), (id?.respelled, "status_document_id_unknown")] {
            guard let text, !text.isEmpty else { continue }
            if let row = try those(reader.documents(documentID: text, issuers: issuers)).first {
                return Found(document: row, receiver: isRecall ? other : nil, warning: warning)
            }
        }
        let code = message.number.code.isEmpty ? id?.code ?? "" : message.number.code
        guard let day = Day(message.number.date) ?? id?.day else {
            throw unknown("The agency has no document with this DocumentId, and ResponseFor names no day.")
        }
        let namesakes = try issuers.flatMap {
            try those(reader.documents(issuer: $0, code: code, inYearOf: day, limit: Self.reach))
        }
        let rows = Self.meant(namesakes.filter { $0.promulgationDay == day })
        if rows.count > 1 {
            throw Problem(
                "status_document_ambiguous", "OrganId, Code and PromulgationDate name \(rows.count) documents.",
                found: Self.names(rows))
        }
        guard let row = rows.first else {
            let days = Set(Self.meant(namesakes).map { $0.promulgationDay.slashed }).sorted()
            throw unknown(
                "The agency has no document with this DocumentId, nor with this Code of this day.",
                expected: days.isEmpty ? nil : "PromulgationDate \(days.prefix(Self.named).joined(separator: " or "))")
        }
        return Found(
            document: row, receiver: isRecall ? other : nil,
            warning: documentID.isEmpty ? "status_document_id_missing" : "status_document_id_unknown")
    }

    /// Those of the documents with one number that may be meant: not what acts on another, which may bear its number, nor
    /// what was withdrawn and sent anew.
    private static func meant(_ rows: [DocumentRow]) -> [DocumentRow] {
        let own = rows.filter { [.new, .replace].contains(Submission.Kind(rawValue: UInt8(clamping: $0.kind))) }
        let some = own.isEmpty ? rows : own
        let standing = some.filter { $0.withdrawal == nil }
        return standing.isEmpty ? some : standing
    }

    private static func names(_ rows: [DocumentRow]) -> String {
        rows.prefix(named).map(\.documentID).joined(separator: "; ") + (rows.count > named ? "; …" : "")
    }

    /// The characters of a text that are not what they seem, as code points: two names may look the same.
    private static func unseen(in text: String) -> String {
        let points = FieldText.codePoints(text.unicodeScalars.filter(FieldText.isOdd))
        return points.isEmpty ? "" : " (\(points))"
    }

    private func unknown(_ detail: String, expected: String? = nil, found: String? = nil) -> Problem {
        let said = [message.documentID, message.number.code, message.number.date].filter { !$0.isEmpty }
        let text = found ?? said.joined(separator: "; ")
        var problem = Problem("status_document_unknown", detail, found: text + Self.unseen(in: text))
        problem.expected = expected
        return problem
    }
}
