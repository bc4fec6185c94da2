import Glibc

/// What the environment says of how long and with which seed the durability tests run.
enum Environment {
    /// The number in the variable `name`, or `usual`.
    static func number(_ name: String, or usual: Int) -> Int {
        guard let text = unsafe getenv(name) else { return usual }
        return unsafe Int(String(cString: text)) ?? usual
    }
}
