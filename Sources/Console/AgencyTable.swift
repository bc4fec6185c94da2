internal import Gateway
internal import Platform

/// Agencies as rows: what waits in their mailboxes, their certificates, their systems, and the branch below them.
struct AgencyTable {
    private let context: PageContext

    /// So many steps up a branch has at most; there are fewer tiers.
    private static let deepest = 16
    /// Where the list of agencies stops counting a mailbox.
    private static let countLimit = 1_000

    init(_ context: PageContext) { self.context = context }

    var columns: [String] {
        [
            context.word("Agency", "Cơ quan"), context.word("Tier", "Cấp"), context.word("Hub", "Trục"),
            context.word("Status", "Tình trạng"), context.word("In the mailbox", "Trong hộp thư"),
            context.word("Longest not read", "Chưa đọc lâu nhất"),
            context.word("Certificate until", "Chứng thư đến"), context.word("Systems", "Hệ thống"),
        ]
    }

    let numbers: Set<Int> = [4, 5, 7]

    /// The agencies from the top to the one with `code`.
    func path(to code: String) throws(Visit.Failure) -> [JSONNode] {
        var path: [JSONNode] = []
        var next: String? = code
        while let code = next, path.count < Self.deepest {
            let agency = try context.get("agencies/\(Percent.encode(code))")
            path.insert(agency, at: 0)
            next = agency["parent"]?.string
        }
        return path
    }

    /// An agency whose branch is open: the link closes it.
    func open(_ agency: JSONNode, depth: Int) -> [HTML] {
        let parent = agency.text("parent")
        return cells(
            agency, depth: depth,
            link(
                to: parent, "▾",
                context.word("Close the branch of \(agency.text("code"))", "Đóng nhánh \(agency.text("code"))")))
    }

    /// An agency whose branch can be opened, where there is one; in a list of one tier there are no branches.
    func row(_ agency: JSONNode, depth: Int, in tier: String) -> [HTML] {
        let code = agency.text("code")
        let below = agency.number("below")
        let label = context.word("Open the branch of \(code): \(below)", "Mở nhánh \(code): \(below)")
        return cells(
            agency, depth: depth,
            below == 0 || !tier.isEmpty ? "<span class=\"branch\"></span>" : link(to: code, "▸", label))
    }

    private func link(to code: String, _ sign: String, _ label: String) -> HTML {
        "<a class=\"branch\" href=\"/console/agencies\(code.isEmpty ? "" : "?at=\(Percent.encode(code))")\" aria-label=\"\(label)\" title=\"\(label)\">\(sign)</a>"
    }

    private func cells(_ agency: JSONNode, depth: Int, _ branch: HTML) -> [HTML] {
        let below = agency.number("below")
        let count: HTML = below == 0 ? "" : " <small>(\(Parts.count(below)))</small>"
        return [
            "<span class=\"under\(min(depth, 4))\">\(branch)\(Parts.agency(agency.text("code"))) \(agency.text("name"))\(count)</span>",
            "\(TierMap.label(agency.text("tier"), context))", "\(agency.text("hub"))",
            Parts.state(agency.text("status"), context), mailbox(agency), oldest(agency), certificate(agency),
            systems(agency),
        ]
    }

    /// What lies in the mailbox; nothing where the visitor may not know.
    func mailbox(_ agency: JSONNode) -> HTML {
        guard let depth = agency["mailbox"]?.int else { return "–" }
        return "\(Parts.count(depth))\(depth == Self.countLimit ? "+" : "")"
    }

    /// How long the oldest document waits that was not read.
    func oldest(_ agency: JSONNode) -> HTML {
        guard let seconds = agency["oldest_unfetched_seconds"]?.int else { return "–" }
        return
            "<time datetime=\"\(agency.text("oldest_unfetched_at"))\" title=\"\(agency.text("oldest_unfetched_at"))\">\(Parts.span(seconds, context))</time>"
    }

    /// Until when the certificate is valid that lasts longest, or why none is.
    func certificate(_ agency: JSONNode) -> HTML {
        guard let certificate = agency["certificate"], !certificate.text("not_after").isEmpty else { return "–" }
        let day = String(certificate.text("not_after").prefix(10))
        return certificate.text("status") == "valid"
            ? "<time datetime=\"\(certificate.text("not_after"))\">\(day)</time>"
            : "\(Parts.state(certificate.text("status"), context)) <code>\(certificate.text("code"))</code>"
    }

    /// How many systems speak for it, and of one agency which, with a link for those who see systems.
    func systems(_ agency: JSONNode) -> HTML {
        guard let count = agency["systems"]?.int else { return "–" }
        let names = HTML(
            (agency["system_ids"]?.elements ?? []).compactMap(\.string).map { id -> HTML in
                context.readsAll
                    ? " <a href=\"/console/systems/\(Percent.encode(id))\">\(id)</a>" : " <code>\(id)</code>"
            })
        return (count > 0 && context.readsAll ? "<a href=\"/console/systems\">\(count)</a>" : "\(count)") + names
    }
}
