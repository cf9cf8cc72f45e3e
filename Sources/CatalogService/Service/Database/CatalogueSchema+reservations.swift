extension CatalogueSchema {
    /// Frozen. Of every article, what was ever received is in stock, reserved or sold (`withdrawn`): the schema refuses
    /// any change that loses a piece or makes one up. What an import counts anew (`imported_stock`) is received by
    /// that. The release before knows neither `reserved` nor `received`, and need not: what it does keeps the sum.
    ///
    /// A reservation's `withdrawn` is an order whose pieces the release before has taken at once. That release must not
    /// take pieces of an order that has a reservation.
    static let reservations = """
        ALTER TABLE variant ADD COLUMN reserved INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0);
        ALTER TABLE variant ADD COLUMN received INTEGER NOT NULL DEFAULT 0 CHECK (received >= 0);
        UPDATE variant SET received = stock + withdrawn;

        CREATE TRIGGER variant_first_count AFTER INSERT ON variant
        BEGIN UPDATE variant SET received = stock + reserved + withdrawn WHERE sku = NEW.sku; END;

        CREATE TRIGGER variant_new_count AFTER UPDATE OF imported_stock ON variant
        WHEN NEW.imported_stock <> OLD.imported_stock AND NEW.received <> NEW.stock + NEW.reserved + NEW.withdrawn
        BEGIN UPDATE variant SET received = stock + reserved + withdrawn WHERE sku = NEW.sku; END;

        CREATE TRIGGER variant_keeps_its_pieces AFTER UPDATE OF stock, reserved, withdrawn, received ON variant
        WHEN NEW.imported_stock = OLD.imported_stock AND NEW.received <> NEW.stock + NEW.reserved + NEW.withdrawn
        BEGIN SELECT RAISE(ABORT, 'pieces were lost or made up'); END;

        CREATE TABLE reservation (
            order_id TEXT PRIMARY KEY CHECK (length(order_id) BETWEEN 1 AND 64),
            state TEXT NOT NULL CHECK (state IN ('reserved', 'sold', 'released', 'refused', 'withdrawn'))
        ) STRICT;

        CREATE TRIGGER reservation_goes_forward BEFORE UPDATE OF state ON reservation
        WHEN OLD.state || ' ' || NEW.state NOT IN (
            'reserved sold', 'reserved released', 'withdrawn sold', 'withdrawn released')
        BEGIN SELECT RAISE(ABORT, 'a reservation does not go that way'); END;

        CREATE TABLE reservation_line (
            order_id TEXT NOT NULL REFERENCES reservation (order_id),
            position INTEGER NOT NULL CHECK (position >= 0),
            sku TEXT NOT NULL CHECK (sku <> ''),
            quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 99),
            available INTEGER CHECK (available BETWEEN 0 AND quantity - 1),
            PRIMARY KEY (order_id, position),
            UNIQUE (order_id, sku)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER withdrawal_not_beside_reservation BEFORE INSERT ON stock_withdrawal
        WHEN EXISTS (SELECT 1 FROM reservation WHERE order_id = NEW.order_id)
        BEGIN SELECT RAISE(ABORT, 'the order has a reservation'); END;
        """
}
