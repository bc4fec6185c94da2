internal import Exchange
internal import Platform

/// Loading a topology, and finding an agency by either code, from a thousand to 120,000 agencies.
struct DirectoryMeasurement {
    private static let tiers = """
        tier\trank\tname\tname_en
        central\t0\tTrung ương\tCentral
        province\t1\tTỉnh\tProvince
        district\t2\tHuyện\tDistrict
        commune\t3\tXã\tCommune
        """

    func run() throws -> [Row] {
        var rows: [Row] = []
        print("\nDirectory: milliseconds to read, check and load a topology; nanoseconds to find an agency by a code")
        print("agencies     load ms     by new code     by old code")
        for count in [1_000, 12_000, 120_000] {
            let (hubs, agencies) = tables(count)
            let start = MonotonicTime.now
            let topology = Topology(tiers: Self.tiers, hubs: hubs, agencies: agencies)
            if let fault = topology.faults.first { throw Contest.Failure(description: fault.description) }
            var directory = Directory()
            for fact in topology.facts { directory.apply(fact) }
            let loaded = Double(MonotonicTime.now.since(start)) / 1e6
            let new = try lookup(directory, (0..<count).map(newCode))
            let old = try lookup(directory, (0..<count).map(oldCode))
            let cells = [("\(count)", 8), (loaded.short, 12), (new.short, 16), (old.short, 16)]
            print(cells.map { String(repeating: " ", count: max(0, $1 - $0.count)) + $0 }.joined())
            rows.append(
                Row(
                    table: "directory", labels: [("agencies", "\(count)")],
                    figures: [
                        ("load_milliseconds", loaded), ("by_code_nanoseconds", new), ("by_old_code_nanoseconds", old),
                    ]))
        }
        return rows
    }

    private func lookup(_ directory: Directory, _ codes: [String]) throws -> Double {
        // The same codes for every size, spread over the whole: what differs is the directory alone.
        let chosen = (0..<1_000).map { codes[$0 * codes.count / 1_000] }
        var found = 0
        let rounds = 400
        let start = MonotonicTime.now
        for _ in 0..<rounds { for code in chosen where directory.agency(code: code) != nil { found += 1 } }
        let taken = Double(MonotonicTime.now.since(start))
        guard found == rounds * chosen.count else {
            throw Contest.Failure(description: "codes of the topology were not found")
        }
        return taken / Double(found)
    }

    private func newCode(_ index: Int) -> String { "X\(index % 63).\(index / 63 / 60).\(index / 63 % 60)" }

    private func oldCode(_ index: Int) -> String { "000.\(index / 60).\(index % 60).X\(index % 63)" }

    /// 63 provinces on the axis, and everybody else spread over them.
    private func tables(_ count: Int) -> (hubs: String, agencies: String) {
        var hubs = "hub\tparent\tshard\tlatency_ms\tname\nVN\t\t1\t0\tTrục\n"
        for province in 0..<63 { hubs += "X\(province)\tVN\t\(province + 2)\t0\tLGSP \(province)\n" }
        var agencies = "code\told_code\ttier\tparent\thub\tstatus\tvalid_from\tvalid_until\tinvented\tname\n"
        for index in 0..<count {
            let parent = index < 63 ? "" : newCode(index % 63)
            let tier = index < 63 ? "province" : index < 63 * 12 ? "district" : "commune"
            agencies += "\(newCode(index))\t\(oldCode(index))\t\(tier)\t\(parent)\tX\(index % 63)\tactive\t"
            agencies += "2021/01/01\t\tyes\tCơ quan thử \(index)\n"
        }
        return (hubs, agencies)
    }
}
