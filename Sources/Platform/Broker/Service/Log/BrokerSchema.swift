import GRDB

/// The broker's tables. A migration that has been released is frozen: it stays as it stands, in SQL, and what must
/// change comes in a new one.
package enum BrokerSchema {
    package static func migrate(_ database: any DatabaseWriter) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 log") { try $0.execute(sql: log) }
        migrator.registerMigration("2 groups") { try $0.execute(sql: groups) }
        try migrator.migrate(database)
    }

    /// `received` is what has ever come of a source and topic, as ranges of sequences without gaps: it outlives the
    /// records, so that an event is known again however late it is sent once more. A position is never given twice.
    private static let log = """
        CREATE TABLE log (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            source TEXT NOT NULL CHECK (source <> ''),
            topic TEXT NOT NULL CHECK (topic <> ''),
            sequence INTEGER NOT NULL CHECK (sequence >= 1),
            subject TEXT NOT NULL CHECK (subject <> ''),
            type TEXT NOT NULL CHECK (type <> ''),
            received_at INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            body BLOB NOT NULL,
            UNIQUE (source, topic, sequence)
        ) STRICT;

        CREATE TABLE received (
            source TEXT NOT NULL,
            topic TEXT NOT NULL,
            first INTEGER NOT NULL CHECK (first >= 1),
            last INTEGER NOT NULL CHECK (last >= first),
            PRIMARY KEY (source, topic, first)
        ) STRICT, WITHOUT ROWID;
        """

    /// A delivery is what is still due to a group. `is_head` marks the first of its topic and subject, which alone is
    /// delivered; what is parked stays the head, and so holds back what follows it.
    private static let groups = """
        CREATE TABLE consumer_group (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE CHECK (name <> '')
        ) STRICT;

        CREATE TABLE subscription (
            group_id INTEGER NOT NULL REFERENCES consumer_group (id) ON DELETE CASCADE,
            topic TEXT NOT NULL CHECK (topic <> ''),
            PRIMARY KEY (group_id, topic)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX subscription_topic ON subscription (topic);

        CREATE TABLE delivery (
            group_id INTEGER NOT NULL REFERENCES consumer_group (id) ON DELETE CASCADE,
            position INTEGER NOT NULL REFERENCES log (position),
            topic TEXT NOT NULL,
            subject TEXT NOT NULL,
            is_head INTEGER NOT NULL CHECK (is_head IN (0, 1)),
            attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
            due_at INTEGER CHECK ((due_at IS NULL) = (parked_at IS NOT NULL)),
            parked_at INTEGER CHECK (parked_at IS NULL OR is_head = 1),
            is_damaged INTEGER NOT NULL DEFAULT 0 CHECK (is_damaged IN (0, 1)),
            reason TEXT,
            PRIMARY KEY (group_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX delivery_key ON delivery (group_id, topic, subject, position);
        CREATE UNIQUE INDEX delivery_head ON delivery (group_id, topic, subject) WHERE is_head = 1;
        CREATE INDEX delivery_due ON delivery (group_id, due_at, position) WHERE is_head = 1 AND due_at IS NOT NULL;
        CREATE INDEX delivery_parked ON delivery (group_id, position) WHERE parked_at IS NOT NULL;
        CREATE INDEX delivery_position ON delivery (position);
        """
}
