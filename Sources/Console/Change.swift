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

    /// Makes the request of a form's fields; nil where one is missing, or is not what it should be.
    let call: @Sendable ([String: String]) -> Call?

    /// The change that forms send to `/console/do/NAME`.
    static func named(_ path: String) -> Change? { all[path] }

    /// A whole number as it was typed: nil where it is none or lies outside, one without a value for an empty field.
    private static func number(_ text: String?, _ range: ClosedRange<Int64>) -> Int64?? {
        guard let text, !text.isEmpty else { return .some(nil) }
        guard let number = Int64(text), range.contains(number) else { return nil }
        return number
    }

    private static func settle(_ fields: [String: String], _ outcome: String) -> Call? {
        fields["delivery"].map {
            Call(
                method: "POST", path: "dead-letters/\(Percent.encode($0))/\(outcome)", body: Array("{}".utf8),
                next: "/console/dead-letters")
        }
    }

    private static let all: [String: Change] = [
        "do/stop-hub": Change { fields in
            guard let hub = fields["hub"], let minutes = number(fields["minutes"], 1...10_000) else { return nil }
            var json = JSONText()
            json.object { json in
                json.member("hub", hub)
                if let minutes { json.member("seconds", minutes * 60) }
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
            guard let id = fields["system"], let codes = fields["agencies"],
                let documents = number(fields["quota_documents"], 1...Int64.max),
                let bytes = number(fields["quota_bytes"], 1...Int64.max),
                let registrations = number(fields["registrations"], 0...1_000)
            else { return nil }
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
                for name in ["verified_only", "test"] {
                    json.key(dynamic: name)
                    json.bool(fields[name] != nil)
                }
                // None is no limit, which the API calls 0.
                json.member("quota_documents", documents ?? 0)
                json.member("quota_bytes", bytes ?? 0)
                json.member("registrations", registrations ?? 0)
            }
            return Call(
                method: "POST", path: "systems", body: json.bytes, next: "/console/systems/\(Percent.encode(id))")
        },
        "do/rotate-system": Change { fields in
            guard let id = fields["system"], let given = number(fields["hours"], 0...744), let hours = given else {
                return nil
            }
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
