/// The tables. `batches`, `facts` and `payloads` are the truth; all others are read models that facts fold into.
enum Schema {
    static let truth = """
        CREATE TABLE IF NOT EXISTS batches(
            batch INTEGER PRIMARY KEY, first_fact INTEGER NOT NULL, count INTEGER NOT NULL, at INTEGER NOT NULL,
            root BLOB NOT NULL, previous BLOB NOT NULL, digest BLOB NOT NULL, signature BLOB NOT NULL, key BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX IF NOT EXISTS batches_by_first_fact ON batches(first_fact);
        CREATE TABLE IF NOT EXISTS facts(
            fact INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind INTEGER NOT NULL, version INTEGER NOT NULL,
            bytes BLOB NOT NULL
        ) STRICT;
        DROP INDEX IF EXISTS facts_of_directory;
        CREATE INDEX IF NOT EXISTS facts_of_directory_and_rules ON facts(fact) WHERE kind < 10 OR kind >= 40;
        CREATE TABLE IF NOT EXISTS payloads(
            document INTEGER PRIMARY KEY, segment INTEGER NOT NULL, offset INTEGER NOT NULL, content INTEGER NOT NULL,
            signature INTEGER NOT NULL
        ) STRICT;
        """

    /// The read models, in the order in which they are compared and swapped.
    static let readModels = [
        "documents", "deliveries", "acts", "hops", "visits", "schedule", "statuses", "notices", "papers",
        "paper_recipients",
        "refusals", "traffic", "counters", "webhook_letters", "test_documents", "audits", "system_usage", "successions",
        "service_levels",
    ]
    /// Grows with every change of a read model's shape or meaning: a ledger with another number is folded anew.
    static let version: Int64 = 13

    /// The read models' tables and indexes, their names led by `prefix`.
    ///
    /// Text that is looked up is kept as `FieldText.key` writes it. A DocumentId is shown as it came: `document_key`
    /// is there where that is another text. It is not unique, since earlier versions took canonically equivalent
    /// DocumentIds for different ones.
    static func readModels(prefix: String = "") -> String {
        """
        CREATE TABLE IF NOT EXISTS \(prefix)documents(
            serial INTEGER PRIMARY KEY, id_high INTEGER NOT NULL, id_low INTEGER NOT NULL, fact INTEGER NOT NULL,
            at INTEGER NOT NULL, issuer INTEGER NOT NULL, document_id TEXT NOT NULL, document_key TEXT,
            number_key TEXT NOT NULL, digest BLOB NOT NULL, size INTEGER NOT NULL, subject TEXT NOT NULL, number TEXT NOT NULL,
            notation TEXT NOT NULL, promulgated INTEGER NOT NULL, type TEXT NOT NULL, urgency INTEGER NOT NULL,
            kind INTEGER NOT NULL, paper INTEGER NOT NULL, signature INTEGER NOT NULL, signer BLOB NOT NULL,
            hub INTEGER NOT NULL, recipients INTEGER NOT NULL, touched INTEGER, withdrawal INTEGER, revision INTEGER
        ) STRICT;
        CREATE INDEX IF NOT EXISTS \(prefix)documents_by_document_id
            ON \(prefix)documents(issuer, coalesce(document_key, document_id));
        CREATE INDEX IF NOT EXISTS \(prefix)documents_by_number ON \(prefix)documents(issuer, number_key);
        CREATE INDEX IF NOT EXISTS \(prefix)documents_by_issuer ON \(prefix)documents(issuer, serial);
        CREATE TABLE IF NOT EXISTS \(prefix)deliveries(
            serial INTEGER PRIMARY KEY, id_high INTEGER NOT NULL, id_low INTEGER NOT NULL, kind INTEGER NOT NULL,
            message INTEGER NOT NULL, document INTEGER NOT NULL, agency INTEGER NOT NULL, state INTEGER NOT NULL,
            channel INTEGER NOT NULL, status INTEGER, delivered INTEGER NOT NULL, fetched INTEGER, confirmed INTEGER,
            reason TEXT, taken INTEGER, late INTEGER, urgency INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX IF NOT EXISTS \(prefix)deliveries_by_document ON \(prefix)deliveries(document, agency);
        CREATE INDEX IF NOT EXISTS \(prefix)deliveries_open ON \(prefix)deliveries(agency, serial) WHERE state < 2;
        CREATE INDEX IF NOT EXISTS \(prefix)deliveries_unfetched
            ON \(prefix)deliveries(agency, serial) WHERE kind = 0 AND state < 2 AND fetched IS NULL;
        CREATE INDEX IF NOT EXISTS \(prefix)deliveries_dead ON \(prefix)deliveries(serial) WHERE state = 3;
        CREATE INDEX IF NOT EXISTS \(prefix)deliveries_dead_of ON \(prefix)deliveries(agency, serial) WHERE state = 3;
        CREATE INDEX IF NOT EXISTS \(prefix)deliveries_by_agency ON \(prefix)deliveries(agency, document) WHERE kind = 0;
        CREATE TABLE IF NOT EXISTS \(prefix)acts(
            target INTEGER NOT NULL, by INTEGER NOT NULL, at INTEGER NOT NULL, fact INTEGER NOT NULL,
            PRIMARY KEY (target, by)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS \(prefix)acts_by_document ON \(prefix)acts(by);
        CREATE TABLE IF NOT EXISTS \(prefix)hops(
            fact INTEGER PRIMARY KEY, document INTEGER NOT NULL, kind INTEGER NOT NULL, message INTEGER NOT NULL,
            at INTEGER NOT NULL, event INTEGER NOT NULL, hub INTEGER NOT NULL, other INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX IF NOT EXISTS \(prefix)hops_by_document ON \(prefix)hops(document);
        CREATE TABLE IF NOT EXISTS \(prefix)visits(
            kind INTEGER NOT NULL, message INTEGER NOT NULL, hub INTEGER NOT NULL, PRIMARY KEY (message, hub, kind)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS \(prefix)schedule(
            fact INTEGER PRIMARY KEY, due INTEGER NOT NULL, kind INTEGER NOT NULL, message INTEGER NOT NULL,
            lane INTEGER NOT NULL, hub INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX IF NOT EXISTS \(prefix)schedule_by_due ON \(prefix)schedule(lane, due, fact);
        CREATE TABLE IF NOT EXISTS \(prefix)statuses(
            serial INTEGER PRIMARY KEY, id_high INTEGER NOT NULL, id_low INTEGER NOT NULL, document INTEGER NOT NULL,
            delivery INTEGER NOT NULL, sender INTEGER NOT NULL, recipient INTEGER NOT NULL, code INTEGER NOT NULL,
            reason TEXT NOT NULL, effect INTEGER NOT NULL, at INTEGER NOT NULL, fact INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX IF NOT EXISTS \(prefix)statuses_by_document ON \(prefix)statuses(document);
        CREATE INDEX IF NOT EXISTS \(prefix)statuses_by_sender ON \(prefix)statuses(sender, serial);
        CREATE TABLE IF NOT EXISTS \(prefix)notices(
            serial INTEGER PRIMARY KEY, id_high INTEGER NOT NULL, id_low INTEGER NOT NULL, document INTEGER NOT NULL,
            recipient INTEGER NOT NULL, about INTEGER NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX IF NOT EXISTS \(prefix)notices_by_document ON \(prefix)notices(document);
        CREATE TABLE IF NOT EXISTS \(prefix)papers(
            serial INTEGER PRIMARY KEY, id_high INTEGER NOT NULL, id_low INTEGER NOT NULL, at INTEGER NOT NULL,
            issuer INTEGER NOT NULL, number_key TEXT NOT NULL, number TEXT NOT NULL, notation TEXT NOT NULL,
            promulgated INTEGER NOT NULL, type TEXT NOT NULL, secret INTEGER NOT NULL, reversed INTEGER
        ) STRICT;
        CREATE INDEX IF NOT EXISTS \(prefix)papers_by_number ON \(prefix)papers(issuer, number_key);
        CREATE INDEX IF NOT EXISTS \(prefix)papers_by_issuer ON \(prefix)papers(issuer);
        CREATE TABLE IF NOT EXISTS \(prefix)paper_recipients(
            paper INTEGER NOT NULL, recipient INTEGER NOT NULL, effect INTEGER NOT NULL, delivery INTEGER,
            channel INTEGER, PRIMARY KEY (paper, recipient)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS \(prefix)refusals(
            fact INTEGER PRIMARY KEY, at INTEGER NOT NULL, agency INTEGER, code TEXT NOT NULL, detail TEXT NOT NULL,
            digest BLOB NOT NULL, id_high INTEGER, id_low INTEGER
        ) STRICT;
        CREATE INDEX IF NOT EXISTS \(prefix)refusals_by_id ON \(prefix)refusals(id_low) WHERE id_low IS NOT NULL;
        CREATE TABLE IF NOT EXISTS \(prefix)traffic(
            day INTEGER NOT NULL, issuer INTEGER NOT NULL, tier INTEGER NOT NULL, recipient_tier INTEGER NOT NULL,
            type TEXT NOT NULL, channel INTEGER NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (day, issuer, recipient_tier, type, channel)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS \(prefix)traffic_by_issuer ON \(prefix)traffic(issuer, day);
        CREATE TABLE IF NOT EXISTS \(prefix)counters(
            name TEXT NOT NULL, key TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (name, key)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS \(prefix)webhook_letters(
            id_high INTEGER NOT NULL, id_low INTEGER NOT NULL, delivery INTEGER NOT NULL, at INTEGER NOT NULL,
            attempts INTEGER NOT NULL, code TEXT NOT NULL, restarted INTEGER, PRIMARY KEY (id_high, id_low, delivery)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS \(prefix)webhook_letters_restarted
            ON \(prefix)webhook_letters(restarted) WHERE restarted IS NOT NULL;
        CREATE INDEX IF NOT EXISTS \(prefix)webhook_letters_by_delivery ON \(prefix)webhook_letters(delivery);
        CREATE TABLE IF NOT EXISTS \(prefix)audits(
            fact INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, operation TEXT NOT NULL,
            target TEXT NOT NULL, detail TEXT NOT NULL, id_high INTEGER, id_low INTEGER, outcome TEXT
        ) STRICT;
        CREATE INDEX IF NOT EXISTS \(prefix)audits_by_id ON \(prefix)audits(id_low) WHERE id_low IS NOT NULL;
        CREATE TABLE IF NOT EXISTS \(prefix)test_documents(document INTEGER PRIMARY KEY) STRICT;
        CREATE TABLE IF NOT EXISTS \(prefix)successions(
            document INTEGER NOT NULL, recipient INTEGER NOT NULL, addressed INTEGER NOT NULL,
            PRIMARY KEY (document, recipient, addressed)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS \(prefix)system_usage(
            system INTEGER PRIMARY KEY, day INTEGER NOT NULL, documents INTEGER NOT NULL, bytes INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE IF NOT EXISTS \(prefix)service_levels(
            party INTEGER NOT NULL, day INTEGER NOT NULL, lane INTEGER NOT NULL,
            sent_same_day INTEGER NOT NULL, sent_next_morning INTEGER NOT NULL, sent_late INTEGER NOT NULL,
            deliveries INTEGER NOT NULL, received_same_day INTEGER NOT NULL, received_late INTEGER NOT NULL,
            dead_letters INTEGER NOT NULL, withdrawn INTEGER NOT NULL, deadline_missed INTEGER NOT NULL,
            fetched_0 INTEGER NOT NULL, fetched_1 INTEGER NOT NULL, fetched_2 INTEGER NOT NULL,
            fetched_3 INTEGER NOT NULL, fetched_4 INTEGER NOT NULL, fetched_5 INTEGER NOT NULL,
            fetched_6 INTEGER NOT NULL, fetched_7 INTEGER NOT NULL, fetched_8 INTEGER NOT NULL,
            fetched_9 INTEGER NOT NULL, fetched_10 INTEGER NOT NULL, received_0 INTEGER NOT NULL,
            received_1 INTEGER NOT NULL, received_2 INTEGER NOT NULL, received_3 INTEGER NOT NULL,
            received_4 INTEGER NOT NULL, received_5 INTEGER NOT NULL, received_6 INTEGER NOT NULL,
            received_7 INTEGER NOT NULL, received_8 INTEGER NOT NULL, received_9 INTEGER NOT NULL,
            received_10 INTEGER NOT NULL,
            PRIMARY KEY (party, day, lane)
        ) STRICT, WITHOUT ROWID;
        """
    }
}
