internal import Platform

/// The way of one document, as the bus tells it.
struct Trace: Sendable, Equatable {
    /// One step.
    struct Hop: Sendable, Equatable {
        let at: String
        let hub: String?
        let agency: String?
        let event: String
        let detail: String
    }

    let title: String
    let documentID: String
    let hops: [Hop]

    /// The trace that the bus gave for a document, under `title`.
    init(_ node: JSONNode, title: String) {
        self.title = title
        documentID = node["document_id"]?.string ?? ""
        hops = (node["hops"]?.elements ?? []).map { hop in
            let agency = hop["agency"]
            return Hop(
                at: hop["at"]?.string ?? "", hub: hop["hub"]?.string,
                agency: agency?.string
                    ?? agency?["code"]?.string.map { code in
                        agency?["name"]?.string.map { "\(code) \($0)" } ?? code
                    },
                event: hop["event"]?.string ?? "", detail: hop["detail"]?.string ?? "")
        }
    }
}
