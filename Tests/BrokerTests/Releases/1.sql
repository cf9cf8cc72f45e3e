-- What the release with "1 log" does. Frozen with that migration.

INSERT INTO log (source, topic, sequence, subject, type, received_at, checksum, body)
VALUES ('/shop/order', 'shop.order', 1, 'UP-1', 'shop.order.placed.v1', 1700000000000, 7, x'7b7d');
INSERT INTO log (source, topic, sequence, subject, type, received_at, checksum, body)
VALUES ('/shop/order', 'shop.order', 2, 'UP-2', 'shop.order.placed.v1', 1700000000001, 7, x'7b7d');
INSERT INTO log (source, topic, sequence, subject, type, received_at, checksum, body)
VALUES ('/shop/order', 'shop.order', 3, 'UP-1', 'shop.order.shipped.v1', 1700000000002, 7, x'7b7d');
UPDATE log SET subject = 'UP-2', type = 'shop.order.placed.v1', checksum = 8, body = x'7b207d' WHERE position = 2;
INSERT INTO received (source, topic, first, last) VALUES ('/shop/order', 'shop.order', 1, 1);
DELETE FROM received WHERE source = '/shop/order' AND topic = 'shop.order' AND first = 1;
INSERT INTO received (source, topic, first, last) VALUES ('/shop/order', 'shop.order', 1, 3);
SELECT first, last FROM received WHERE source = '/shop/order' AND topic = 'shop.order' AND first <= 3
ORDER BY first DESC LIMIT 1;
DELETE FROM log WHERE position = 1;
SELECT max(position) FROM log;
SELECT position, received_at, source, topic, sequence, subject, type, checksum, body FROM log
WHERE source = '/shop/order' AND topic = 'shop.order' AND sequence = 2;
SELECT position, received_at, source, topic, sequence, subject, type, checksum, body FROM log
WHERE position > 0 ORDER BY position;
