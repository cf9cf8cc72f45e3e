-- What the release with "1: carts and orders" does. Frozen with that migration.

INSERT INTO cart_lines (cart, sku, quantity, agreed_price, currency, added_at)
VALUES ('c000000000000000000001', 'KT-001-SR', 2, 8900, 'EUR', 1700000000)
ON CONFLICT (cart, sku) DO UPDATE SET
    quantity = excluded.quantity, agreed_price = excluded.agreed_price, currency = excluded.currency;
INSERT INTO cart_lines (cart, sku, quantity, agreed_price, currency, added_at)
VALUES ('c000000000000000000001', 'KT-001-SR', 3, 8900, 'EUR', 1700000001)
ON CONFLICT (cart, sku) DO UPDATE SET
    quantity = excluded.quantity, agreed_price = excluded.agreed_price, currency = excluded.currency;
INSERT INTO cart_lines (cart, sku, quantity, agreed_price, currency, added_at)
VALUES ('c000000000000000000001', 'KT-002-SR', 99, 0, 'EUR', 1700000000);
UPDATE cart_lines SET quantity = quantity - 1 WHERE cart = 'c000000000000000000001' AND sku = 'KT-002-SR';
SELECT sku, quantity, agreed_price, currency FROM cart_lines WHERE cart = 'c000000000000000000001' ORDER BY id;
SELECT coalesce(sum(quantity), 0) FROM cart_lines WHERE cart = 'c000000000000000000001';
SELECT count(*) FROM cart_lines WHERE cart = 'c000000000000000000001';
SELECT quantity FROM cart_lines WHERE cart = 'c000000000000000000001' AND sku = 'KT-001-SR';

-- One order to an address, which is received, and one to a store, which is rejected.
INSERT INTO orders (number, secret, cart, state, placed_at, email, name, store, street, postal_code,
    city, currency, subtotal, shipping, tax, total)
VALUES ('UP-2222-2222', 's000000000000000000001', 'c000000000000000000001', 'pending', 1700000002, 'a@b.test',
    'Wren Marsh', NULL, '1 Hill Road', '12345', 'Uphill', 'EUR', 26700, 490, 4341, 27190);
INSERT INTO order_lines (order_id, position, sku, name, colourway, size, picture, quantity, unit_price, line_total)
VALUES (1, 0, 'KT-001-SR', 'Sparrow', 'Sunrise', 'One size', '/pictures/KT-001-SR.svg', 3, 8900, 26700);
INSERT INTO order_keys (key, order_id, fingerprint) VALUES ('k000000000000001', 1,
    '0000000000000000000000000000000000000000000000000000000000000001');
SELECT * FROM orders WHERE state = 'pending' AND placed_at < 1700000100;
UPDATE orders SET state = 'received', settled_at = 1700000003 WHERE number = 'UP-2222-2222';
DELETE FROM cart_lines WHERE cart = 'c000000000000000000001' AND sku = 'KT-001-SR';

INSERT INTO orders (number, secret, cart, state, placed_at, email, name, store, street, postal_code,
    city, currency, subtotal, shipping, tax, total)
VALUES ('UP-3333-3333', 's000000000000000000002', 'c000000000000000000001', 'pending', 1700000004, 'a@b.test',
    'Wren Marsh', 'hamburg', NULL, NULL, NULL, 'EUR', 0, 0, 0, 0);
INSERT INTO order_lines (order_id, position, sku, name, colourway, size, picture, quantity, unit_price, line_total)
VALUES (2, 49, 'KT-002-SR', 'Wren', 'Sunrise', 'One size', '/pictures/KT-002-SR.svg', 98, 0, 0);
INSERT INTO order_keys (key, order_id, fingerprint) VALUES ('k000000000000002', 2,
    '0000000000000000000000000000000000000000000000000000000000000002');
UPDATE orders SET state = 'rejected', settled_at = 1700000005 WHERE number = 'UP-3333-3333';
DELETE FROM order_keys WHERE order_id = (SELECT id FROM orders WHERE number = 'UP-3333-3333');

-- And one that is not settled.
INSERT INTO orders (number, secret, cart, state, placed_at, email, name, store, street, postal_code,
    city, currency, subtotal, shipping, tax, total)
VALUES ('UP-4444-4444', 's000000000000000000003', 'c000000000000000000001', 'pending', 1700000006, 'a@b.test',
    'Wren Marsh', 'hamburg', NULL, NULL, NULL, 'EUR', 0, 0, 0, 0);

SELECT order_id, fingerprint FROM order_keys WHERE key = 'k000000000000001';
SELECT cart FROM orders WHERE number = 'UP-2222-2222';
SELECT fingerprint FROM order_keys JOIN orders ON orders.id = order_id WHERE number = 'UP-2222-2222';
SELECT * FROM orders WHERE number = 'UP-2222-2222';
SELECT * FROM orders WHERE cart = 'c000000000000000000001' AND state = 'pending';
SELECT * FROM order_lines WHERE order_id = 1 ORDER BY position;
SELECT id FROM orders WHERE number = 'UP-3333-3333';
