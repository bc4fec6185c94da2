internal import Platform

extension Comparison {
    /// The head of the table.
    public static let head = ["FIGURE", "A", "B", "CHANGE", "B IS"]

    /// Figure, first run, second run, change and verdict, a row each.
    public var table: [[String]] {
        let language = PageLanguage(isVietnamese: false)
        func cell(_ value: Double?, _ unit: Unit) -> String {
            guard let value else { return "–" }
            return switch unit {
            case .perSecond: "\(language.figure(value))/s"
            case .count: language.decimal(value, 0)
            case .nanoseconds: language.duration(value)
            }
        }
        return rows.map { row in
            [
                row.name, cell(row.first, row.unit), cell(row.second, row.unit),
                row.change.map(language.change) ?? "–", row.verdict.rawValue,
            ]
        }
    }

    /// The comparison as one object; latencies in milliseconds.
    public var json: [UInt8] {
        var json = JSONText()
        json.object { json in
            for (name, run) in [("a", first), ("b", second)] {
                json.key(dynamic: name)
                json.object { json in
                    json.member("scenario", run.scenario)
                    json.member("run", run.run)
                }
            }
            json.key("figures")
            json.array { json in
                for row in rows {
                    let scale = row.unit == .nanoseconds ? 1e6 : 1
                    json.object { json in
                        json.member("name", row.name)
                        json.member("unit", row.unit.rawValue)
                        json.member("a", row.first.map { $0 / scale })
                        json.member("b", row.second.map { $0 / scale })
                        json.member("change_percent", row.change)
                        json.member("verdict", row.verdict.rawValue)
                    }
                }
            }
            json.member("verdict", verdict.rawValue)
            json.member("statement", statement(vietnamese: false))
        }
        return json.bytes + [0x0A]
    }
}
