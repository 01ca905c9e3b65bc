"""Many connections of one kind, driven by one thread."""

import random
import select
import socket
import threading
import time
from dataclasses import dataclass, field

from wire import opened


@dataclass(frozen=True)
class Habit:
    """What each of a crowd does: says `opening`, then a piece of `drip` every `seconds`, and reads all, a byte at a time, or nothing."""

    name: str
    #: One for each connection in turn.
    openings: tuple[bytes, ...] = (b"",)
    drip: bytes = b""
    seconds: float = 0.3
    reads: str = "all"
    receive_buffer: int | None = None

    def __str__(self):
        return self.name


@dataclass
class Member:
    socket: socket.socket
    unsent: bytes
    habit: Habit
    began: float = 0
    ended: float | None = None
    sent: int = 0
    received: bytearray = field(default_factory=bytearray)


class Crowd:
    """Connects within `ramp` seconds. A member whose peer has ended the connection keeps its own end open, as the hostile do."""

    def __init__(self, service, size, habit, sources=(None,), ramp=0.0):
        self.habit = habit
        self.members = []
        self._service = service
        self._size = size
        self._sources = sources
        self._ramp = ramp
        self._epoll = select.epoll()
        self._found = {}
        self._due = {}
        self._all_came = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._drive, daemon=True)
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._stopped.set()
        self._thread.join()
        self._epoll.close()
        for member in self.members:
            member.socket.close()

    @property
    def all_came(self):
        return self._all_came.is_set()

    def wait_until_all_came(self, seconds=20):
        """Until the last has begun to connect."""
        assert self._all_came.wait(seconds), f"{len(self.members)} of {self._size} came"

    @property
    def left(self):
        """Those whose connection the peer has not ended."""
        return sum(member.ended is None for member in self.members)

    @property
    def lives(self):
        """Seconds from connecting to the end, of those that have ended."""
        return [member.ended - member.began for member in self.members if member.ended]

    @property
    def sent(self):
        return sum(member.sent for member in self.members)

    def _drive(self):
        start = time.monotonic()
        drips = self.habit.drip or self.habit.reads == "byte"
        while not self._stopped.is_set():
            while len(self.members) < self._size and (
                    time.monotonic() - start >= self._ramp * len(self.members) / self._size):
                self._connect()
            if len(self.members) == self._size:
                self._all_came.set()
            for number, event in self._epoll.poll(0.002 if not self._all_came.is_set() else 0.02):
                self._serve(self._found[number], event)
            if not drips:
                continue
            now = time.monotonic()
            for number, moment in list(self._due.items()):
                if now < moment:
                    continue
                self._due[number] = now + self.habit.seconds
                if not self._tick(self._found[number]):
                    del self._due[number]

    def _connect(self):
        number = len(self.members)
        plain, address = opened(self._service, self._sources[number % len(self._sources)], self.habit.receive_buffer)
        plain.setblocking(False)
        member = Member(plain, self.habit.openings[number % len(self.habit.openings)], self.habit)
        self.members.append(member)
        self._found[plain.fileno()] = member
        # Each in its own moment, so that the crowd is no drum.
        self._due[plain.fileno()] = time.monotonic() + random.random() * self.habit.seconds
        plain.connect_ex(address)
        member.began = time.monotonic()
        self._epoll.register(plain, select.EPOLLOUT)

    def _serve(self, member, event):
        if event & select.EPOLLOUT and member.unsent:
            self._send(member)
        elif event & select.EPOLLIN and self.habit.reads == "all":
            self._receive(member, 1 << 16)
        if event & (select.EPOLLHUP | select.EPOLLERR | select.EPOLLRDHUP) and self.habit.reads != "all":
            self._end(member)
        if member.ended is None:
            reading = select.EPOLLIN if self.habit.reads == "all" else 0
            self._epoll.modify(member.socket, reading | select.EPOLLRDHUP | (select.EPOLLOUT if member.unsent else 0))

    def _tick(self, member):
        """A drop; `False` when there is nobody to drip on."""
        if member.ended is None and not member.unsent and self.habit.drip:
            member.unsent = self.habit.drip
            self._send(member)
        if member.ended is None and self.habit.reads == "byte":
            self._receive(member, 1)
        return member.ended is None

    def _send(self, member):
        try:
            count = member.socket.send(member.unsent)
            member.sent += count
            member.unsent = member.unsent[count:]
        except BlockingIOError:
            pass
        except OSError:
            self._end(member)

    def _receive(self, member, count):
        try:
            data = member.socket.recv(count)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            member.received += data[:1024 - len(member.received)]
        else:
            self._end(member)

    def _end(self, member):
        if member.ended is None:
            member.ended = time.monotonic()
            self._epoll.unregister(member.socket)
