/// The agency in From, as the parties know it.
public struct Sender: Hashable, Sendable {
    /// Its number with them.
    public let number: UInt32
    /// Its code in the new form.
    public let code: String

    /// The agency `code`.
    public init(number: UInt32, code: String) {
        self.number = number
        self.code = code
    }
}
