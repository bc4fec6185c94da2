internal import Platform

/// A change that a form of the console makes: the request to the API, and the page to show then.
struct Change: Sendable {
    /// A request to the API.
    struct Call {
        let method: String
        /// Below `/api/v1/`.
        let path: String
        let body: [UInt8]
        /// The page to go on with.
        let next: String
    }

    /// Makes the request of a form's fields; nil where one is missing.
    let call: @Sendable ([String: String]) -> Call?

    /// The change that forms send to `/console/do/NAME`.
    static func named(_ path: String) -> Change? { all[path] }

    private static func settle(_ fields: [String: String], _ outcome: String) -> Call? {
        fields["delivery"].map {
            Call(
                method: "POST", path: "dead-letters/\(Percent.encode($0))/\(outcome)", body: Array("{}".utf8),
                next: "/console/dead-letters")
        }
    }

    private static let all: [String: Change] = [
        "do/stop-hub": Change { fields in
            guard let hub = fields["hub"] else { return nil }
            var json = JSONText()
            json.object { json in
                json.member("hub", hub)
                if let minutes = fields["minutes"].flatMap({ Int($0) }), minutes > 0 {
                    json.member("seconds", minutes * 60)
                }
                json.member("reason", fields["reason"] ?? "")
            }
            return Call(method: "POST", path: "faults", body: json.bytes, next: "/console/operations")
        },
        "do/start-hub": Change { fields in
            fields["hub"].map {
                Call(method: "DELETE", path: "faults/\(Percent.encode($0))", body: [], next: "/console/operations")
            }
        },
        "do/close-system": Change { fields in
            fields["system"].map {
                Call(
                    method: "POST", path: "systems/\(Percent.encode($0))/close", body: [], next: "/console/systems")
            }
        },
        "do/retry-webhook": Change { fields in
            fields["webhook"].map {
                Call(
                    method: "POST", path: "webhooks/\(Percent.encode($0))/retry", body: Array("{}".utf8),
                    next: "/console/webhooks")
            }
        },
        "do/retry-dead-letter": Change { settle($0, "retry") },
        "do/return-dead-letter": Change { settle($0, "return") },
        "do/recall": Change { fields in
            guard let id = fields["id"], let reason = fields["reason"], !reason.isEmpty else { return nil }
            var json = JSONText()
            json.object { $0.member("reason", reason) }
            return Call(
                method: "POST", path: "documents/\(Percent.encode(id))/recall", body: json.bytes,
                next: "/console/documents/\(Percent.encode(id))")
        },
    ]
}
