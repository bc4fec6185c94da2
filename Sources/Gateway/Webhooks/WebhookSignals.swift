internal import Exchange
internal import Platform

/// What the dispatcher of webhooks is woken for: new mail, changes of the directory, restarts, outcomes of calls.
final class WebhookSignals: Sendable {
    /// What happened since the dispatcher looked last.
    struct News {
        var mailboxes: Set<AgencyNumber> = []
        var isDirectoryChanged = false
        var isRestarted = false
        var outcomes: [(call: WebhookSchedule.Call, outcome: WebhookSchedule.Outcome)] = []
        var isClosing = false

        var isEmpty: Bool {
            mailboxes.isEmpty && !isDirectoryChanged && !isRestarted && outcomes.isEmpty && !isClosing
        }
    }

    private struct State {
        var watched: Set<AgencyNumber> = []
        var news = News()
    }

    private let state = Monitor(State())

    /// A batch is on disk. Called by the writer: with no webhook on these mailboxes it costs next to nothing.
    func committed(_ mailboxes: Set<AgencyNumber>, directoryChanged: Bool) {
        let isNews = directoryChanged || state.withLock { !$0.watched.isDisjoint(with: mailboxes) }
        guard isNews else { return }
        state.notify { state in
            state.news.isDirectoryChanged = state.news.isDirectoryChanged || directoryChanged
            state.news.mailboxes.formUnion(state.watched.intersection(mailboxes))
        }
    }

    /// Dead letters were restarted.
    func restarted() { state.notify { $0.news.isRestarted = true } }

    /// A call is over.
    func ended(_ call: WebhookSchedule.Call, _ outcome: WebhookSchedule.Outcome) {
        state.notify { $0.news.outcomes.append((call, outcome)) }
    }

    /// The dispatcher is to end.
    func close() { state.notify { $0.news.isClosing = true } }

    /// Whether it was closed.
    var isClosing: Bool { state.withLock { $0.news.isClosing } }

    /// The mailboxes that webhooks are told of.
    func watch(_ agencies: Set<AgencyNumber>) { state.withLock { $0.watched = agencies } }

    /// What is new, at the latest at `deadline`, then maybe nothing.
    func wait(until deadline: MonotonicTime?) -> News {
        let news = state.wait(until: deadline) { (state: inout State) -> News? in
            guard !state.news.isEmpty else { return nil }
            let news = state.news
            state.news = News()
            state.news.isClosing = news.isClosing
            return news
        }
        return news ?? News()
    }
}
