-- What the release with "1 catalogue" does. Frozen with that migration.

INSERT INTO category (id, position, name, tagline, summary, scene)
VALUES ('stunt', 0, 'Stunt kites', 'Two lines', 'They turn.', 'dunes');
UPDATE category SET id = 'stunt', position = 1, name = 'Stunt kites', tagline = 'Two lines', summary = 'They turn.',
    scene = 'dunes' WHERE id = 'stunt';
INSERT INTO colourway (id, name, code, colours) VALUES ('sunrise', 'Sunrise', 'SR', '["#1","#2","#3","#4"]');
INSERT INTO store (id, position, name, street, postal_code, city, country, summary, hours, scene)
VALUES ('hamburg', 0, 'Hamburg', '1 Quay', '20457', 'Hamburg', 'Germany', 'By the water.', '["Mon 9-18"]', 'harbour');
INSERT INTO product (id, name, category, shape, pattern, summary, description, highlights, uses, wind_minimum,
    wind_maximum, skill, wingspan, weight, line, material, introduced)
VALUES ('KT-001', 'Sparrow', 'stunt', 'delta', 'stripes', 'Small.', 'Small and quick.', '["Quick"]', '["beach"]', 2, 6,
    'beginner', 120, 180, '2 x 25 m', 'ripstop', '2024-03-01');
INSERT INTO product (id, name, category, shape, pattern, summary, description, highlights, uses, wind_minimum,
    wind_maximum, skill, wingspan, weight, line, material, introduced)
VALUES ('KT-002', 'Reel', 'stunt', 'reel', 'plain', 'A reel.', 'For lines.', '["Round"]', '["beach"]', NULL, NULL,
    'advanced', NULL, 90, 'none', 'beech', '2024-03-02');
INSERT INTO variant (sku, product, position, colourway, size, price, stock, imported_stock, withdrawn)
VALUES ('KT-001-SR', 'KT-001', 0, 'sunrise', 'One size', 8900, 5, 5, 0);
INSERT INTO variant (sku, product, position, colourway, size, price, stock, imported_stock, withdrawn)
VALUES ('KT-002-SR', 'KT-002', 0, 'sunrise', 'One size', 1, 0, 0, 0);
UPDATE variant SET stock = stock - 2, withdrawn = withdrawn + 2 WHERE sku = 'KT-001-SR';
UPDATE variant SET product = 'KT-001', position = 1, colourway = 'sunrise', size = 'One size', price = 9000, stock = 3,
    imported_stock = 5, withdrawn = 2 WHERE sku = 'KT-001-SR';
DELETE FROM variant WHERE sku = 'KT-002-SR';
DELETE FROM product WHERE id = 'KT-002';
INSERT INTO variant (sku, product, position, colourway, size, price, stock, imported_stock, withdrawn)
VALUES ('KT-001-X', 'KT-001', 2, 'sunrise', 'Large', 9900, 0, 0, 0);
UPDATE catalogue SET generation = generation + 1;

SELECT generation FROM catalogue;
SELECT * FROM product ORDER BY id;
SELECT * FROM category ORDER BY position;
SELECT * FROM colourway;
SELECT * FROM store ORDER BY position;
SELECT * FROM variant ORDER BY product, position;
SELECT stock FROM variant WHERE sku = 'KT-001-SR';
SELECT sku, stock FROM variant WHERE product = 'KT-001';
SELECT sku FROM variant WHERE stock = 0;
SELECT product, sum(withdrawn) FROM variant GROUP BY product HAVING sum(withdrawn) > 0;
