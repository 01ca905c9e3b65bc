"""One exchange over a plain socket, so that every byte of an answer is seen."""

import re
import socket


def request_bytes(method, target, body=b"", host="127.0.0.1"):
    fields = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
    return f"{method} {target} HTTP/1.1\r\nHost: {host}\r\n{fields}\r\n".encode() + body


def receive(connection):
    """The bytes of the next answer, which must say its length."""
    received = b""
    while (end := received.find(b"\r\n\r\n")) < 0:
        received += _some(connection)
    head = received[: end + 4]
    length = re.search(rb"(?im)^content-length: *(\d+)", head)
    if not length:
        raise ConnectionError(f"an answer without a length: {head!r}")
    total = len(head) + int(length[1])
    while len(received) < total:
        received += _some(connection)
    return received


def _some(connection):
    some = connection.recv(1 << 16)
    if not some:
        raise ConnectionError("the server closed in the middle of an answer")
    return some


def exchange(port, method, target, body=b""):
    """All bytes of the answer, head included."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request_bytes(method, target, body))
        return receive(connection)


def body_of(answer):
    return answer.partition(b"\r\n\r\n")[2]
