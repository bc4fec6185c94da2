internal import Platform

extension BenchResult {
    /// The figures as one JSON object, UTF-8; `durability` says what the daemon promises before it answers.
    public func json(durability: String) -> [UInt8] {
        var json = JSONText(capacity: 1024)
        json.object { json in
            json.member("documents_per_second", rate)
            json.member("documents", documents)
            json.member("accepted", accepted)
            json.member("recipients", configuration.recipients)
            json.member("deliveries_per_second", deliveryRate)
            json.member("seconds", Double(nanoseconds) / 1e9)
            json.member("client_processor_seconds", Double(generatorNanoseconds) / 1e9)
            json.key("milliseconds")
            json.object { json in
                json.key("batch_to_accepted")
                json.object { json in
                    json.milliseconds("p50", toAccepted.percentile(0.5))
                    json.milliseconds("p99", toAccepted.percentile(0.99))
                    json.milliseconds("max", toAccepted.percentile(1))
                }
            }
            json.member("size", configuration.size)
            json.member("document_bytes", documentBytes)
            json.member("key", key)
            json.member("signature", signature)
            json.member("senders", configuration.senders)
            json.member("door", configuration.door.rawValue)
            json.member("batch", configuration.batch)
            json.member("inbox", configuration.inbox)
            json.member("durability", durability)
            json.member("hardware", Self.hardware())
        }
        return json.bytes
    }
}
