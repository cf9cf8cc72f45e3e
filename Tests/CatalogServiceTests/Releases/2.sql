-- include 1.sql
-- What the release with "2 search" does besides. Frozen with that migration.

INSERT INTO product_text (product, name, shelf, body) VALUES ('KT-001', 'Sparrow', 'Stunt kites', 'Small and quick.');
INSERT INTO product_text (product, name, shelf, body) VALUES ('KT-009', 'Gone', 'Stunt kites', 'Gone.');
DELETE FROM product_text WHERE rowid = 2;
SELECT rowid, product, name, shelf, body FROM product_text;
SELECT term, doc FROM product_word;
SELECT product FROM product_text WHERE product_text MATCH '"quick" OR "spar" *'
ORDER BY bm25(product_text, 0, 10, 5, 1), product;
