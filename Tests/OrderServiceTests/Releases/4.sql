-- include 3.sql
-- What the release with "4: the order saga" does besides. Frozen with that migration.

-- Order 1 goes all the way, order 2 is rejected, order 3 waits for its stock.
INSERT INTO order_sagas (order_id, state, reason, deadline, trace)
VALUES (1, 'placed', NULL, 1700000060, '00-11111111111111111111111111111111-1111111111111111-01');
INSERT INTO order_sagas (order_id, state, reason, deadline, trace) VALUES (2, 'placed', NULL, 1700000060, NULL);
INSERT INTO order_sagas (order_id, state, reason, deadline, trace) VALUES (3, 'placed', NULL, 1700000060, NULL);
UPDATE order_sagas SET deadline = 1700000090 WHERE order_id = 3 AND deadline IS NOT NULL;
INSERT INTO payments (order_id, token, amount, currency, state) VALUES (1, 'test-card-good', 27190, 'EUR', 'awaiting');
INSERT INTO payments (order_id, token, amount, currency, state) VALUES (3, 'test-card-good', 0, 'EUR', 'awaiting');
UPDATE order_sagas SET state = 'reserved', reason = NULL, deadline = 1700000070 WHERE order_id = 1;
UPDATE payments SET state = 'requested' WHERE order_id = (SELECT id FROM orders WHERE number = 'UP-2222-2222');
INSERT INTO bank_payments (order_number, token, amount, currency, state, answers, answers_at)
VALUES ('UP-2222-2222', 'test-card-good', 27190, 'EUR', 'authorised', 1, 0) ON CONFLICT (order_number) DO NOTHING;
INSERT INTO bank_payments (order_number, state, answers, answers_at) VALUES ('UP-3333-3333', 'voided', 1, 1700000007)
ON CONFLICT (order_number) DO UPDATE SET state = 'voided' WHERE state = 'authorised';
UPDATE bank_payments SET state = 'captured' WHERE order_number = 'UP-2222-2222' AND state = 'authorised';
UPDATE payments SET state = 'authorised' WHERE order_id = (SELECT id FROM orders WHERE number = 'UP-2222-2222');
UPDATE order_sagas SET state = 'confirmed', reason = NULL, deadline = 1700000080 WHERE order_id = 1;
UPDATE orders SET state = 'received', settled_at = 1700000008 WHERE id = 1 AND state = 'pending';
INSERT INTO parcels (order_id, number, collect_at) VALUES (1, 'PARCEL-2222-2222', 1700000100)
ON CONFLICT (order_id) DO NOTHING;
UPDATE parcels SET collected_at = 1700000101, deliver_at = 1700000200
WHERE order_id = (SELECT id FROM orders WHERE number = 'UP-2222-2222');
UPDATE order_sagas SET state = 'shipped', reason = NULL, deadline = 1700000300 WHERE order_id = 1;
UPDATE parcels SET delivered_at = 1700000201 WHERE order_id = (SELECT id FROM orders WHERE number = 'UP-2222-2222');
UPDATE order_sagas SET state = 'delivered', reason = NULL, deadline = NULL WHERE order_id = 1;
UPDATE payments SET state = 'captured' WHERE order_id = (SELECT id FROM orders WHERE number = 'UP-2222-2222');
UPDATE order_sagas SET state = 'rejected', reason = 'out-of-stock', deadline = NULL WHERE order_id = 2;
INSERT INTO order_timeline (order_id, position, at, what)
SELECT 1, coalesce(max(position) + 1, 0), 1700000009, 'placed' FROM order_timeline WHERE order_id = 1;
INSERT INTO order_timeline (order_id, position, at, what)
SELECT 1, coalesce(max(position) + 1, 0), 1700000010, 'stock-reserved' FROM order_timeline WHERE order_id = 1;

SELECT id, number, secret, placed_at, email, name, store, street, postal_code, city, currency, subtotal,
    shipping, tax, total, order_sagas.state AS state, reason,
    (SELECT number FROM parcels WHERE order_id = id AND collected_at IS NOT NULL) AS parcel
FROM orders JOIN order_sagas ON order_id = id ORDER BY id;
SELECT number, token, amount, payments.currency AS currency, payments.state AS state
FROM payments JOIN orders ON id = order_id WHERE payments.state IN ('requested', 'capturing', 'voiding')
ORDER BY order_id LIMIT 100;
SELECT state, answers, answers_at FROM bank_payments WHERE order_number = 'UP-2222-2222';
SELECT orders.number FROM parcels JOIN orders ON id = order_id
WHERE collected_at IS NULL AND collect_at <= 1700000100 ORDER BY collect_at LIMIT 100;
SELECT number FROM parcels WHERE order_id = 1;
SELECT min(collect_at) FROM parcels WHERE collected_at IS NULL;
SELECT min(deliver_at) FROM parcels WHERE deliver_at IS NOT NULL AND delivered_at IS NULL;
SELECT id, number, cart, state, placed_at, settled_at, total, currency FROM orders
WHERE NOT EXISTS (SELECT 1 FROM order_sagas WHERE order_id = id) ORDER BY id;
SELECT number, orders.state AS settled FROM orders JOIN order_sagas ON order_id = id
WHERE orders.state <> 'pending' AND order_sagas.state IN ('placed', 'reserved') ORDER BY id;
SELECT trace FROM order_sagas JOIN orders ON id = order_id WHERE number = 'UP-2222-2222';
SELECT number FROM order_sagas JOIN orders ON id = order_id WHERE deadline <= 1700000090 ORDER BY deadline LIMIT 100;
SELECT deadline <= 1700000090 FROM order_sagas JOIN orders ON id = order_id WHERE number = 'UP-4444-4444';
SELECT min(deadline) FROM order_sagas WHERE deadline IS NOT NULL;
SELECT at, what FROM order_timeline WHERE order_id = 1 ORDER BY position;
SELECT sku, quantity, unit_price, currency FROM order_lines JOIN orders ON id = order_id
WHERE order_id = 1 ORDER BY position;
