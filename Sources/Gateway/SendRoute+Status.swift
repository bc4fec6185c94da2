internal import EdXML
internal import Exchange
internal import HTTP
internal import Inspection
internal import Ledger
internal import Platform

/// Status messages that come through the door for documents.
extension SendRoute {
    /// A status message that could be read, and whose signature is its sender's.
    struct StatusMessage: Sendable {
        let status: BusinessStatus
        let reason: String
        let sender: AgencyNumber
        /// `ResponseFor/OrganId`.
        let other: String
        /// `ResponseFor/DocumentId`.
        let documentID: String
        /// `ResponseFor/Code` and `ResponseFor/PromulgationDate`.
        let number: (code: String, date: String)
        let submitted: Submitted
        /// What the door found.
        let inspection: Inspection
    }

    /// A status that was recorded, with the document it is about.
    struct RecordedStatus: Sendable {
        let recorded: StatusRecorded
        let document: DocumentRow
    }

    /// Records statuses once the documents that came with them are on disk: one may be about another.
    func record(
        _ messages: [StatusMessage], at now: Instant,
        completion: @escaping @Sendable ([Result<RecordedStatus, Problem>]) -> Void
    ) throws {
        let found = messages.map { message in
            Result { () throws(Problem) in
                do { return try document(of: message) } catch { throw Router.problem(of: error) }
            }
        }
        let entries = zip(messages, found).compactMap { message, found in
            (try? found.get()).map { document, about in
                Ledger.StatusEntry(
                    message.status, reason: message.reason, by: message.sender, about: about, document: document.serial,
                    content: message.submitted.content, signature: message.submitted.signature)
            }
        }
        let route = self
        try services.ledger.record(entries) { result in
            var rest = (try? result.get())?[...]
            completion(
                zip(messages, found).map { message, found in
                    let answer: Result<RecordedStatus, Problem> = found.flatMap { document, _ in
                        switch rest?.popFirst() {
                        case .success(let recorded): .success(RecordedStatus(recorded: recorded, document: document))
                        case .failure(let refusal): .failure(Problem(refusal))
                        case nil: .failure(Problem("busy"))
                        }
                    }
                    return answer.mapError {
                        route.refuse($0, by: message.inspection, content: message.submitted.content, at: now)
                    }
                })
        }
    }

    /// The document that a status is about, and for 13 the receiver: there sender and receiver keep their places, in
    /// all others they are swapped.
    private func document(of message: StatusMessage) throws -> (DocumentRow, about: AgencyNumber?) {
        let isRecall = message.status == .recallRequested
        guard let other = services.ledger.directory.agency(code: message.other)?.number else {
            throw Problem("status_document_unknown", found: message.other)
        }
        // Whoever took over acts for its predecessors, and is addressed for them.
        let directory = services.ledger.directory
        let own = Succession.line(of: message.sender, in: directory)
        let issuers = isRecall ? own : Succession.line(of: other, in: directory)
        let found = try services.ledger.read { reader in
            var rows = try reader.documents(documentID: message.documentID, issuers: issuers)
            // In the field the DocumentId is often left out: number, notation and day name the document as well.
            if rows.isEmpty, message.documentID.isEmpty, let day = Day(message.number.date) {
                rows = try issuers.flatMap {
                    try reader.documents(issuer: $0, code: message.number.code, promulgated: day)
                }
            }
            return try rows.first { row in
                try isRecall || own.contains { try reader.hasDelivery(of: row.serial, to: $0) }
            }
        }
        guard let found else {
            throw Problem(
                "status_document_unknown", found: message.documentID.isEmpty ? message.number.code : message.documentID)
        }
        return (found, isRecall ? other : nil)
    }

    static func write(_ status: RecordedStatus, to json: inout JSONText) {
        json.member("id", status.recorded.id.description)
        json.member("document", status.document.id.description)
        json.member("document_id", status.document.documentID)
        json.member("code", status.recorded.status.code)
        json.member("effect", "\(status.recorded.effect)")
    }
}
