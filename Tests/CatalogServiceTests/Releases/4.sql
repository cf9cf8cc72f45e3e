-- include 3.sql
-- What the release with "4 stock withdrawals" does besides. Frozen with that migration.

INSERT INTO stock_withdrawal (order_id) VALUES ('order-1');
INSERT INTO stock_withdrawal_line (order_id, position, sku, quantity) VALUES ('order-1', 0, 'KT-001-SR', 1);
UPDATE variant SET stock = stock - 1, withdrawn = withdrawn + 1 WHERE sku = 'KT-001-SR';
SELECT sku, quantity FROM stock_withdrawal_line WHERE order_id = 'order-1' ORDER BY position;
