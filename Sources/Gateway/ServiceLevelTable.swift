internal import Exchange
internal import HTTP
internal import Platform

/// Service levels of some days as an answer: JSON, or values for a spreadsheet.
struct ServiceLevelTable {
    /// One tier or agency, with its counts by lane of urgency.
    struct Row {
        let key: String
        let name: String
        let lanes: [ServiceCounts]

        /// The counts of all lanes, and those of the urgent ones.
        var sums: (all: ServiceCounts, urgent: ServiceCounts) {
            var (all, urgent) = (ServiceCounts(), ServiceCounts())
            for (lane, counts) in lanes.enumerated() {
                all.add(counts.all)
                if lane > 0 { urgent.add(counts.all) }
            }
            return (all, urgent)
        }
    }

    let first: Day
    let last: Day
    let isByTier: Bool
    let rows: [Row]
    /// Where the next page begins; nil at the end.
    let next: String?

    // MARK: JSON

    var json: HTTPResponse {
        .json(200) { json in
            json.member("from", first.description)
            json.member("to", last.description)
            json.member("by", isByTier ? "tier" : "agency")
            json.key("span_seconds")
            json.array { json in for seconds in ServiceLevels.spans { json.number(seconds) } }
            json.key("rows")
            json.array { json in
                for row in rows {
                    json.object { json in
                        json.member("key", row.key)
                        json.member("name", row.name)
                        Self.write(row, to: &json)
                    }
                }
            }
            if isByTier {
                json.key("total")
                json.object { Self.write(total, to: &$0) }
            }
            json.key("cursor")
            if let next { json.string(next) } else { json.null() }
        }
    }

    private var total: Row {
        var lanes = Overtaking.lanes.map { _ in ServiceCounts() }
        for row in rows { for (lane, counts) in row.lanes.enumerated() { lanes[lane].add(counts.all) } }
        return Row(key: "", name: "", lanes: lanes)
    }

    private static func write(_ row: Row, to json: inout JSONText) {
        let (all, urgent) = row.sums
        json.key("all")
        json.object { write(all, to: &$0) }
        json.key("urgent")
        json.object { write(urgent, to: &$0) }
        json.key("urgencies")
        json.array { json in
            for (urgency, counts) in row.lanes.enumerated() {
                json.object { json in
                    json.member("urgency", urgency)
                    write(counts, to: &json)
                }
            }
        }
    }

    private static func write(_ counts: ServiceCounts, to json: inout JSONText) {
        json.key("sending")
        json.object { json in
            json.member("documents", counts.documents)
            json.member("same_day", counts[.sentSameDay])
            json.member("next_morning", counts[.sentNextMorning])
            json.member("late", counts[.sentLate])
            share("same_day_share", counts.sentSameDayShare, to: &json)
            share("in_time_share", counts.sentInTimeShare, to: &json)
        }
        json.key("receiving")
        json.object { json in
            json.member("deliveries", counts[.delivered])
            json.member("same_day", counts[.receivedSameDay])
            json.member("late", counts[.receivedLate])
            json.member("open", counts.open)
            json.member("dead_letters", counts[.deadLetters])
            json.member("withdrawn", counts[.withdrawn])
            json.member("deadline_missed", counts[.deadlineMissed])
            share("same_day_share", counts.receivedSameDayShare, to: &json)
            for (name, measure) in zip(["fetch", "receipt"] as [StaticString], ServiceCounts.Measure.allCases) {
                json.key(name)
                json.object { json in
                    let histogram = counts.histogram(measure)
                    json.member("measured", histogram.reduce(0, +))
                    for (name, percent) in zip(
                        ["median_seconds", "p90_seconds"] as [StaticString], [50, 90] as [Int64])
                    {
                        json.key(name)
                        if let seconds = counts.seconds(measure, percent: percent) {
                            json.number(seconds)
                        } else {
                            json.null()
                        }
                    }
                    json.key("spans")
                    json.array { json in for count in histogram { json.number(count) } }
                }
            }
        }
    }

    private static func share(_ name: StaticString, _ share: Double?, to json: inout JSONText) {
        json.key(name)
        if let share { json.number(share) } else { json.null() }
    }

    // MARK: CSV

    private static let columns = [
        "key", "name", "urgency", "documents", "sent_same_day", "sent_next_morning", "sent_late",
        "sent_same_day_share", "sent_in_time_share", "deliveries", "received_same_day", "received_late", "open",
        "dead_letters", "withdrawn", "deadline_missed", "received_same_day_share", "fetch_median_seconds",
        "fetch_p90_seconds", "receipt_median_seconds", "receipt_p90_seconds",
    ]

    /// A line a row and urgency; `all` is the sum. Where there is a next page, a header field says where it begins.
    var csv: HTTPResponse {
        var text = CSV.line(Self.columns)
        for row in rows {
            text += Self.line(row, "all", row.sums.all)
            for (urgency, counts) in row.lanes.enumerated() { text += Self.line(row, String(urgency), counts) }
        }
        let headers = [("Content-Disposition", "attachment; filename=\"service-levels.csv\"")]
        return HTTPResponse(
            status: 200, contentType: "text/csv; charset=utf-8; header=present",
            headers: headers + (next.map { [("Lgsp-Cursor", $0)] } ?? []), body: Array(text.utf8))
    }

    private static func line(_ row: Row, _ urgency: String, _ counts: ServiceCounts) -> String {
        let numbers: [Int64] = [
            counts.documents, counts[.sentSameDay], counts[.sentNextMorning], counts[.sentLate],
        ]
        let received: [Int64] = [
            counts[.delivered], counts[.receivedSameDay], counts[.receivedLate], counts.open, counts[.deadLetters],
            counts[.withdrawn], counts[.deadlineMissed],
        ]
        let seconds = ServiceCounts.Measure.allCases.flatMap { measure in
            [50, 90].map { counts.seconds(measure, percent: $0).map(String.init) ?? "" }
        }
        func share(_ share: Double?) -> String { share.map { String(($0 * 10_000).rounded() / 10_000) } ?? "" }
        return CSV.line(
            [row.key, row.name, urgency] + numbers.map(String.init)
                + [share(counts.sentSameDayShare), share(counts.sentInTimeShare)] + received.map(String.init)
                + [share(counts.receivedSameDayShare)] + seconds)
    }
}
