import Platform

/// What the senders were told, kept outside the daemon: the measure of what it must still know.
final class Bookkeeper: Sendable {
    /// A document that was sent.
    struct Entry: Sendable {
        let document: SignedDocument
        /// The receipt of the first acknowledgement.
        var receipt: String?
        /// When that acknowledgement had come in.
        var at: MonotonicTime?
    }

    struct State {
        var entries: [Entry] = []
        var places: [String: Int] = [:]
        var faults: [String] = []
    }

    private let state = Monitor(State())

    init() {}

    /// Goes on with what is known.
    init(_ entries: [Entry]) {
        state.withLock { state in
            state.entries = entries
            for (place, entry) in entries.enumerated() { state.places[entry.document.id] = place }
        }
    }

    var entries: [Entry] { state.withLock { $0.entries } }
    /// What must not happen and did.
    var faults: [String] { state.withLock { $0.faults } }

    func fault(_ text: String) { state.withLock { $0.faults.append(text) } }

    /// Notes that a document is about to be sent.
    func willSend(_ document: SignedDocument) {
        state.withLock { state in
            guard state.places[document.id] == nil else { return }
            state.places[document.id] = state.entries.count
            state.entries.append(Entry(document: document))
        }
    }

    /// Notes an answer: a receipt never changes, an acknowledged document is never new again, and nothing is refused.
    func note(_ document: SignedDocument, _ answer: BusClient.Answer) {
        let now = MonotonicTime.now
        state.withLock { state in
            guard let place = state.places[document.id] else { return }
            switch answer {
            case .acknowledged(let status, let receipt):
                if let known = state.entries[place].receipt {
                    if known != receipt { state.faults.append("\(document.id): another receipt") }
                    if status != 200 { state.faults.append("\(document.id): acknowledged, and new again") }
                } else {
                    state.entries[place].receipt = receipt
                    state.entries[place].at = now
                }
            case .refused(let status, let body): state.faults.append("\(document.id): \(status) \(body)")
            case .silence: break
            }
        }
    }
}
