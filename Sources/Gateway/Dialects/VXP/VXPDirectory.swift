internal import Exchange
internal import HTTP
internal import Platform

/// The directory as the national axis's client reads it.
struct VXPDirectory {
    let directory: Directory

    /// The form of codes that an operation is named for.
    enum Form { case old, new }

    /// Every open agency in one form; with `level` only those of that tier, by its code or its rank from 1.
    func agencies(_ form: Form, level: String? = nil) throws(Problem) -> HTTPResponse {
        let tier = try level.map { level throws(Problem) in
            let ranks = directory.tiers.indices
            guard let tier = directory.tier(code: level) ?? ranks.first(where: { String($0 + 1) == level }) else {
                throw Problem("parameter_invalid", "level is a tier, or its rank from 1.", found: level)
            }
            return tier
        }
        return list { agency, json in
            guard agency.status == .active, tier ?? agency.tier == agency.tier else { return }
            json.object { json in
                json.member("id", String(agency.number.value + 1))
                json.member("pid", agency.parent.map { String($0.value + 1) } ?? "")
                json.member("code", Self.code(agency, form))
                json.member("name", agency.name)
                json.member("mail", "")
                json.member("oldCode", form == .new ? agency.oldCode : "")
                if form == .new { json.member("code102", agency.oldCode) }
            }
        }
    }

    func agencies(_ form: Form) -> HTTPResponse {
        (try? agencies(form, level: nil)) ?? list { _, _ in }
    }

    /// Every agency ever, closed ones marked.
    func units() -> HTTPResponse {
        let directory = directory
        return list { agency, json in
            json.object { json in
                json.member("id", String(agency.number.value + 1))
                json.member("pid", agency.parent.map { String($0.value + 1) } ?? "")
                json.member("code", agency.code)
                json.member("name", agency.name)
                json.member("mail", "")
                json.member("version", String(directory.version))
                json.member("centerCode", directory.hubs[agency.hub].code)
                json.member("deleted", agency.status == .closed)
                json.member("modifyDate", agency.validFrom?.slashed ?? "")
                json.member("isAgency", agency.status != .connection)
            }
        }
    }

    private static func code(_ agency: Agency, _ form: Form) -> String {
        form == .old && !agency.oldCode.isEmpty ? agency.oldCode : agency.code
    }

    private func list(_ write: @escaping @Sendable (Agency, inout JSONText) -> Void) -> HTTPResponse {
        let agencies = directory.agencies
        let envelope = HTTPResponse.vxp { json in
            json.key("data")
            json.array { _ in }
        }
        return ListAnswer.fill(envelope, count: agencies.count) { write(agencies[$0], &$1) }
    }
}
