"""Buyers over plain sockets, all in one thread, so that who asks costs little of the machine that answers."""

import dataclasses
import json
import selectors
import socket
import time


def request(method: str, path: str, body: object, key: str | None = None) -> bytes:
    """A whole HTTP/1.1 request."""
    content = json.dumps(body).encode()
    headers = f"Host: bench\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n"
    if key:
        headers += f"Idempotency-Key: {key}\r\n"
    return f"{method} {path} HTTP/1.1\r\n{headers}\r\n".encode() + content


class Buyer:
    """One connection that asks one thing after another."""

    def __init__(self, address: tuple[str, int], requests: list[bytes]):
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.requests = iter(requests)
        self.question = b""
        self.answer = b""
        self.length: int | None = None

    def ask(self) -> bool:
        """False if there is nothing more to ask."""
        question = next(self.requests, None)
        if question is None:
            return False
        self.question = question
        self.ask_again()
        return True

    def ask_again(self) -> None:
        self.answer, self.length = b"", None
        # A request is far smaller than a socket's buffer, and the buffer is empty.
        if self.socket.send(self.question) != len(self.question):
            raise SystemExit("a request did not fit into a socket's buffer")

    def hear(self) -> int | None:
        """The answer's status once all of it has come."""
        part = self.socket.recv(65_536)
        if not part:
            raise SystemExit("the shop has closed a connection")
        self.answer += part
        if self.length is None:
            end = self.answer.find(b"\r\n\r\n")
            if end < 0:
                return None
            head = self.answer[:end].lower()
            self.length = end + 4 + int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        return int(self.answer[9:12]) if len(self.answer) >= self.length else None


@dataclasses.dataclass
class Answers:
    count: int = 0
    # Of those who were turned away with 503 and asked again.
    refused: int = 0
    # From the first question to the last answer, and of a processor that asking took, in seconds.
    took: float = 0
    asking: float = 0

    @property
    def rate(self) -> float:
        return self.count / self.took


def ask_all(
    address: tuple[str, int], scripts: list[list[bytes]], status: int, seconds: float = float("inf"),
    may_refuse: bool = False,
) -> Answers:
    """Lets a buyer for each script ask, until all is asked or the time is up; every answer must have the status."""
    buyers = [Buyer(address, script) for script in scripts]
    answers = Answers()
    begin, used = time.monotonic(), time.process_time()
    end = begin + seconds
    with selectors.DefaultSelector() as ears:
        for buyer in buyers:
            if buyer.ask():
                ears.register(buyer.socket, selectors.EVENT_READ, buyer)
        while ears.get_map():
            for key, _ in ears.select():
                buyer = key.data
                heard = buyer.hear()
                if heard is None:
                    continue
                if may_refuse and heard == 503:
                    answers.refused += 1
                    if time.monotonic() < end:
                        buyer.ask_again()
                    else:
                        ears.unregister(buyer.socket)
                    continue
                if heard != status:
                    raise SystemExit(f"an answer is not {status}: {buyer.answer.decode(errors='replace')}")
                answers.count += 1
                if time.monotonic() >= end or not buyer.ask():
                    ears.unregister(buyer.socket)
    answers.took, answers.asking = time.monotonic() - begin, time.process_time() - used
    for buyer in buyers:
        buyer.socket.close()
    return answers
