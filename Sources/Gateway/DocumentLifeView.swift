internal import Exchange
internal import Ledger
internal import Platform

/// What a document did to others, and others to it, as every page shows it.
struct DocumentLifeView {
    private struct Link {
        let act: ActRow
        /// The document at the other end.
        let other: DocumentRow
        /// The copies of a document that was withdrawn, as they stand now.
        var copies: [DeliveryRow] = []
    }

    private let kind: Int64
    private let done: [Link]
    private let suffered: [Link]
    /// The document whose header says what this one says now, where an update changed it.
    let current: DocumentRow?

    /// Reads it of `row`; nothing is read of a document that no act touches. With `isWhole` also who has the copies.
    init(_ row: DocumentRow, _ reader: Reader, isWhole: Bool) throws {
        kind = row.kind
        current = try row.revision.flatMap { try reader.document($0) }
        done =
            try row.kind == 0
            ? []
            : reader.acts(by: row.serial).compactMap { act in
                guard let other = try reader.document(act.target) else { return nil }
                guard isWhole, case .withdrawn = act.fact else { return Link(act: act, other: other) }
                let copies = try reader.deliveries(of: act.target).filter { $0.message.kind == .document }
                return Link(act: act, other: other, copies: copies)
            }
        suffered =
            try row.isTouched
            ? reader.acts(on: row.serial).compactMap { act in
                try reader.document(act.by).map { Link(act: act, other: $0) }
            } : []
    }

    /// Its members: `withdraws`, `updates` or `replaces` for what it did, `withdrawn_by`, `updated_by` and `replaced_by`
    /// for what was done to it; each only where there is something.
    func write(to json: inout JSONText, for caller: Caller, in directory: Directory) {
        let names: [StaticString] = ["", "withdraws", "updates", "replaces"]
        if !done.isEmpty, names.indices.contains(Int(kind)) {
            write(names[Int(kind)], done, to: &json, caller, directory)
        }
        for (name, kind) in [("withdrawn_by", 1), ("updated_by", 2), ("replaced_by", 3)] as [(StaticString, Int64)] {
            let links = suffered.filter { $0.act.kind == kind }
            if !links.isEmpty { write(name, links, to: &json, caller, directory) }
        }
    }

    private func write(
        _ name: StaticString, _ links: [Link], to json: inout JSONText, _ caller: Caller, _ directory: Directory
    ) {
        json.key(name)
        json.array { json in
            for link in links {
                json.object { json in
                    json.member("id", link.other.id.description)
                    json.member("document_id", link.other.documentID)
                    json.member("at", link.act.at.text)
                    json.member("reason", link.act.reason)
                    details(of: link.act.fact, to: &json)
                    if !link.copies.isEmpty { copies(link, to: &json, caller, directory) }
                }
            }
        }
    }

    private func details(of fact: Fact, to json: inout JSONText) {
        switch fact {
        case .replaced(let replaced) where !replaced.organs.isEmpty:
            json.key("for")
            json.array { json in for organ in replaced.organs { json.string(organ) } }
        case .updated(let updated):
            json.member("changes_document", updated.change.isOfDocument)
            json.member("changes_receivers", updated.change.isOfReceivers)
            json.key("receivers")
            json.array { json in
                for receiver in updated.change.receivers {
                    json.object { json in
                        json.member("code", receiver.code)
                        json.member("type", receiver.type)
                    }
                }
            }
        default: return
        }
    }

    /// Who had read or confirmed what was withdrawn; a receiver sees its own, the issuer and an admin all.
    private func copies(_ link: Link, to json: inout JSONText, _ caller: Caller, _ directory: Directory) {
        let isIssuer = caller.speaks(for: link.other.issuer)
        if isIssuer { json.member("not_delivered", link.other.recipients - Int64(link.copies.count)) }
        json.key("receivers")
        json.array { json in
            for copy in link.copies where isIssuer || caller.speaks(for: copy.recipient) {
                json.object { json in
                    json.agency("to", copy.recipient, in: directory)
                    json.member("delivery", copy.id.description)
                    json.member("outcome", copy.outcome)
                    json.moment("fetched_at", copy.fetchedAt)
                    json.moment("confirmed_at", copy.confirmedAt)
                }
            }
        }
    }

    /// What happened, for pages that tell it in order: when, what, and by or to which document.
    func steps() -> [(at: Instant, event: String, detail: String)] {
        let verbs = ["", "withdraws", "updates", "replaces"]
        let passive = ["", "withdrawn", "updated", "replaced"]
        return done.map { ($0.act.at, verbs[Int($0.act.kind)], $0.other.documentID) }
            + suffered.map { link in
                let reason = link.act.reason.isEmpty ? "" : ": \(link.act.reason)"
                return (link.act.at, passive[Int(link.act.kind)], "by \(link.other.documentID)\(reason)")
            }
    }
}

extension ActRow {
    /// The kind of the document that acts: 1 withdraws, 2 updates, 3 replaces.
    fileprivate var kind: Int64 {
        switch fact {
        case .withdrawn: 1
        case .updated: 2
        default: 3
        }
    }

    fileprivate var reason: String {
        switch fact {
        case .withdrawn(let withdrawn): withdrawn.reason
        case .updated(let updated): updated.reason
        case .replaced(let replaced): replaced.reason
        default: ""
        }
    }
}

extension DeliveryRow {
    /// How far the receiver had got with a copy: `unread`, `fetched` or `confirmed`.
    fileprivate var outcome: String {
        if state == .done { return "confirmed" }
        return fetchedAt == nil ? "unread" : "fetched"
    }
}
