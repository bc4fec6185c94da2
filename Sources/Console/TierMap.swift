/// What tiers are called.
enum TierMap {
    /// A tier's name for people.
    static func label(_ tier: String, _ context: PageContext) -> String {
        switch tier {
        case "central": context.word("Central", "Trung ương")
        case "province": context.word("Province", "Tỉnh")
        case "district": context.word("District", "Huyện")
        case "commune": context.word("Commune", "Xã")
        default: tier
        }
    }
}
