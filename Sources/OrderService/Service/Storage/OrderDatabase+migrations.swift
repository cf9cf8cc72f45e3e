extension OrderDatabase {
    /// Frozen: what comes later is another migration.
    static let cartsAndOrders = """
        CREATE TABLE cart_lines (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            cart TEXT NOT NULL CHECK (length(cart) = 22),
            sku TEXT NOT NULL CHECK (sku GLOB '[A-Z][A-Z]-[0-9][0-9][0-9]-*'),
            quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 99),
            agreed_price INTEGER NOT NULL CHECK (agreed_price >= 0),
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            added_at INTEGER NOT NULL,
            UNIQUE (cart, sku)
        ) STRICT;

        CREATE TRIGGER cart_lines_at_most_50 BEFORE INSERT ON cart_lines
        WHEN (SELECT count(*) FROM cart_lines WHERE cart = NEW.cart AND sku <> NEW.sku) >= 50
        BEGIN SELECT RAISE(ABORT, 'a cart has at most 50 lines'); END;

        CREATE TABLE orders (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            number TEXT NOT NULL UNIQUE
                CHECK (number GLOB 'UP-[2-9A-Z][2-9A-Z][2-9A-Z][2-9A-Z]-[2-9A-Z][2-9A-Z][2-9A-Z][2-9A-Z]'),
            secret TEXT NOT NULL CHECK (length(secret) = 22),
            cart TEXT NOT NULL CHECK (length(cart) = 22),
            state TEXT NOT NULL CHECK (state IN ('pending', 'received', 'rejected')),
            placed_at INTEGER NOT NULL,
            settled_at INTEGER,
            email TEXT NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
            name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
            store TEXT,
            street TEXT CHECK (length(street) BETWEEN 1 AND 80),
            postal_code TEXT CHECK (length(postal_code) BETWEEN 3 AND 10),
            city TEXT CHECK (length(city) BETWEEN 1 AND 80),
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            subtotal INTEGER NOT NULL CHECK (subtotal >= 0),
            shipping INTEGER NOT NULL CHECK (shipping >= 0),
            tax INTEGER NOT NULL CHECK (tax >= 0),
            total INTEGER NOT NULL CHECK (total = subtotal + shipping),
            CHECK ((store IS NULL) = (street IS NOT NULL)),
            CHECK ((street IS NULL) = (postal_code IS NULL) AND (street IS NULL) = (city IS NULL)),
            CHECK ((state = 'pending') = (settled_at IS NULL))
        ) STRICT;

        CREATE UNIQUE INDEX orders_one_pending_a_cart ON orders (cart) WHERE state = 'pending';
        CREATE INDEX orders_pending ON orders (placed_at) WHERE state = 'pending';

        CREATE TRIGGER orders_settle_once BEFORE UPDATE OF state ON orders WHEN OLD.state <> 'pending'
        BEGIN SELECT RAISE(ABORT, 'a settled order stays as it is'); END;

        CREATE TABLE order_lines (
            order_id INTEGER NOT NULL REFERENCES orders (id),
            position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 49),
            sku TEXT NOT NULL CHECK (sku GLOB '[A-Z][A-Z]-[0-9][0-9][0-9]-*'),
            name TEXT NOT NULL,
            colourway TEXT NOT NULL,
            size TEXT NOT NULL,
            picture TEXT NOT NULL,
            quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 99),
            unit_price INTEGER NOT NULL CHECK (unit_price >= 0),
            line_total INTEGER NOT NULL CHECK (line_total = quantity * unit_price),
            PRIMARY KEY (order_id, position),
            UNIQUE (order_id, sku)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE order_keys (
            key TEXT PRIMARY KEY CHECK (length(key) BETWEEN 16 AND 64),
            order_id INTEGER NOT NULL REFERENCES orders (id),
            fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX order_keys_by_order ON order_keys (order_id);
        """

    /// When a line last changed; null in what an older release wrote, which counts from when it was added.
    static let cartsExpire = """
        ALTER TABLE cart_lines ADD COLUMN changed_at INTEGER;
        """
}
