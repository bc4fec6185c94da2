internal import Exchange

/// What becomes of documents and deliveries in the counts of service levels, by the day of sending or delivery.
extension Fold {
    /// Counts for an agency; `row` holds, from `column` on, a delivery's agency, moment, urgency and channel.
    func measure(_ figures: [ServiceFigure], amount: Int64 = 1, of row: Statement, from column: Int32 = 0) {
        guard row.number(column + 3) != Int64(Channel.test.rawValue) else { return }
        measure(
            figures, amount: amount, of: row.agency(column), at: Instant(milliseconds: row.number(column + 1)),
            urgency: UInt8(truncatingIfNeeded: row.number(column + 2)))
    }

    /// Counts what an issuer sent.
    func measure(sending accepted: Accepted, at: Instant) {
        let submission = accepted.submission
        measure(
            [ServiceLevels.sent(issuedOn: submission.promulgationDay, at: at, calendar: directory.calendar)],
            of: accepted.issuer, at: at, urgency: submission.urgency)
    }

    /// Counts what became of a delivery; `row` holds its state, kind, agency, moment, urgency, channel and first reading.
    func measure(closing row: Statement, _ state: DeliveryState, at: Instant) {
        switch state {
        case .done:
            let figures = ServiceLevels.figures(
                deliveredAt: Instant(milliseconds: row.number(3)),
                fetchedAt: row.optional(6).map(Instant.init(milliseconds:)), confirmedAt: at,
                calendar: directory.calendar)
            measure(figures, of: row, from: 2)
        case .fail: measure([.deadLetters], of: row, from: 2)
        case .initial, .processing, .withdrawn, .givenUp: break
        }
    }

    /// Counts for an agency on the day of `instant`.
    func measure(
        _ figures: [ServiceFigure], amount: Int64 = 1, of agency: AgencyNumber, at instant: Instant, urgency: UInt8
    ) {
        services.add(
            amount, figures, of: agency, tier: directory.agency(agency)?.tier ?? 0, on: instant.day, urgency: urgency)
    }

    /// Writes the counts of the batch, one row a party, day and lane.
    func flushServiceLevels() throws(LedgerError) {
        try services.flush { row, counts throws(LedgerError) in
            let statement = try table(
                """
                INSERT INTO %service_levels
                VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
                ON CONFLICT(party, day, lane) DO UPDATE SET
                sent_same_day = sent_same_day + excluded.sent_same_day,
                sent_next_morning = sent_next_morning + excluded.sent_next_morning,
                sent_late = sent_late + excluded.sent_late, deliveries = deliveries + excluded.deliveries,
                received_same_day = received_same_day + excluded.received_same_day,
                received_late = received_late + excluded.received_late,
                dead_letters = dead_letters + excluded.dead_letters, withdrawn = withdrawn + excluded.withdrawn,
                deadline_missed = deadline_missed + excluded.deadline_missed,
                fetched_0 = fetched_0 + excluded.fetched_0, fetched_1 = fetched_1 + excluded.fetched_1,
                fetched_2 = fetched_2 + excluded.fetched_2, fetched_3 = fetched_3 + excluded.fetched_3,
                fetched_4 = fetched_4 + excluded.fetched_4, fetched_5 = fetched_5 + excluded.fetched_5,
                fetched_6 = fetched_6 + excluded.fetched_6, fetched_7 = fetched_7 + excluded.fetched_7,
                fetched_8 = fetched_8 + excluded.fetched_8, fetched_9 = fetched_9 + excluded.fetched_9,
                fetched_10 = fetched_10 + excluded.fetched_10, received_0 = received_0 + excluded.received_0,
                received_1 = received_1 + excluded.received_1, received_2 = received_2 + excluded.received_2,
                received_3 = received_3 + excluded.received_3, received_4 = received_4 + excluded.received_4,
                received_5 = received_5 + excluded.received_5, received_6 = received_6 + excluded.received_6,
                received_7 = received_7 + excluded.received_7, received_8 = received_8 + excluded.received_8,
                received_9 = received_9 + excluded.received_9, received_10 = received_10 + excluded.received_10
                """)
            statement.bind(1, row.party.number)
            statement.bind(2, Int64(row.day.number))
            statement.bind(3, Int64(row.lane))
            for (index, count) in counts.all.enumerated() { statement.bind(Int32(index) + 4, count) }
            try statement.run()
        }
    }
}
