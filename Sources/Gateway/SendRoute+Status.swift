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
        /// How else than by its DocumentId the document was found; nil where it was named by that.
        let warning: String?
    }

    /// Records statuses once the documents that came with them are on disk: one may be about another.
    func record(
        _ messages: [StatusMessage], at now: Instant,
        completion: @escaping @Sendable ([Result<RecordedStatus, Problem>]) -> Void
    ) throws {
        let found = messages.map { message in
            Result { () throws(Problem) in
                let target = StatusTarget(message, in: services.ledger.directory)
                do { return try services.ledger.read(target.find) } catch { throw Router.problem(of: error) }
            }
        }
        let entries = zip(messages, found).compactMap { message, found in
            (try? found.get()).map { found in
                Ledger.StatusEntry(
                    message.status, reason: message.reason, by: message.sender, about: found.receiver,
                    document: found.document.serial, content: message.submitted.content,
                    signature: message.submitted.signature)
            }
        }
        let route = self
        try services.ledger.record(entries) { result in
            var rest = (try? result.get())?[...]
            completion(
                zip(messages, found).map { message, found in
                    let answer: Result<RecordedStatus, Problem> = found.flatMap { found in
                        switch rest?.popFirst() {
                        case .success(let recorded):
                            .success(
                                RecordedStatus(recorded: recorded, document: found.document, warning: found.warning))
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

    static func write(_ status: RecordedStatus, to json: inout JSONText) {
        json.member("id", status.recorded.id.description)
        json.member("document", status.document.id.description)
        json.member("document_id", status.document.documentID)
        json.member("code", status.recorded.status.code)
        json.member("effect", "\(status.recorded.effect)")
    }
}
