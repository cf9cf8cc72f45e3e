"""A shop of its own, and what is asked of it one thing after another."""

import http.client
import json
import os
import pathlib
import random
import secrets
import socket
import sqlite3
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BINARIES = ROOT / ".build/release"
SKUS = ["KT-001-SR", "KT-001-LG", "KT-001-HT", "KT-001-CF"]


def free_port() -> int:
    """The first of some free ports beside each other, outside of those that Linux gives to outgoing connections."""
    while True:
        first = random.randrange(20_000, 32_000)
        if all(is_free(port) for port in range(first, first + 20)):
            return first


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


class Shop:
    """A shop of its own, from its start to its end."""

    def __init__(self, folder: pathlib.Path, broker: str | None):
        self.folder = folder
        self.options = ["--broker", broker] if broker else []
        self.environment = os.environ | {
            "SHOP_HOME": str(folder / "home"), "SHOP_ROOT": str(ROOT), "LOG_LEVEL": "notice",
            "CARRIER_COLLECT_MILLISECONDS": "100", "CARRIER_DELIVER_MILLISECONDS": "100"}

    def command(self, *arguments: str) -> str:
        return subprocess.run(
            [BINARIES / "shop", *arguments], env=self.environment, check=True, text=True, stdout=subprocess.PIPE).stdout

    def __enter__(self):
        self.command(
            "up", "--detach", "--port", str(free_port()), "--binaries", str(BINARIES), *self.options)
        try:
            state = json.loads(self.command("status", "--json"))
            self.processes = {process["name"]: process for process in state["processes"]}
            self.fill()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        subprocess.run([BINARIES / "shop", "down"], env=self.environment, stdout=subprocess.DEVNULL)

    @property
    def data(self) -> pathlib.Path:
        return self.folder / "home/data"

    @property
    def talkers(self) -> list[str]:
        """The processes that an event comes by."""
        return [name for name in ["broker", "rabbitmq", "order-service", "catalog-service"] if name in self.processes]

    def address(self, name: str) -> tuple[str, int]:
        host, port = self.processes[name]["address"].split(":")
        return host, int(port)

    def connection(self, name: str) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(*self.address(name), timeout=30)

    def fill(self) -> None:
        catalogue = json.loads((ROOT / "Sources/CatalogService/Seed/catalogue.json").read_text())
        for product in catalogue["products"]:
            for variant in product["variants"]:
                variant["stock"] = 1_000_000
        status, answer = ask(self.connection("catalog-service"), "POST", "/catalogue/import", catalogue)
        assert status == 200, answer

    def database(self, name: str) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self.data}/{name}.sqlite?mode=ro", uri=True)

    def settle(self) -> None:
        """Waits until every order has come to its end and nothing is to be sent."""
        end = time.monotonic() + 120
        question = "SELECT (SELECT count(*) FROM order_sagas WHERE deadline IS NOT NULL) + (SELECT count(*) FROM outbox)"
        while time.monotonic() < end:
            orders = self.database("order-service")
            left = orders.execute(question).fetchone()[0]
            orders.close()
            if left == 0:
                return
            time.sleep(0.1)
        raise SystemExit(f"{left} orders and events do not come to their end")


def ask(connection, method: str, path: str, body=None, key: str | None = None):
    headers = {"Content-Type": "application/json"}
    if key:
        headers["Idempotency-Key"] = key
    connection.request(method, path, json.dumps(body) if body is not None else None, headers)
    response = connection.getresponse()
    return response.status, response.read()


def fill_cart(connection) -> str:
    cart = secrets.token_urlsafe(16)[:22]
    status, answer = ask(connection, "PUT", f"/carts/{cart}/lines/{secrets.choice(SKUS)}", {"quantity": 1})
    assert status == 200, answer
    return cart


def order_of(cart: str) -> dict:
    return {
        "cart": cart, "email": "bench@example.org", "name": "Bench", "paymentToken": "test-card-accepted",
        "fulfilment": {"pickup": {"store": "fano"}}}


def place(connection, cart: str) -> None:
    status, answer = ask(connection, "POST", "/orders", order_of(cart), key=cart)
    assert status == 201, answer
