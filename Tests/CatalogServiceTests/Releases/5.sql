-- include 4.sql
-- What the release with "5 refused withdrawals" does besides. Frozen with that migration.

INSERT INTO refused_withdrawal (order_id) VALUES ('order-2');
INSERT INTO refused_withdrawal_line (order_id, position, sku, quantity, is_short, available)
VALUES ('order-2', 0, 'KT-001-SR', 9, 1, 2);
INSERT INTO refused_withdrawal_line (order_id, position, sku, quantity, is_short, available)
VALUES ('order-2', 1, 'KT-404-SR', 1, 0, NULL);
SELECT sku, quantity, is_short, available FROM refused_withdrawal_line WHERE order_id = 'order-2' ORDER BY position;
