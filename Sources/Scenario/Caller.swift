internal import Platform

/// The connections of one thread, few enough to stay within the scenario's limit, and the patience to try again.
final class Caller {
    /// Requests sent again so far.
    private(set) var retries = 0
    private let surroundings: any Surroundings
    private let limit: Int
    private let deadline: MonotonicTime
    private var open: [Identity: (wire: any Wire, used: Int)] = [:]
    private var uses = 0

    /// How often one request is tried.
    private static let attempts = 8

    init(_ surroundings: any Surroundings, connections: Int, deadline: MonotonicTime) {
        self.surroundings = surroundings
        limit = max(1, connections)
        self.deadline = deadline
    }

    /// The answer to `request` as `identity`; 429 and 503 are waited out, a lost connection is made anew.
    ///
    /// All requests of a run may be repeated: documents are known by their id, confirming twice is confirming once.
    func call(_ request: WireRequest, as identity: Identity) throws(ScenarioError) -> WireAnswer {
        var pause: Int64 = 20
        for attempt in 1... {
            let last = attempt >= Self.attempts || deadline <= .now
            do throws(ScenarioError) {
                let answer = try wire(identity).exchange(request)
                guard answer.status == 429 || answer.status == 503, !last else { return answer }
                if let seconds = answer.header("Retry-After").flatMap({ Int64($0) }) {
                    pause = max(pause, min(seconds, 10) * 1000)
                }
            } catch {
                open[identity] = nil
                guard error.code == .unreachable, !last else { throw error }
            }
            retries += 1
            Pause.milliseconds(pause)
            pause = min(pause * 2, 2000)
        }
        throw ScenarioError(.unreachable, "no answer to \(request.method) \(request.target)")
    }

    /// The JSON object that answers `request`; another status than 200 or 201 is an error.
    func json(_ request: WireRequest, as identity: Identity) throws(ScenarioError) -> JSONNode {
        let answer = try call(request, as: identity)
        let node = try Self.node(of: answer, request)
        guard answer.status == 200 || answer.status == 201 else {
            throw ScenarioError(
                .unexpectedAnswer,
                "\(request.method) \(request.target) was answered \(answer.status) \(node["code"]?.string ?? "")"
                    + (node["detail"]?.string.map { ": \($0)" } ?? ""),
                hint: node["hint"]?.string)
        }
        return node
    }

    /// The JSON value in `answer`.
    static func node(of answer: WireAnswer, _ request: WireRequest) throws(ScenarioError) -> JSONNode {
        do {
            return try JSONReader.read(answer.body)
        } catch {
            throw ScenarioError(
                .unexpectedAnswer,
                "\(request.method) \(request.target) was answered \(answer.status) without JSON: \(error.message)")
        }
    }

    private func wire(_ identity: Identity) throws(ScenarioError) -> any Wire {
        uses += 1
        if let known = open[identity]?.wire {
            open[identity]?.used = uses
            return known
        }
        if open.count >= limit, let oldest = open.min(by: { $0.value.used < $1.value.used })?.key {
            open[oldest] = nil
        }
        let wire = try surroundings.connect(as: identity)
        open[identity] = (wire, uses)
        return wire
    }
}
