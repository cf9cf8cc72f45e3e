-- include 2.sql
-- What the release with "3: events" does besides. Frozen with that migration.

INSERT INTO outbox_sequence (topic, last) VALUES ('shop.events', 1)
ON CONFLICT (topic) DO UPDATE SET last = last + 1 RETURNING last;
INSERT INTO outbox_sequence (topic, last) VALUES ('shop.events', 1)
ON CONFLICT (topic) DO UPDATE SET last = last + 1 RETURNING last;
INSERT INTO outbox (topic, sequence, subject, event, checksum, appended_at)
VALUES ('shop.events', 1, 'one', x'7b7d', 7, 1700000000000);
INSERT INTO outbox (topic, sequence, subject, event, checksum, appended_at)
VALUES ('shop.events', 2, 'two', x'7b7d', 7, 1700000000001);
SELECT position, topic, sequence, subject, event, checksum FROM outbox WHERE position > 0 ORDER BY position;
DELETE FROM outbox WHERE position = 1;
SELECT count(*), min(appended_at) FROM outbox;
INSERT INTO inbox_range (source, topic, first, last) VALUES ('/shop/other', 'shop.others', 1, 1);
DELETE FROM inbox_range WHERE source = '/shop/other' AND topic = 'shop.others' AND first = 1;
INSERT INTO inbox_range (source, topic, first, last) VALUES ('/shop/other', 'shop.others', 1, 2);
INSERT INTO inbox_range (source, topic, first, last) VALUES ('/shop/other', 'shop.others', 4, 4);
SELECT first, last FROM inbox_range WHERE source = '/shop/other' AND topic = 'shop.others' ORDER BY first;
