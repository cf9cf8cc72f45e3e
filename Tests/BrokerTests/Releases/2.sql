-- include 1.sql
-- What the release with "2 groups" does besides. Frozen with that migration.

INSERT INTO consumer_group (name) VALUES ('catalog-service');
INSERT INTO subscription (group_id, topic) VALUES (1, 'shop.order');
INSERT INTO delivery (group_id, position, topic, subject, is_head, due_at) VALUES (1, 2, 'shop.order', 'UP-2', 1, 0);
INSERT INTO delivery (group_id, position, topic, subject, is_head, due_at) VALUES (1, 3, 'shop.order', 'UP-1', 1, 0);
UPDATE delivery SET attempts = attempts + 1, due_at = 1700000001000 WHERE group_id = 1 AND position = 2;
UPDATE delivery SET due_at = NULL, parked_at = 1700000002000, is_damaged = 1, reason = 'It is damaged.'
WHERE group_id = 1 AND position = 3;
SELECT id FROM consumer_group WHERE name = 'catalog-service';
SELECT topic FROM subscription WHERE group_id = 1 ORDER BY topic;
SELECT position, attempts FROM delivery WHERE group_id = 1 AND is_head = 1 AND due_at <= 1700000001000
ORDER BY due_at, position;
SELECT position, parked_at, is_damaged, reason FROM delivery WHERE group_id = 1 AND parked_at IS NOT NULL;
SELECT position, EXISTS (SELECT 1 FROM delivery WHERE delivery.position = log.position) FROM log ORDER BY position;
DELETE FROM subscription WHERE group_id = 1 AND topic = 'shop.nothing';
