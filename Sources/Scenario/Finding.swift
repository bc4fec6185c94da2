/// One thing that had to hold, and whether it did.
struct Finding: Sendable, Equatable {
    let name: String
    let expected: String
    let found: String
    let passed: Bool
}
