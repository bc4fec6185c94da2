internal import Platform

extension JSONText {
    /// Nanoseconds in milliseconds, or null where nothing was measured.
    mutating func milliseconds(_ name: StaticString, _ nanoseconds: UInt64?) {
        figure(name, nanoseconds.map { Double($0) / 1e6 })
    }

    /// A figure, or null where nothing was measured.
    mutating func figure(_ name: StaticString, _ value: Double?) {
        key(name)
        if let value { number(value) } else { null() }
    }
}
