"""Speaks HTTP/1.1 byte by byte, for tests that no ordinary client would let misbehave."""

import select
import socket
import struct
import time

from service import Answer

RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Ended(Exception):
    """The connection ended before the answer was whole."""


def get(target, *fields):
    return "\r\n".join([f"GET {target} HTTP/1.1", "Host: a", *fields, "", ""]).encode()


def post(target, body, *fields, kind="application/json"):
    head = [f"POST {target} HTTP/1.1", "Host: a", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *fields, "", ""]
    return "\r\n".join(head).encode() + body


def opened(service, source=None, receive_buffer=None):
    """A socket that is not connected yet, and where to connect it."""
    plain = socket.socket(socket.AF_UNIX if service.path else socket.AF_INET, socket.SOCK_STREAM)
    if receive_buffer:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    if source:
        plain.bind((source, 0))
    return plain, service.path or (service.host, service.port)


class Wire:
    """One connection; what of it comes is read answer by answer."""

    def __init__(self, service, source=None, receive_buffer=None, timeout=10):
        self.socket, address = opened(service, source, receive_buffer)
        self.socket.settimeout(timeout)
        self._rest = b""
        self._piece, self._pause = 1 << 18, 0
        try:
            self.socket.connect(address)
            if not service.path:
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError:
            self.socket.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def exchange(self, request):
        self.send(request)
        return self.answer()

    def answer(self):
        head = self._take(lambda data: data.find(b"\r\n\r\n") + 4 if b"\r\n\r\n" in data else None)
        status, *lines = head.decode("latin-1").split("\r\n")[:-2]
        fields = [tuple(line.split(": ", 1)) for line in lines]
        code = int(status.split(" ")[1])
        if ("transfer-encoding", "chunked") in [(name.lower(), value) for name, value in fields]:
            return Answer(code, fields, self._chunks())
        length = 0 if code in (100, 204, 304) else next(int(value) for name, value in fields if name.lower() == "content-length")
        return Answer(code, fields, self._take(lambda data: length if len(data) >= length else None))

    def _chunks(self):
        body = b""
        while True:
            size = int(self._take(lambda data: data.find(b"\r\n") + 2 if b"\r\n" in data else None), 16)
            body += self._take(lambda data: size + 2 if len(data) >= size + 2 else None)[:-2]
            if size == 0:
                return body

    def answer_slowly(self, piece, pause):
        """An answer that is taken in pieces with pauses."""
        self._piece, self._pause = piece, pause
        return self.answer()

    def _take(self, measure):
        while (count := measure(self._rest)) is None:
            try:
                more = self.socket.recv(self._piece)
                time.sleep(self._pause) if self._pause else None
            except ConnectionResetError as error:
                raise Ended(f"reset after {len(self._rest)} bytes of an answer") from error
            if not more:
                raise Ended(f"ended after {len(self._rest)} bytes of an answer")
            self._rest += more
        taken, self._rest = self._rest[:count], self._rest[count:]
        return taken

    def has_come(self, seconds):
        """Whether something is to be read within the time."""
        return bool(self._rest or select.select([self.socket], [], [], seconds)[0])

    def is_ended(self):
        """Whether the peer says in good order, within the socket's time, that nothing more comes, and nothing has."""
        try:
            return not self._rest and self.socket.recv(1) == b""
        except (ConnectionResetError, TimeoutError):
            return False

    def grow_window(self):
        """Takes the rest faster."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)

    def finish_sending(self):
        self.socket.shutdown(socket.SHUT_WR)

    def reset(self):
        """Vanishes: the peer is told so by a reset, whatever was under way."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        self.socket.close()
