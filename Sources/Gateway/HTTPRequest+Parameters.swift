internal import Exchange
internal import HTTP

/// Parameters of the query, with a refusal where one has no meaning: a typing error must not look like an answer.
extension HTTPRequest {
    /// A whole number within `range`.
    func number<Number: FixedWidthInteger>(
        _ name: String, in range: ClosedRange<Number>
    ) throws(Problem) -> Number? {
        guard let text = parameter(name) else { return nil }
        guard let number = Number(text), range.contains(number) else {
            throw Problem("parameter_invalid", "\(name) is \(range.lowerBound) to \(range.upperBound).", found: text)
        }
        return number
    }

    /// How many items a page holds at most.
    func limit(most: Int = 500, usual: Int = 100) throws(Problem) -> Int { try number("limit", in: 1...most) ?? usual }

    /// The number that a page's cursor stands for.
    func cursor() throws(Problem) -> Int64? {
        guard let text = parameter("cursor"), !text.isEmpty else { return nil }
        guard let number = Int64(text), number >= 0 else {
            throw Problem("parameter_invalid", "A cursor is one that a page before gave.", found: text)
        }
        return number
    }

    /// Whether a switch is on: 1 or 0.
    func flag(_ name: String) throws(Problem) -> Bool {
        switch parameter(name) {
        case nil, "0": false
        case "1": true
        case let text: throw Problem("parameter_invalid", "\(name) is 0 or 1.", found: text)
        }
    }

    /// A day, `yyyy-MM-dd` or `yyyy/MM/dd`.
    func day(_ name: String) throws(Problem) -> Day? {
        guard let text = parameter(name) else { return nil }
        guard let day = Day(text) else { throw Problem("parameter_invalid", "\(name) is yyyy-MM-dd.", found: text) }
        return day
    }
}
