/// Reads a topology: three tables of tab-separated values, and where there is one the send rules, that seed an
/// empty ledger.
///
/// Every fault is found in one pass and named with file and line: repeated codes, cycles, orphans, unknown hubs.
public struct Topology: Sendable {
    /// One fault.
    public struct Fault: Hashable, Sendable, CustomStringConvertible {
        /// The table's file name.
        public let file: String
        /// The line, from 1.
        public let line: Int
        /// What is wrong, in a sentence.
        public let message: String

        /// `file:line: message`.
        public var description: String { "\(file):\(line): \(message)" }
    }

    /// The facts that define tiers, hubs, agencies and send rules, in that order.
    public private(set) var facts: [Fact] = []
    /// What is wrong; the facts are of use only where nothing is.
    public private(set) var faults: [Fault] = []

    private var tierByCode: [String: Int] = [:]
    private var hubByCode: [String: Int] = [:]

    private var agencyByCode: [String: Int] = [:]

    /// Reads the texts of `tiers.tsv`, `hubs.tsv`, `agencies.tsv` and, where there are such, `calendar.tsv`,
    /// `deadlines.tsv` and `rules.tsv`.
    public init(
        tiers: String, hubs: String, agencies: String, calendar: String? = nil, deadlines: String? = nil,
        rules: String? = nil
    ) {
        readTiers(Table(file: "tiers.tsv", text: tiers, columns: ["tier", "rank", "name", "name_en"]))
        readHubs(Table(file: "hubs.tsv", text: hubs, columns: ["hub", "parent", "shard", "latency_ms", "name"]))
        readAgencies(
            Table(
                file: "agencies.tsv", text: agencies,
                columns: [
                    "code", "old_code", "tier", "parent", "hub", "status", "valid_from", "valid_until", "invented",
                    "name",
                ], optional: "email"))
        if let calendar { readCalendar(Table(file: "calendar.tsv", text: calendar, columns: ["day", "kind", "name"])) }
        if let deadlines {
            readDeadlines(
                Table(
                    file: "deadlines.tsv", text: deadlines,
                    columns: ["urgency", "receipt_seconds", "time_to_live_seconds"]))
        }
        if let rules {
            readRules(Table(file: "rules.tsv", text: rules, columns: ["name", "from", "to", "effect", "reason"]))
        }
    }

    private mutating func readCalendar(_ table: Table) {
        faults += table.faults
        for row in table.rows {
            guard let day = Day(row.fields[0]),
                let kind = WorkingCalendar.Entry.Kind.allCases.first(where: { "\($0)" == row.fields[1] })
            else {
                fault(table, row, "expected a day as yyyy-MM-dd and holiday, working or usual")
                continue
            }
            facts.append(.calendarEntered(WorkingCalendar.Entry(day: day, kind: kind, name: row.fields[2])))
        }
    }

    private mutating func readDeadlines(_ table: Table) {
        faults += table.faults
        for row in table.rows {
            let receipt: Deadline.Receipt? =
                switch row.fields[1] {
                case "none": Deadline.Receipt.none
                case "same_day": .sameDay
                case let text: UInt32(text).flatMap { $0 > 0 ? .within(seconds: $0) : nil }
                }
            let timeToLive = UInt32(row.fields[2])
            guard let urgency = UInt8(row.fields[0]), urgency <= Deadline.highestUrgency, let receipt,
                timeToLive != nil || row.fields[2] == "never"
            else {
                fault(table, row, "expected an urgency from 0 to 4, same_day, none or seconds, and never or seconds")
                continue
            }
            facts.append(
                .deadlineDefined(
                    Deadline(urgency: urgency, receipt: receipt, timeToLive: timeToLive == 0 ? nil : timeToLive)))
        }
    }

    private mutating func readTiers(_ table: Table) {
        faults += table.faults
        for row in table.rows {
            guard let rank = UInt8(row.fields[1]) else {
                fault(table, row, "rank: expected a number from 0 to 255, found \(row.fields[1])")
                continue
            }
            if tierByCode.updateValue(tierByCode.count, forKey: row.fields[0]) != nil {
                fault(table, row, "tier \(row.fields[0]) stands there twice")
            }
            facts.append(.tierDefined(Tier(code: row.fields[0], rank: rank, name: row.fields[2])))
        }
    }

    private mutating func readHubs(_ table: Table) {
        faults += table.faults
        var parents: [Int?] = []
        var shards: Set<UInt16> = []
        for (index, row) in table.rows.enumerated() {
            if hubByCode.updateValue(index, forKey: row.fields[0]) != nil {
                fault(table, row, "hub \(row.fields[0]) stands there twice")
            }
        }
        for row in table.rows {
            let parent = row.fields[1].isEmpty ? nil : hubByCode[row.fields[1]]
            if parent == nil, !row.fields[1].isEmpty { fault(table, row, "unknown parent hub \(row.fields[1])") }
            parents.append(parent)
            guard let shard = UInt16(row.fields[2]), shard > 0, let latency = UInt32(row.fields[3]) else {
                fault(table, row, "expected a shard from 1 to 65535 and a latency in milliseconds")
                continue
            }
            if !shards.insert(shard).inserted { fault(table, row, "shard \(shard) is taken") }
            facts.append(
                .hubDefined(
                    Hub(code: row.fields[0], parent: parent, shard: shard, latency: latency, name: row.fields[4])))
        }
        if parents.filter({ $0 == nil }).count > 1 {
            faults.append(Fault(file: table.file, line: 1, message: "more than one hub without a parent"))
        }
        reportCycles(table, parents, what: "hub")
    }

    private mutating func readAgencies(_ table: Table) {
        faults += table.faults
        agencyByCode.reserveCapacity(table.rows.count * 2)
        for (index, row) in table.rows.enumerated() {
            for code in [row.fields[0], row.fields[1]] where !code.isEmpty {
                if agencyByCode.updateValue(index, forKey: code) != nil {
                    fault(table, row, "code \(code) stands there twice")
                }
            }
        }
        var parents: [Int?] = []
        parents.reserveCapacity(table.rows.count)
        for (index, row) in table.rows.enumerated() {
            let fields = row.fields
            let parent = fields[3].isEmpty ? nil : agencyByCode[fields[3]]
            if parent == nil, !fields[3].isEmpty { fault(table, row, "unknown parent \(fields[3])") }
            parents.append(parent)
            guard let tier = tierByCode[fields[2]] else {
                fault(table, row, "unknown tier \(fields[2])")
                continue
            }
            guard let hub = hubByCode[fields[4]] else {
                fault(table, row, "unknown hub \(fields[4])")
                continue
            }
            guard let status = Topology.statuses[fields[5]] else {
                fault(table, row, "status: expected active, closed or connection, found \(fields[5])")
                continue
            }
            let from = Day(fields[6])
            let until = Day(fields[7])
            if from == nil && !fields[6].isEmpty || until == nil && !fields[7].isEmpty {
                fault(table, row, "expected dates as yyyy/MM/dd")
            }
            if fields[0].isEmpty || fields[0].utf8.count > 35 { fault(table, row, "a code has 1 to 35 characters") }
            facts.append(
                .agencyDefined(
                    Agency(
                        number: AgencyNumber(UInt32(index)), code: fields[0], oldCode: fields[1], name: fields[9],
                        tier: tier, parent: parent.map { AgencyNumber(UInt32($0)) }, hub: hub, status: status,
                        validFrom: from, validUntil: until, isInvented: fields[8] == "yes")))
            guard fields.count > 10, !fields[10].isEmpty else { continue }
            guard let email = EmailAddress(fields[10]) else {
                fault(table, row, "email: expected an address such as vanthu@example.gov.vn, found \(fields[10])")
                continue
            }
            facts.append(.emailNamed(AgencyEmail(agency: AgencyNumber(UInt32(index)), address: email)))
        }
        reportCycles(table, parents, what: "agency")
    }

    private mutating func readRules(_ table: Table) {
        faults += table.faults
        var rules = SendRules()
        let (agencies, tiers) = (agencyByCode, tierByCode)
        func selector(_ text: String) -> AgencySelector? {
            AgencySelector(text, agency: { agencies[$0].map { AgencyNumber(UInt32($0)) } }, tier: { tiers[$0] })
        }
        for row in table.rows {
            guard let from = selector(row.fields[1]), let to = selector(row.fields[2]) else {
                fault(table, row, "from and to are *, CODE, below:CODE or tier:CODE of what stands in the other tables")
                continue
            }
            guard let effect = SendRule.Effect.allCases.first(where: { "\($0)" == row.fields[3] }) else {
                fault(table, row, "effect: expected allow or deny, found \(row.fields[3])")
                continue
            }
            if rules.rule(row.fields[0]) != nil { fault(table, row, "rule \(row.fields[0]) stands there twice") }
            do {
                rules = try rules.placing(
                    SendRule(name: row.fields[0], from: from, to: to, effect: effect, reason: row.fields[4]))
            } catch { fault(table, row, error.detail) }
        }
        if !rules.list.isEmpty { facts.append(.sendRulesDefined(rules)) }
    }

    private static let statuses: [String: Agency.Status] = [
        "active": .active, "closed": .closed, "connection": .connection,
    ]

    private mutating func fault(_ table: Table, _ row: Table.Row, _ message: String) {
        faults.append(Fault(file: table.file, line: row.line, message: message))
    }

    /// Names the first row of each cycle: a row from which following the parents never ends.
    private mutating func reportCycles(_ table: Table, _ parents: [Int?], what: String) {
        // 0 not visited, 1 on the way, 2 known to end.
        var marks = [UInt8](repeating: 0, count: parents.count)
        for start in parents.indices where marks[start] == 0 {
            var path: [Int] = []
            var current: Int? = start
            while let index = current, marks[index] == 0 {
                marks[index] = 1
                path.append(index)
                current = parents[index]
            }
            if let index = current, marks[index] == 1 {
                fault(table, table.rows[index], "\(what) \(table.rows[index].fields[0]) is its own ancestor")
            }
            for index in path { marks[index] = 2 }
        }
    }
}

/// A table of tab-separated values with a header line; lines that begin with `#` and empty ones are passed over.
private struct Table {
    struct Row {
        let line: Int
        let fields: [String]
    }

    let file: String
    private(set) var rows: [Row] = []
    private(set) var faults: [Topology.Fault] = []

    /// A table that has `columns`, and after them may have the `optional` one.
    init(file: String, text: String, columns: [String], optional: String? = nil) {
        self.file = file
        var columns = columns
        var isHeader = true
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, var line) in lines.enumerated() {
            if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
            if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
            let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
            if isHeader {
                isHeader = false
                if let optional, fields == columns + [optional] { columns = fields }
                if fields != columns {
                    faults.append(
                        Topology.Fault(
                            file: file, line: index + 1,
                            message: "expected the columns \(columns.joined(separator: ", "))"))
                    return
                }
            } else if fields.count == columns.count {
                rows.append(Row(line: index + 1, fields: fields))
            } else {
                faults.append(
                    Topology.Fault(
                        file: file, line: index + 1, message: "expected \(columns.count) columns, found \(fields.count)"
                    ))
            }
        }
        if isHeader { faults.append(Topology.Fault(file: file, line: 1, message: "the header line is missing")) }
    }
}
