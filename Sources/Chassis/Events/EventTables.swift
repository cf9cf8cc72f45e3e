/// The tables of the outbox and the inbox, in a service's own database.
package enum EventTables {
    /// The SQL of one migration, to be registered in the service's migrator. Frozen: what comes later is another one.
    ///
    /// Inbox ranges do not overlap and do not touch, so that what was handled is kept for ever in a few rows.
    package static let migration = """
        CREATE TABLE outbox_sequence (
            topic TEXT PRIMARY KEY,
            last INTEGER NOT NULL CHECK (last >= 1)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE outbox (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            topic TEXT NOT NULL,
            sequence INTEGER NOT NULL CHECK (sequence >= 1),
            subject TEXT NOT NULL,
            event BLOB NOT NULL,
            checksum INTEGER NOT NULL,
            appended_at INTEGER NOT NULL,
            UNIQUE (topic, sequence)
        ) STRICT;

        CREATE TABLE inbox_range (
            source TEXT NOT NULL,
            topic TEXT NOT NULL,
            first INTEGER NOT NULL CHECK (first >= 1),
            last INTEGER NOT NULL CHECK (last >= first),
            PRIMARY KEY (source, topic, first)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER inbox_range_is_apart BEFORE INSERT ON inbox_range
        WHEN EXISTS (
            SELECT 1 FROM inbox_range
            WHERE source = NEW.source AND topic = NEW.topic AND first <= NEW.last + 1 AND last >= NEW.first - 1)
        BEGIN SELECT RAISE(ABORT, 'ranges of the inbox must not touch'); END;
        """
}
