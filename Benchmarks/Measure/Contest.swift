internal import Platform

/// Several ways of doing the same work, timed in turns: what else the machine does meets all of them alike.
struct Contest {
    /// One way: does the piece of work with this number, and says whether it came out right.
    struct Way {
        let name: String
        let perform: (Int) -> Bool
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let ways: [Way]
    let pieces: Int
    let turn = 250

    /// The text in a column of this width, to the left where it is negative.
    static func padded(_ text: String, _ width: Int) -> String {
        let space = String(repeating: " ", count: max(0, abs(width) - text.count))
        return width < 0 ? text + space : space + text
    }

    /// Nanoseconds a piece, by way: the median of the turns.
    func run() throws -> [Double] {
        var turns = [[Double]](repeating: [], count: ways.count)
        for start in stride(from: 0, to: pieces, by: turn) {
            let end = min(start + turn, pieces)
            for offset in ways.indices {
                // Another order each time, so that nobody always comes after the same one.
                let index = (offset + start / turn) % ways.count
                let begin = MonotonicTime.now
                for piece in start..<end where !ways[index].perform(piece) {
                    throw Failure(description: "\(ways[index].name): a wrong result for piece \(piece)")
                }
                turns[index].append(Double(MonotonicTime.now.since(begin)) / Double(end - start))
            }
        }
        return turns.map { $0.sorted()[$0.count / 2] }
    }
}

extension Double {
    /// With one digit after the point.
    var short: String {
        let tenths = Int((self * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// With two digits after the point.
    var ratio: String {
        let hundredths = Int((self * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
