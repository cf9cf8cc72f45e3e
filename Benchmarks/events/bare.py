"""What SQLite alone does with an order: its rows in one durable transaction after another, and nothing else."""

import pathlib
import secrets
import sqlite3
import time


def connect(path: pathlib.Path) -> sqlite3.Connection:
    """Opens a file as the shop's services do."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA foreign_keys = ON")
    return database


def small_commits(path: pathlib.Path, seconds: float) -> float:
    """Durable commits a second of one row of 500 bytes in a table without an index."""
    database = connect(path)
    database.execute("CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, body BLOB)")
    count, begin = 0, time.monotonic()
    while time.monotonic() - begin < seconds:
        database.execute("INSERT INTO t (body) VALUES (randomblob(500))")
        count += 1
    took = time.monotonic() - begin
    database.close()
    return count / took


class OrderRows:
    """The rows that placing an order writes, in the tables of order-service with their constraints and indices."""

    def __init__(self, path: pathlib.Path, service: sqlite3.Connection):
        """Takes tables and a sample from the service's own file."""
        isNew = not path.exists()
        self.database = connect(path)
        if isNew:
            for kind in ["table", "index", "trigger"]:
                statements = service.execute(
                    "SELECT sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%'", (kind,))
                for (sql,) in statements.fetchall():
                    self.database.execute(sql)
        self.line = service.execute("SELECT * FROM order_lines LIMIT 1").fetchone()[2:]
        self.order = service.execute("""
            SELECT placed_at, email, name, store, street, postal_code, city, currency, subtotal, shipping, tax, total
            FROM orders LIMIT 1""").fetchone()

    def fill_cart(self) -> str:
        cart = secrets.token_urlsafe(16)[:22]
        self.database.execute(
            "INSERT INTO cart_lines (cart, sku, quantity, agreed_price, currency, added_at) VALUES (?, ?, 1, 1, 'EUR', 1)",
            (cart, self.line[0]))
        return cart

    def place(self, cart: str) -> None:
        """One durable transaction."""
        run = self.database.execute
        alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
        code = "".join(alphabet[byte % 30] for byte in secrets.token_bytes(8))
        number, secret = f"UP-{code[:4]}-{code[4:]}", secrets.token_urlsafe(16)[:22]
        run("BEGIN IMMEDIATE")
        order = run(
            """INSERT INTO orders (number, secret, cart, state, placed_at, email, name, store, street, postal_code, city,
                currency, subtotal, shipping, tax, total) VALUES (?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (number, secret, cart, *self.order)).lastrowid
        run("INSERT INTO order_lines VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?)", (order, *self.line))
        run("INSERT INTO order_keys VALUES (?, ?, ?)", (cart, order, "f" * 64))
        run("DELETE FROM cart_lines WHERE cart = ?", (cart,))
        run("INSERT INTO order_sagas VALUES (?, 'placed', NULL, ?, ?)", (order, self.order[0], "t" * 55))
        run("INSERT INTO order_timeline VALUES (?, 0, ?, 'placed')", (order, self.order[0]))
        run("INSERT INTO payments VALUES (?, 'test-card-accepted', 1, 'EUR', 'awaiting')", (order,))
        (sequence,) = run("""INSERT INTO outbox_sequence VALUES ('orders', 1)
            ON CONFLICT (topic) DO UPDATE SET last = last + 1 RETURNING last""").fetchone()
        run("""INSERT INTO outbox (topic, sequence, subject, event, checksum, appended_at)
            VALUES ('orders', ?, ?, ?, 1, 1)""", (sequence, number, b"e" * 700))
        run("COMMIT")

    def commits(self, seconds: float) -> float:
        """Durable orders a second, one after another, of carts that were filled before."""
        self.database.execute("BEGIN")
        carts = [self.fill_cart() for _ in range(int(10_000 * seconds))]
        self.database.execute("COMMIT")
        begin = time.monotonic()
        count = 0
        for cart in carts:
            self.place(cart)
            count += 1
            if time.monotonic() - begin >= seconds:
                break
        return count / (time.monotonic() - begin)

    def close(self) -> None:
        self.database.close()
