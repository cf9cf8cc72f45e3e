"""Plain HTTP, one request at a time, with nothing done behind the caller's back."""

from __future__ import annotations

import http.client
import socket
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def __getitem__(self, name: str) -> str:
        """A header field's value; empty if it is not there."""
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]


class Wire:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        parts = urlsplit(base_url)
        self._secure = parts.scheme == "https"
        self._host = parts.hostname or "127.0.0.1"
        self._port = parts.port or (443 if self._secure else 80)

    def send(
        self, method: str, target: str, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
        connection = kind(self._host, self._port, timeout=15)
        try:
            connection.request(method, target, body=body, headers={"Accept": "text/html"} | (headers or {}))
            response = connection.getresponse()
            return Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()

    def get(self, target: str, **headers: str) -> Answer:
        """`get("/", cookie="cart=…")`; an underscore in a name stands for a hyphen."""
        return self.send("GET", target, _fields(headers))

    def post(self, target: str, form: dict[str, str], **headers: str) -> Answer:
        fields = {"Content-Type": "application/x-www-form-urlencoded"} | _fields(headers)
        return self.send("POST", target, fields, urlencode(form).encode())

    def send_raw(self, request: bytes) -> int:
        """Sends bytes as they are, and answers the status."""
        with socket.create_connection((self._host, self._port), timeout=15) as connection:
            connection.sendall(request)
            line = connection.makefile("rb").readline()
        return int(line.split()[1]) if line.startswith(b"HTTP/") else 0

    @property
    def authority(self) -> str:
        return f"{self._host}:{self._port}"


def _fields(names: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in names.items()}
