/// Which days are working days: Monday to Friday, but for the days that are entered otherwise.
public struct WorkingCalendar: Hashable, Sendable {
    /// A day that is entered.
    public struct Entry: Hashable, Sendable {
        /// What the day is.
        public enum Kind: UInt8, CaseIterable, Sendable {
            /// As its weekday says: takes an entry back.
            case usual = 0
            /// A holiday (Labour Code 2019, article 112), or the day off in its place.
            case holiday = 1
            /// A day that is worked for another one.
            case working = 2
        }

        /// The day.
        public let day: Day
        /// What it is.
        public let kind: Kind
        /// What it is called.
        public let name: String

        /// The entry of `day`.
        public init(day: Day, kind: Kind, name: String) {
            self.day = day
            self.kind = kind
            self.name = name
        }
    }

    private var entryByDay: [Day: Entry] = [:]

    /// The calendar without an entry.
    public init() {}

    /// The entries in order of their days.
    public var entries: [Entry] { entryByDay.values.sorted { $0.day < $1.day } }

    /// Enters a day, or takes its entry back.
    public mutating func enter(_ entry: Entry) { entryByDay[entry.day] = entry.kind == .usual ? nil : entry }

    /// Whether `day` is a working day.
    public func isWorking(_ day: Day) -> Bool {
        if let entry = entryByDay[day] { return entry.kind == .working }
        return day.isWeekday
    }

    /// The first working day from `day` on; `day` itself where none comes within a year.
    public func workingDay(from day: Day) -> Day {
        for number in day.number...day.number + 366 where isWorking(Day(number: number)) { return Day(number: number) }
        return day
    }
}

extension Day {
    /// Whether it is one of Monday to Friday.
    public var isWeekday: Bool {
        // 1970-01-01 was a Thursday.
        let weekday = (Int(number) + 3) % 7
        return (weekday < 0 ? weekday + 7 : weekday) < 5
    }
}
