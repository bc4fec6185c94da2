internal import Platform

extension Party {
    /// The open agencies of the `tiers` that have an identity here; with `orIssued` those that one can be made for as well.
    static func all(
        _ admin: Caller, tiers: [String], surroundings: any Surroundings, orIssued: Bool = false
    ) throws(ScenarioError) -> [Party] {
        var parties: [Party] = []
        var cursor: String?
        repeat {
            let page = cursor.map { "&cursor=\(Percent.encode($0))" } ?? ""
            let node = try admin.json(
                WireRequest(method: "GET", target: "/api/v1/agencies?limit=500\(page)"), as: .admin)
            let items = node["items"]?.elements ?? []
            for item in items {
                guard item["status"]?.string == "active", let code = item["code"]?.string,
                    let tier = item["tier"]?.string.flatMap({ tiers.firstIndex(of: $0) }),
                    orIssued && surroundings.issues || surroundings.hasIdentity(of: code)
                else { continue }
                let parent = item["parent"]
                parties.append(
                    Party(
                        code: code, name: item["name"]?.string ?? code, tier: tier,
                        parent: parent?.string ?? parent?["code"]?.string))
            }
            let next = node["cursor"]?.string
            cursor = items.isEmpty || next == cursor ? nil : next
        } while cursor != nil
        guard !parties.isEmpty else {
            throw ScenarioError(.identityMissing, "no agency of the directory has a certificate and a key here")
        }
        return parties
    }
}
