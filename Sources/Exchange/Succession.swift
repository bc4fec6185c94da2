/// Which agency took over from a closed one.
public struct Succession: Hashable, Sendable {
    /// The agency that is closed.
    public let agency: AgencyNumber
    /// The one that took it over.
    public let successor: AgencyNumber

    /// `successor` after `agency`.
    public init(of agency: AgencyNumber, by successor: AgencyNumber) {
        self.agency = agency
        self.successor = successor
    }

    /// The agency that acts for a closed one: the first in the line of its successors that is not closed. Nil for one
    /// that is not closed, and where the line ends or runs in a circle.
    public static func heir(of agency: Agency, in directory: Directory) -> Agency? {
        guard directory.hasSuccessions, agency.status == .closed else { return nil }
        var seen: Set<AgencyNumber> = [agency.number]
        var current = agency
        while let number = directory.successors[current.number], seen.insert(number).inserted,
            let next = directory.agency(number)
        {
            if next.status != .closed { return next }
            current = next
        }
        return nil
    }

    /// The agencies that `agency` acts for: itself, and the closed ones that it took over, directly or through others
    /// that are closed themselves.
    public static func line(of agency: AgencyNumber, in directory: Directory) -> [AgencyNumber] {
        var line = [agency]
        guard directory.hasSuccessions else { return line }
        var seen: Set<AgencyNumber> = [agency]
        var index = 0
        while index < line.count {
            for number in directory.predecessors[line[index]] ?? []
            where directory.agency(number)?.status == .closed && seen.insert(number).inserted {
                line.append(number)
            }
            index += 1
        }
        return line
    }

    /// All that any of `agencies` acts for: themselves first, in their order, then those they took over.
    public static func lines(of agencies: [AgencyNumber], in directory: Directory) -> [AgencyNumber] {
        guard directory.hasSuccessions else { return agencies }
        var seen = Set(agencies)
        return agencies + agencies.flatMap { line(of: $0, in: directory).filter { seen.insert($0).inserted } }
    }

    /// Whose mailbox takes what goes to `agency`: its own, or its heir's.
    public static func mailbox(of agency: AgencyNumber, in directory: Directory) -> AgencyNumber {
        directory.agency(agency).flatMap { heir(of: $0, in: directory) }?.number ?? agency
    }

    /// The mailboxes where something for `agency` may lie: its own, those of whom it took over, and its heir's.
    static func mailboxes(of agency: AgencyNumber, in directory: Directory) -> [AgencyNumber] {
        let heir = mailbox(of: agency, in: directory)
        return line(of: agency, in: directory) + (heir == agency ? [] : [heir])
    }

    /// The facts that close agencies, all or none, and name who takes them over; without a successor they have none,
    /// or keep the one they had. The successor takes part itself, so that no circle can come about.
    public static func close(
        _ codes: [String], successor: String?, in directory: Directory
    ) throws(Refusal) -> [Fact] {
        var heir: Agency?
        if let successor {
            guard let found = directory.agency(named: successor) else {
                throw Refusal(.notFound, "There is no such agency.", found: successor)
            }
            guard found.status == .active else {
                throw Refusal(.successorInvalid, "The successor takes no part itself.", found: successor)
            }
            heir = found
        }
        var facts: [Fact] = []
        for code in codes {
            guard let agency = directory.agency(named: code), agency.status != .connection else {
                throw Refusal(.notFound, "There is no such agency.", found: code)
            }
            guard agency.number != heir?.number else {
                throw Refusal(.successorInvalid, "An agency does not succeed itself.", found: code)
            }
            if agency.status != .closed { facts.append(.agencyDefined(agency.closed)) }
            if let heir, directory.successors[agency.number] != heir.number {
                facts.append(.successorNamed(Succession(of: agency.number, by: heir.number)))
            }
        }
        return facts
    }
}

/// For whom successors got a document that was addressed to agencies that are closed.
public struct Succeeded: Hashable, Sendable {
    /// One agency as it was addressed.
    public struct Entry: Hashable, Sendable {
        /// Who was addressed.
        public let addressed: AgencyNumber
        /// Who gets it.
        public let recipient: AgencyNumber
    }

    /// The document.
    public let document: Serial
    /// Whom it reaches at another's.
    public let entries: [Entry]

    /// What follows from the acceptance of a document; nil where all whom it is addressed to take part themselves.
    public init?(_ accepted: Accepted, in directory: Directory) {
        guard directory.hasSuccessions else { return nil }
        var seen: Set<AgencyNumber> = []
        let entries = accepted.submission.to.compactMap { code -> Entry? in
            // Two codes may be one agency's.
            guard let addressed = directory.agency(code: code), seen.insert(addressed.number).inserted,
                let heir = Succession.heir(of: addressed, in: directory)
            else { return nil }
            return Entry(addressed: addressed.number, recipient: heir.number)
        }
        guard !entries.isEmpty else { return nil }
        self.init(document: accepted.serial, entries: entries)
    }

    init(document: Serial, entries: [Entry]) {
        self.document = document
        self.entries = entries
    }
}
