internal import Exchange
internal import Ledger
internal import Platform

/// A fact as `/events` shows it: what all see whom it concerns, and what only some of them see.
struct Event: Sendable {
    /// Something about one delivery, for the agencies it concerns.
    struct Part: Sendable {
        let audience: [AgencyNumber]
        let json: [UInt8]
    }

    let number: Int64
    let name: String
    /// Who sees the whole; an admin always does.
    let audience: [AgencyNumber]
    /// The members of the object, without braces.
    let members: [UInt8]
    let parts: [Part]

    /// About how many bytes it holds.
    var size: Int { parts.reduce(members.count + 100) { $0 + $1.json.count + 50 } }

    /// The event as Server-Sent Events write it (HTML, section 9.2.5), for those parts that `caller` may see; nil where
    /// it may see nothing.
    func text(for caller: Caller) -> [UInt8]? {
        let seesAll = caller.isAdmin || audience.contains(where: caller.speaks)
        let seen = seesAll ? parts : parts.filter { $0.audience.contains(where: caller.speaks) }
        guard seesAll || !seen.isEmpty else { return nil }
        var text = Array("id: \(number)\nevent: \(name)\ndata: {".utf8)
        text += members
        if !parts.isEmpty {
            text += Array(",\"deliveries\":[".utf8)
            for (index, part) in seen.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                text += part.json
            }
            text.append(UInt8(ascii: "]"))
        }
        text += Array("}\n\n".utf8)
        return text
    }
}
