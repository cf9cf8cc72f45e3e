extension CatalogueSchema {
    /// Frozen. An import may leave out an article of which orders have reserved or bought pieces. The article goes, and
    /// its figures stay behind: an order that has reserved pieces still sells or releases them, and an article that
    /// comes back has the figures with which it went. Without that, an order would settle with pieces that another one
    /// has reserved since.
    ///
    /// All of it is done by the schema, so that it is done too while the release before runs, which knows nothing of
    /// it.
    static let departures = """
        CREATE TABLE departed_article (
            sku TEXT PRIMARY KEY CHECK (sku <> ''),
            stock INTEGER NOT NULL CHECK (stock >= 0),
            imported_stock INTEGER NOT NULL CHECK (imported_stock >= 0),
            reserved INTEGER NOT NULL CHECK (reserved >= 0),
            withdrawn INTEGER NOT NULL CHECK (withdrawn >= 0),
            received INTEGER NOT NULL CHECK (received = stock + reserved + withdrawn)
        ) STRICT;

        INSERT INTO departed_article (sku, stock, imported_stock, reserved, withdrawn, received)
        SELECT sku, 0, 0, sum(iif(state = 'reserved', quantity, 0)), sum(iif(state = 'reserved', 0, quantity)),
            sum(quantity)
        FROM reservation_line JOIN reservation USING (order_id)
        WHERE state IN ('reserved', 'sold', 'withdrawn') AND sku NOT IN (SELECT sku FROM variant)
        GROUP BY sku;

        CREATE TRIGGER variant_departs AFTER DELETE ON variant WHEN OLD.reserved > 0 OR OLD.withdrawn > 0
        BEGIN
            INSERT INTO departed_article (sku, stock, imported_stock, reserved, withdrawn, received)
            VALUES (OLD.sku, OLD.stock, OLD.imported_stock, OLD.reserved, OLD.withdrawn,
                OLD.stock + OLD.reserved + OLD.withdrawn);
        END;

        CREATE TRIGGER variant_returns AFTER INSERT ON variant
        WHEN EXISTS (SELECT 1 FROM departed_article WHERE sku = NEW.sku)
        BEGIN
            UPDATE variant SET stock = former.count, reserved = former.reserved, withdrawn = former.withdrawn,
                received = former.count + former.reserved + former.withdrawn
            FROM (
                SELECT iif(imported_stock = NEW.imported_stock, stock, NEW.stock) AS count, reserved, withdrawn
                FROM departed_article WHERE sku = NEW.sku
            ) AS former WHERE variant.sku = NEW.sku;
            DELETE FROM departed_article WHERE sku = NEW.sku;
        END;

        CREATE TRIGGER departed_article_is_sold AFTER UPDATE OF state ON reservation
        WHEN OLD.state = 'reserved' AND NEW.state = 'sold'
        BEGIN
            UPDATE departed_article SET reserved = reserved - quantity, withdrawn = withdrawn + quantity
            FROM reservation_line AS line
            WHERE order_id = NEW.order_id AND line.sku = departed_article.sku AND reserved >= quantity;
        END;

        CREATE TRIGGER departed_article_is_released AFTER UPDATE OF state ON reservation
        WHEN OLD.state = 'reserved' AND NEW.state = 'released'
        BEGIN
            UPDATE departed_article SET reserved = reserved - quantity, stock = stock + quantity
            FROM reservation_line AS line
            WHERE order_id = NEW.order_id AND line.sku = departed_article.sku AND reserved >= quantity;
        END;

        CREATE TRIGGER departed_article_is_given_back AFTER UPDATE OF state ON reservation
        WHEN OLD.state = 'withdrawn' AND NEW.state = 'released'
        BEGIN
            UPDATE departed_article SET withdrawn = withdrawn - quantity, stock = stock + quantity
            FROM reservation_line AS line
            WHERE order_id = NEW.order_id AND line.sku = departed_article.sku AND withdrawn >= quantity;
        END;
        """
}
