import Exchange

/// A state of the exchange in memory, folded from facts: the simplest thing that decisions can be tried on.
final class MemoryState: ExchangeState {
    var directory = Directory()
    var documents: [DocumentState] = []
    var documentIDs: [String] = []
    var deliveries: [DeliveryRecord] = []
    var statuses: [StatusRecorded] = []
    var arrivals: Set<String> = []
    var papers: [(issuer: AgencyNumber, key: String, recipient: AgencyNumber)] = []

    var usage: [Int: SystemUsage] = [:]

    func document(issuer: AgencyNumber, documentID: String) -> DocumentState? {
        zip(documents, documentIDs).first { $0.issuer == issuer && $1 == documentID }?.0
    }

    func documents(issuer: AgencyNumber, numberKey: String) -> [Serial] {
        documents.filter { $0.issuer == issuer && $0.numberKey == numberKey }.map(\.serial)
    }

    func document(_ serial: Serial) -> DocumentState? { documents.first { $0.serial == serial } }

    func delivery(_ serial: Serial) -> DeliveryRecord? { deliveries.first { $0.serial == serial } }

    func delivery(of document: Serial, to agency: AgencyNumber) -> DeliveryRecord? {
        deliveries.first { $0.message.kind == .document && $0.message.document == document && $0.recipient == agency }
    }

    func deliveries(of document: Serial) -> [DeliveryRecord] {
        deliveries.filter { $0.message.kind == .document && $0.message.document == document }
    }

    func statement(of status: BusinessStatus, about delivery: DeliveryRecord) -> (serial: Serial, id: Identifier)? {
        statuses.last { $0.delivery == delivery.serial && $0.status == status }.map { ($0.serial, $0.id) }
    }

    func hasOpenDeliveries(_ agency: AgencyNumber) throws -> Bool {
        deliveries.contains { $0.recipient == agency && ($0.state == .initial || $0.state == .processing) }
    }

    func hasArrived(_ message: Message, at hub: Int) -> Bool { arrivals.contains("\(message.serial.value)@\(hub)") }

    func hasPaper(issuer: AgencyNumber, numberKey: String, recipient: AgencyNumber) -> Bool {
        papers.contains { $0.issuer == issuer && $0.key == numberKey && $0.recipient == recipient }
    }

    func usage(ofSystem index: Int, on day: Day) -> SystemUsage { usage[index] ?? SystemUsage() }

    func apply(_ fact: Fact) {
        directory.apply(fact)
        switch fact {
        case .accepted(let accepted):
            var document = DocumentState(
                serial: accepted.serial, id: accepted.id, digest: accepted.submission.digest, issuer: accepted.issuer,
                numberKey: accepted.submission.numberKey, kind: accepted.submission.kind,
                hasPaper: accepted.submission.hasPaper, signature: accepted.submission.signature,
                promulgationDay: accepted.submission.promulgationDay)
            document.isTest = directory.isTest(accepted.issuer)
            documents.append(document)
            documentIDs.append(accepted.submission.documentID)
        case .arrived(let arrived): arrivals.insert("\(arrived.message.serial.value)@\(arrived.hub)")
        case .delivered(let delivered):
            for entry in delivered.entries {
                deliveries.append(
                    DeliveryRecord(
                        serial: entry.serial, message: delivered.message, recipient: entry.recipient, state: .initial,
                        status: nil, channel: entry.channel))
            }
        case .statusRecorded(let status):
            statuses.append(status)
            guard status.effect == .moves else { return }
            change(status.delivery, status: status.status)
        case .fetched(let fetched):
            for delivery in fetched { change(delivery, fetchedAt: Instant(milliseconds: 1)) }
        case .confirmed(let confirmed):
            for delivery in confirmed.deliveries { change(delivery, state: confirmed.state) }
        case .withdrawn(let withdrawn):
            if withdrawn.cause == .withdrawal { freeze(withdrawn.document, by: withdrawn.by) }
            for entry in withdrawn.entries {
                change(entry.delivery, state: entry.state == .done ? .done : .withdrawn, isTaken: true)
            }
        case .paperRegistered(let registered):
            for entry in registered.entries {
                papers.append((registered.issuer, registered.paper.numberKey, entry.recipient))
            }
        default: return
        }
    }

    private func change(
        _ delivery: Serial, state: DeliveryState? = nil, status: BusinessStatus? = nil, fetchedAt: Instant? = nil,
        isTaken: Bool = false
    ) {
        guard let index = deliveries.firstIndex(where: { $0.serial == delivery }) else { return }
        let old = deliveries[index]
        deliveries[index] = DeliveryRecord(
            serial: old.serial, message: old.message, recipient: old.recipient, state: state ?? old.state,
            status: status ?? old.status, channel: old.channel, fetchedAt: fetchedAt ?? old.fetchedAt,
            isTaken: isTaken || old.isTaken)
    }

    private func freeze(_ document: Serial, by withdrawal: Serial) {
        guard let index = documents.firstIndex(where: { $0.serial == document }) else { return }
        let old = documents[index]
        documents[index] = DocumentState(
            serial: old.serial, id: old.id, digest: old.digest, issuer: old.issuer, numberKey: old.numberKey,
            kind: old.kind, hasPaper: old.hasPaper, signature: old.signature, promulgationDay: old.promulgationDay,
            withdrawal: withdrawal)
    }

    /// A nation in small: an axis with a ministry, a province's hub with one agency on each of its tiers.
    static func sample() -> MemoryState {
        let state = MemoryState()
        let topology = Topology(
            tiers: "tier\trank\tname\tname_en\ncentral\t0\tTrung ương\tCentral\nprovince\t1\tTỉnh\tProvince\n",
            hubs: "hub\tparent\tshard\tlatency_ms\tname\nnational\t\t1\t0\tTrục\nH10\tnational\t2\t0\tLGSP\n",
            agencies: "code\told_code\ttier\tparent\thub\tstatus\tvalid_from\tvalid_until\tinvented\tname\n"
                + "G22\t000.00.00.G22\tcentral\t\tnational\tactive\t\t\tno\tVăn phòng Chính phủ\n"
                + "H10\t000.00.00.H10\tprovince\t\tH10\tactive\t\t\tno\tUBND tỉnh\n"
                + "H10.13\t000.00.13.H10\tprovince\tH10\tH10\tactive\t\t\tyes\tSở Mẫu\n"
                + "H10.99\t\tprovince\tH10\tH10\tclosed\t\t\tyes\tSở Đã đóng\n"
                + "H10.W00\t\tprovince\tH10\tH10\tconnection\t\t\tyes\tĐầu mối\n")
        for fact in topology.facts { state.apply(fact) }
        for (index, _) in state.directory.agencies.enumerated() {
            state.apply(
                .certificateBound(
                    CertificateBinding(agency: AgencyNumber(UInt32(index)), key: [UInt8(index)], certificate: [])))
        }
        return state
    }
}

extension Submission {
    /// A new, validly signed document of H10.13 to the Government Office.
    static func sample(to: [String] = ["G22"], id: String = "H10.13,2021,1", digest: UInt8 = 1) -> Submission {
        Submission(
            from: "H10.13", to: to, documentID: id, digest: [UInt8](repeating: digest, count: 32), size: 10,
            subject: "Về việc thử nghiệm", number: "1", notation: "SM-VP", promulgationDay: Day(number: 18_800),
            typeName: "Công văn", urgency: 0, kind: .new, hasPaper: false, signature: .valid, signerKey: [2])
    }
}

extension Numbering {
    static var sample: Numbering {
        Numbering(now: Instant(milliseconds: 1_624_500_000_000), messages: [:], deliveries: [:], entropy: 7)
    }
}
