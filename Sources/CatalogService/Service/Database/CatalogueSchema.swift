import Chassis
import GRDB

/// The service's tables. A migration that has been released is frozen: it stays as it stands, in SQL, and what must
/// change comes in a new one.
package enum CatalogueSchema {
    package static func migrate(_ database: any DatabaseWriter) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 catalogue") { try $0.execute(sql: catalogue) }
        migrator.registerMigration("2 search") { try $0.execute(sql: search) }
        migrator.registerMigration("3 pictures") { try $0.execute(sql: pictures) }
        migrator.registerMigration("4 stock withdrawals") { try $0.execute(sql: withdrawals) }
        migrator.registerMigration("5 refused withdrawals") { try $0.execute(sql: refusals) }
        migrator.registerMigration("6 events") { try $0.execute(sql: EventTables.migration) }
        migrator.registerMigration("7 reservations") { try $0.execute(sql: reservations) }
        migrator.registerMigration("8 departed articles") { try $0.execute(sql: departures) }
        try migrator.migrate(database)
    }

    /// `generation` counts the changes of everything but stock: what is kept in memory is kept for one generation.
    /// `imported_stock` is what the file said when `stock` was last set; `withdrawn` is what orders took since ever.
    private static let catalogue = """
        CREATE TABLE catalogue (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            generation INTEGER NOT NULL CHECK (generation >= 0)
        ) STRICT;
        INSERT INTO catalogue (id, generation) VALUES (1, 0);

        CREATE TABLE category (
            id TEXT PRIMARY KEY CHECK (id <> ''),
            position INTEGER NOT NULL CHECK (position >= 0),
            name TEXT NOT NULL CHECK (name <> ''),
            tagline TEXT NOT NULL CHECK (tagline <> ''),
            summary TEXT NOT NULL CHECK (summary <> ''),
            scene TEXT NOT NULL CHECK (scene <> '')
        ) STRICT;

        CREATE TABLE colourway (
            id TEXT PRIMARY KEY CHECK (id <> ''),
            name TEXT NOT NULL CHECK (name <> ''),
            code TEXT NOT NULL CHECK (length(code) BETWEEN 2 AND 3),
            colours TEXT NOT NULL CHECK (json_array_length(colours) = 4)
        ) STRICT;

        CREATE TABLE store (
            id TEXT PRIMARY KEY CHECK (id <> ''),
            position INTEGER NOT NULL CHECK (position >= 0),
            name TEXT NOT NULL CHECK (name <> ''),
            street TEXT NOT NULL CHECK (street <> ''),
            postal_code TEXT NOT NULL CHECK (postal_code <> ''),
            city TEXT NOT NULL CHECK (city <> ''),
            country TEXT NOT NULL CHECK (country <> ''),
            summary TEXT NOT NULL CHECK (summary <> ''),
            hours TEXT NOT NULL CHECK (json_array_length(hours) > 0),
            scene TEXT NOT NULL CHECK (scene <> '')
        ) STRICT;

        CREATE TABLE product (
            id TEXT PRIMARY KEY CHECK (id GLOB '[A-Z][A-Z]-[0-9][0-9][0-9]'),
            name TEXT NOT NULL CHECK (name <> ''),
            category TEXT NOT NULL REFERENCES category (id),
            shape TEXT NOT NULL CHECK (shape <> ''),
            pattern TEXT NOT NULL CHECK (pattern <> ''),
            summary TEXT NOT NULL CHECK (summary <> ''),
            description TEXT NOT NULL CHECK (description <> ''),
            highlights TEXT NOT NULL CHECK (json_array_length(highlights) > 0),
            uses TEXT NOT NULL CHECK (json_array_length(uses) > 0),
            wind_minimum INTEGER CHECK (wind_minimum >= 0),
            wind_maximum INTEGER CHECK (wind_maximum >= wind_minimum),
            skill TEXT NOT NULL CHECK (skill IN ('beginner', 'intermediate', 'advanced')),
            wingspan INTEGER CHECK (wingspan > 0),
            weight INTEGER NOT NULL CHECK (weight > 0),
            line TEXT NOT NULL CHECK (line <> ''),
            material TEXT NOT NULL CHECK (material <> ''),
            introduced TEXT NOT NULL CHECK (introduced GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
            CHECK ((wind_minimum IS NULL) = (wind_maximum IS NULL))
        ) STRICT;
        CREATE INDEX product_category ON product (category);

        CREATE TABLE variant (
            sku TEXT PRIMARY KEY CHECK (sku GLOB product || '-*'),
            product TEXT NOT NULL REFERENCES product (id),
            position INTEGER NOT NULL CHECK (position >= 0),
            colourway TEXT NOT NULL REFERENCES colourway (id),
            size TEXT NOT NULL CHECK (size <> ''),
            price INTEGER NOT NULL CHECK (price >= 1),
            stock INTEGER NOT NULL CHECK (stock >= 0),
            imported_stock INTEGER NOT NULL CHECK (imported_stock >= 0),
            withdrawn INTEGER NOT NULL CHECK (withdrawn >= 0)
        ) STRICT;
        CREATE INDEX variant_product ON variant (product, position);
        CREATE INDEX variant_colourway ON variant (colourway);
        CREATE INDEX variant_sold_out ON variant (sku) WHERE stock = 0;
        """

    private static let search = """
        CREATE VIRTUAL TABLE product_text USING fts5 (
            product UNINDEXED, name, shelf, body,
            tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4'
        );
        CREATE VIRTUAL TABLE product_word USING fts5vocab ('product_text', 'row');
        """

    /// Two pictures may be kept of a name: the current one and the one before it, which pages may still show.
    private static let pictures = """
        CREATE TABLE picture (
            name TEXT NOT NULL CHECK (name <> ''),
            hash TEXT NOT NULL CHECK (length(hash) = 12 AND hash NOT GLOB '*[^0-9a-f]*'),
            design TEXT NOT NULL CHECK (design <> ''),
            is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
            svg TEXT NOT NULL CHECK (svg <> ''),
            PRIMARY KEY (name, hash)
        ) STRICT;
        CREATE UNIQUE INDEX picture_current ON picture (name) WHERE is_current = 1;
        """

    private static let withdrawals = """
        CREATE TABLE stock_withdrawal (
            order_id TEXT PRIMARY KEY CHECK (length(order_id) BETWEEN 1 AND 64)
        ) STRICT;

        CREATE TABLE stock_withdrawal_line (
            order_id TEXT NOT NULL REFERENCES stock_withdrawal (order_id),
            position INTEGER NOT NULL CHECK (position >= 0),
            sku TEXT NOT NULL CHECK (sku <> ''),
            quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 99),
            PRIMARY KEY (order_id, position),
            UNIQUE (order_id, sku)
        ) STRICT, WITHOUT ROWID;
        """

    /// `available` is what was there of a line that was short; null for an article that was not sold.
    private static let refusals = """
        CREATE TABLE refused_withdrawal (
            order_id TEXT PRIMARY KEY CHECK (length(order_id) BETWEEN 1 AND 64)
        ) STRICT;

        CREATE TABLE refused_withdrawal_line (
            order_id TEXT NOT NULL REFERENCES refused_withdrawal (order_id),
            position INTEGER NOT NULL CHECK (position >= 0),
            sku TEXT NOT NULL CHECK (sku <> ''),
            quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 99),
            is_short INTEGER NOT NULL CHECK (is_short IN (0, 1)),
            available INTEGER CHECK (available IS NULL OR (available BETWEEN 0 AND quantity - 1 AND is_short = 1)),
            PRIMARY KEY (order_id, position),
            UNIQUE (order_id, sku)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER withdrawal_not_after_refusal BEFORE INSERT ON stock_withdrawal
        WHEN EXISTS (SELECT 1 FROM refused_withdrawal WHERE order_id = NEW.order_id)
        BEGIN SELECT RAISE(ABORT, 'an order that was refused takes nothing'); END;

        CREATE TRIGGER refusal_not_after_withdrawal BEFORE INSERT ON refused_withdrawal
        WHEN EXISTS (SELECT 1 FROM stock_withdrawal WHERE order_id = NEW.order_id)
        BEGIN SELECT RAISE(ABORT, 'an order that took its pieces is not refused'); END;
        """
}
