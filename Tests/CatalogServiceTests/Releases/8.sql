-- include 7.sql
-- What the release with "8 departed articles" does besides. Frozen with that migration.

INSERT INTO variant (sku, product, position, colourway, size, price, stock, imported_stock, withdrawn)
    VALUES ('KT-001-XX', 'KT-001', 9, 'sunrise', 'Extra', 100, 5, 5, 0);
UPDATE variant SET stock = stock - 3, reserved = reserved + 3 WHERE sku = 'KT-001-XX';
INSERT INTO reservation (order_id, state) VALUES ('order-6', 'reserved'), ('order-7', 'reserved');
INSERT INTO reservation_line (order_id, position, sku, quantity, available)
    VALUES ('order-6', 0, 'KT-001-XX', 2, NULL), ('order-7', 0, 'KT-001-XX', 1, NULL);
DELETE FROM variant WHERE sku = 'KT-001-XX';
UPDATE reservation SET state = 'sold' WHERE order_id = 'order-6';
UPDATE reservation SET state = 'released' WHERE order_id = 'order-7';
SELECT sku, stock, imported_stock, reserved, withdrawn, received FROM departed_article ORDER BY sku;
