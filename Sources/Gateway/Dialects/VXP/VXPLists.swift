internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// The lists of received and sent messages as the national axis's client reads them.
struct VXPLists {
    let desk: DocumentDesk

    private var directory: Directory { desk.services.ledger.directory }

    /// What is not confirmed yet. A `status` of `done` or `fail`, and any beside a `docId`, is left over from an earlier
    /// updateStatus, and no filter: one that is taken for a filter would hide what is new.
    func received(_ parameter: (String) -> String?) throws -> HTTPResponse {
        let kind = try VXP.kind(parameter("messagetype"))
        let index = max(1, try number("pageIndex", parameter) ?? 1)
        // Both numbers are a million at most, and their product no more than Int holds.
        let page = try number("pageSize", parameter).flatMap { size in
            let size = min(size, DocumentDesk.limit)
            return size == 0 ? nil : DocumentDesk.Page(skipped: (index - 1) * size, size: size)
        }
        let period = DocumentDesk.period(from: try day("fromDate", parameter), to: try day("toDate", parameter))
        let state =
            DialectBody.present(parameter("docId")) != nil
            ? nil
            : parameter("status").flatMap { name in
                [DeliveryState.initial, .processing].first { $0.name == name.lowercased() }
            }
        let items = try desk.received(kind, in: period, state: state, page: page)
        return .vxp { json in
            json.key("data")
            json.array { json in
                for item in items {
                    json.object { json in
                        json.member("docId", item.delivery.id.description)
                        json.member("serviceType", "eDoc")
                        json.member("messageType", kind == .document ? "edoc" : "status")
                        json.member("created_time", item.delivery.deliveredAt.edXMLText)
                        json.member("updated_time", item.delivery.deliveredAt.edXMLText)
                        json.member("from", directory.agency(item.sender)?.code ?? "")
                        json.member("to", directory.agency(item.delivery.recipient)?.code ?? "")
                        json.member("status", item.delivery.state.name)
                        json.member("status_desc", item.stateText)
                    }
                }
            }
        }
    }

    /// What the caller's agencies sent, one item for each receiver. A `docId` of something received is left over from an
    /// earlier call.
    func sent(_ parameter: (String) -> String?) throws -> HTTPResponse {
        let kind = try VXP.kind(parameter("messagetype"))
        let name = try DialectBody.present(parameter("docId")).flatMap { try desk.isReceived($0) ? nil : $0 }
        let items = try desk.sent(kind, named: name)
        return .vxp { json in
            json.key("data")
            json.array { json in
                for item in items {
                    json.object { json in
                        json.member("serviceType", "eDoc")
                        json.member("messageType", kind == .document ? "edoc" : "status")
                        json.member("senderDocId", item.id.description)
                        json.member("receiverDocId", item.delivery?.id.description ?? "")
                        json.member("fromCode", directory.agency(item.sender)?.code ?? "")
                        json.member("toCode", item.delivery.flatMap { directory.agency($0.recipient)?.code } ?? "")
                        json.member("title", item.document.subject)
                        json.member("notation", "\(item.document.number)/\(item.document.notation)")
                        json.member("sentTime", item.at.edXMLText)
                        json.member("receivedTime", item.delivery?.deliveredAt.edXMLText ?? "")
                        json.member("sendStatus", item.sending.status)
                        json.member("sendStatusDesc", item.sending.text)
                        json.member("receiveStatus", item.delivery?.state.name ?? "")
                        json.member("receiveStatusDesc", item.receiving)
                    }
                }
            }
        }
    }

    private func number(_ name: String, _ parameter: (String) -> String?) throws(Problem) -> Int? {
        guard let text = DialectBody.present(parameter(name)) else { return nil }
        guard let value = Int(text), (0...1_000_000).contains(value) else {
            throw Problem("parameter_invalid", "\(name) is a number.", found: text)
        }
        return value
    }

    private func day(_ name: String, _ parameter: (String) -> String?) throws(Problem) -> Day? {
        guard let text = DialectBody.present(parameter(name)) else { return nil }
        guard let day = Day(String(text.prefix(10))) ?? Self.dayFirst(text) else {
            throw Problem("parameter_invalid", "\(name) is yyyy/MM/dd.", found: text)
        }
        return day
    }

    /// `dd/MM/yyyy`, as some clients write it.
    private static func dayFirst(_ text: String) -> Day? {
        let parts = text.prefix(10).split(whereSeparator: { $0 == "/" || $0 == "-" })
        return parts.count == 3 ? Day("\(parts[2])/\(parts[1])/\(parts[0])") : nil
    }
}
