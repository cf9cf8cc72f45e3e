-- include 4.sql
-- What the release with "5: short lists" does besides. Frozen with that migration.

SELECT number, token, amount, payments.currency AS currency, payments.state AS state
FROM payments JOIN orders ON id = order_id
WHERE payments.state = 'requested' OR payments.state = 'capturing' OR payments.state = 'voiding'
ORDER BY order_id LIMIT 1000;
SELECT max(position) FROM order_timeline WHERE order_id = 1;
INSERT INTO order_timeline (order_id, position, at, what) VALUES (1, 2, 1700000011, 'confirmed');
