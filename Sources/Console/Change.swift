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
        "do/save-system": Change { fields in
            guard let id = fields["system"], let codes = fields["agencies"] else { return nil }
            var json = JSONText()
            json.object { json in
                json.member("id", id)
                json.key("agencies")
                json.array { json in
                    for code in codes.split(whereSeparator: { " ,;\r\n\t".contains($0) }) { json.string(String(code)) }
                }
                for name in ["policy", "duplicates"] {
                    guard let value = fields[name] else { continue }
                    json.key(dynamic: name)
                    json.string(value)
                }
                // A box that is not ticked is not sent.
                for name in ["verified_only", "registers", "test"] {
                    json.key(dynamic: name)
                    json.bool(fields[name] != nil)
                }
                // None is no limit, which the API calls 0.
                for name in ["quota_documents", "quota_bytes"] {
                    json.key(dynamic: name)
                    json.number(fields[name].flatMap(Int64.init) ?? 0)
                }
            }
            return Call(
                method: "POST", path: "systems", body: json.bytes, next: "/console/systems/\(Percent.encode(id))")
        },
        "do/rotate-system": Change { fields in
            guard let id = fields["system"], let hours = fields["hours"].flatMap(Int64.init), (0...744).contains(hours)
            else { return nil }
            var json = JSONText()
            json.object { $0.member("keep_old_seconds", hours * 3_600) }
            return Call(
                method: "POST", path: "systems/\(Percent.encode(id))/rotate", body: json.bytes,
                next: "/console/systems/\(Percent.encode(id))")
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
