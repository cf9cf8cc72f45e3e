-- include 2.sql
-- What the release with "3 pictures" does besides. Frozen with that migration.

INSERT INTO picture (name, hash, design, is_current, svg) VALUES ('KT-001-SR', '0123456789ab', 'one', 1, '<svg/>')
ON CONFLICT (name, hash) DO UPDATE SET design = excluded.design, is_current = 1;
DELETE FROM picture WHERE name = 'KT-001-SR' AND is_current = 0 AND hash <> 'ba9876543210';
UPDATE picture SET is_current = 0 WHERE name = 'KT-001-SR';
INSERT INTO picture (name, hash, design, is_current, svg) VALUES ('KT-001-SR', 'ba9876543210', 'two', 1, '<svg></svg>')
ON CONFLICT (name, hash) DO UPDATE SET design = excluded.design, is_current = 1;
SELECT svg FROM picture WHERE name = 'KT-001-SR' AND hash = '0123456789ab';
SELECT svg, hash FROM picture WHERE name = 'KT-001-SR' AND is_current = 1;
SELECT name, hash FROM picture WHERE is_current = 1;
SELECT name, design FROM picture WHERE is_current = 1;
