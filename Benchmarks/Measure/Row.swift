internal import Platform

/// A line of a table, for programs: what it is of, and its figures.
struct Row {
    /// Which table.
    let table: String
    /// What the line is of, by name.
    let labels: [(name: String, value: String)]
    /// The figures, by name, in the table's unit.
    let figures: [(name: String, value: Double)]

    /// `rows` as a JSON array of objects, UTF-8.
    static func json(_ rows: [Row]) -> [UInt8] {
        var json = JSONText(capacity: rows.count * 256)
        json.array { json in
            for row in rows {
                json.object { json in
                    json.member("table", row.table)
                    for (name, value) in row.labels {
                        json.key(dynamic: name)
                        json.string(value)
                    }
                    for (name, value) in row.figures {
                        json.key(dynamic: name)
                        json.number(value)
                    }
                }
            }
        }
        return json.bytes
    }
}
