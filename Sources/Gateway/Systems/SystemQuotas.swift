internal import Exchange
internal import Ledger
internal import Platform

/// What systems have used of their quotas today.
struct SystemQuotas {
    let services: Services

    init(_ services: Services) { self.services = services }

    /// What a system sent today; nil where it has no quota.
    func usage(of system: ConnectedSystem) -> SystemUsage? {
        guard system.quota.isLimit, let index = services.ledger.directory.system(id: system.id) else { return nil }
        return try? services.ledger.read { try $0.usage(ofSystem: index, on: services.clock().day) }
    }
}

extension JSONText {
    /// The quota of a system and what is left of it: members of its object, none where there is no limit.
    mutating func quota(of system: ConnectedSystem, _ used: SystemUsage?) {
        func left(_ limit: UInt64?, _ used: UInt64?) -> Int64? {
            limit.map { limit in Int64(clamping: limit - min(limit, used ?? 0)) }
        }
        member("quota_documents", system.quota.documents.map(Int64.init(clamping:)))
        member("quota_bytes", system.quota.bytes.map(Int64.init(clamping:)))
        member("used_documents", used.map { Int64(clamping: $0.documents) })
        member("used_bytes", used.map { Int64(clamping: $0.bytes) })
        member("left_documents", left(system.quota.documents, used?.documents))
        member("left_bytes", left(system.quota.bytes, used?.bytes))
    }
}
