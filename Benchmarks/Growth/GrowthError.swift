/// Why a ledger could not be filled.
struct GrowthError: Error, CustomStringConvertible {
    let description: String
}
