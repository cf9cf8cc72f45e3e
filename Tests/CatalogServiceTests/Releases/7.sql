-- include 6.sql
-- What the release with "7 reservations" does besides. Frozen with that migration.

UPDATE variant SET stock = stock - 1, reserved = reserved + 1 WHERE sku = 'KT-001-SR';
INSERT INTO reservation (order_id, state) VALUES ('order-3', 'reserved');
INSERT INTO reservation_line (order_id, position, sku, quantity, available) VALUES ('order-3', 0, 'KT-001-SR', 1, NULL);
UPDATE variant SET reserved = reserved - 1, withdrawn = withdrawn + 1 WHERE sku = 'KT-001-SR';
UPDATE reservation SET state = 'sold' WHERE order_id = 'order-3';
INSERT INTO reservation (order_id, state) VALUES ('order-4', 'refused');
INSERT INTO reservation_line (order_id, position, sku, quantity, available) VALUES ('order-4', 0, 'KT-001-X', 2, 0);
INSERT INTO reservation (order_id, state) VALUES ('order-5', 'withdrawn');
UPDATE reservation SET state = 'released' WHERE order_id = 'order-5';
SELECT state FROM reservation ORDER BY order_id;
SELECT sku, quantity, available FROM reservation_line ORDER BY order_id, position;
SELECT sku, stock, reserved, withdrawn, received FROM variant ORDER BY sku;
