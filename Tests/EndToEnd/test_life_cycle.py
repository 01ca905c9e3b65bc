"""From start to end: nothing that was asked is lost when the service stops, nobody notices when it loads knowledge anew."""

import json
import os
import random
import re
import shutil
import signal
import tempfile
import threading
import time
from pathlib import Path

import pytest

from process import wait_until
from service import Service
from traffic import Traffic
from wire import Ended, Wire, get, post

REPEATS = 100 if os.environ.get("NEXTLINE_LONG") == "1" else 10
DRAIN_SECONDS = 5
#: Beyond the time to drain, for the loops to notice and the process to end.
SLACK = 1.5
GONE = (Ended, ConnectionError)


@pytest.fixture
def sockets():
    """A directory whose name is short enough for sockets in it."""
    path = Path(tempfile.mkdtemp())
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def contract(service):
    return service.get("/openapi.yaml").body


class Caller(threading.Thread):
    """Asks until it is told that there is nobody; notes which requests were sent whole at what time and not answered whole."""

    def __init__(self, service, request, keeps_alive):
        super().__init__(daemon=True)
        self.answered = 0
        self.unanswered = []
        self.failures = []
        self.stopped = threading.Event()
        self._service, self._request, self._keeps_alive = service, request, keeps_alive
        self.start()

    def run(self):
        wire = None
        while not self.stopped.is_set():
            sent = None
            try:
                wire = wire or Wire(self._service)
                wire.send(self._request)
                sent = time.monotonic()
                answer = wire.answer()
                self.answered += 1
                if answer.status != 200:
                    self.failures.append(answer.status)
                if not self._keeps_alive or answer.field("Connection") == "close":
                    wire.socket.close()
                    wire = None
            except (ConnectionRefusedError, FileNotFoundError):
                return
            except (*GONE, TimeoutError) as error:
                if sent is not None:
                    self.unanswered.append((sent, repr(error)))
                wire.socket.close() if wire else None
                wire = None


def wait_until_refused(service):
    def is_refused():
        try:
            Wire(service).socket.close()
        except OSError:
            return True

    assert wait_until(is_refused, 5) is not None, "new connections are still accepted"


def drain_under_load(service, case, contract):
    """Stops the service while it is asked from all sides; what was sent before the signal is to be answered."""
    requests = [get("/trials?limit=200"), post("/recommend", case), get("/healthz")]
    idle = [Wire(service) for _ in range(20)]
    assert all(wire.exchange(get("/healthz")).status == 200 for wire in idle)
    half = Wire(service)
    half.send(b"GET /readyz HTTP/1.1\r\n")
    slow = Wire(service, receive_buffer=4096)
    slow.send(get("/openapi.yaml"))
    callers = [Caller(service, request, keeps_alive) for request in requests for keeps_alive in (True, False)]
    assert slow.has_come(5)
    time.sleep(0.1 + random.random() / 10)

    before = time.monotonic()
    service.signal(signal.SIGTERM)
    for wire in idle:
        assert wire.is_ended()
        wire.socket.close()
    # The others have not been waited for: one is in the middle of an answer, one of a request.
    idle_seconds = time.monotonic() - before
    assert service.process.poll() is None
    wait_until_refused(service)
    ready = half.exchange(b"Host: a\r\n\r\n")
    assert (ready.status, ready.field("Connection")) == (503, "close")
    assert half.is_ended()
    half.socket.close()
    answer = slow.answer_slowly(piece=20_000, pause=0.003)
    assert (answer.status, answer.body) == (200, contract)
    slow.socket.close()
    for caller in callers:
        caller.stopped.set()
        caller.join(15)
    assert service.process.wait(DRAIN_SECONDS + SLACK) == 0
    seconds = time.monotonic() - before

    assert not any(caller.failures for caller in callers)
    assert all(caller.answered for caller in callers)
    assert [each for caller in callers for each in caller.unanswered if each[0] < before] == []
    assert idle_seconds < 1 and seconds < DRAIN_SECONDS
    return seconds, sum(caller.answered for caller in callers)


@pytest.mark.parametrize("transport, repeats", (("tcp", REPEATS), ("unix", max(3, REPEATS // 3))))
def test_nothing_is_lost_when_the_service_stops(elsewhere, sockets, case_7_bytes, contract, capsys, transport, repeats):
    results = []
    for _ in range(repeats):
        path = sockets / "socket"
        where = ("--unix", str(path)) if transport == "unix" else ()
        running = Service("--drain-timeout", str(DRAIN_SECONDS), *where, directory=elsewhere)
        try:
            results.append(drain_under_load(running, case_7_bytes, contract))
            assert not path.exists()
        finally:
            running.stop()
    with capsys.disabled():
        print(f"\n{transport}: {repeats} times stopped under load, at most {max(results)[0]:.2f} s each, "
              f"{sum(count for _, count in results)} requests answered")


@pytest.mark.parametrize("requests", (1, 3), ids=("one each", "pipelined"))
def test_requests_that_the_server_has_not_read_yet_are_answered(elsewhere, case_7_bytes, requests):
    """They are in the system's hands when the signal comes: on connections that are served, and on some that wait to be accepted."""
    running = Service("--drain-timeout", str(DRAIN_SECONDS), directory=elsewhere)
    try:
        wires = [Wire(running) for _ in range(20)]
        assert all(wire.exchange(get("/healthz")).status == 200 for wire in wires)
        running.signal(signal.SIGSTOP)
        wires += [Wire(running) for _ in range(20)]
        for wire in wires:
            wire.send(post("/recommend", case_7_bytes) * requests)
        running.signal(signal.SIGTERM)
        running.signal(signal.SIGCONT)
        for wire in wires:
            answers = [wire.answer() for _ in range(requests)]
            assert [answer.status for answer in answers] == [200] * requests
            assert wire.is_ended()
            wire.socket.close()
        assert running.process.wait(DRAIN_SECONDS + SLACK) == 0
    finally:
        running.stop()


def test_answers_that_wait_for_the_client_are_all_sent(elsewhere, contract):
    """All were sent before the signal, but the client takes them only after it."""
    running = Service("--drain-timeout", str(DRAIN_SECONDS), directory=elsewhere)
    try:
        wire = Wire(running, receive_buffer=4096)
        wire.send(get("/openapi.yaml") * 30)
        assert wire.has_come(5)
        time.sleep(0.3)
        running.signal(signal.SIGTERM)
        wait_until_refused(running)
        wire.grow_window()
        for _ in range(30):
            assert wire.answer().body == contract
        assert wire.is_ended()
        wire.socket.close()
        assert running.process.wait(DRAIN_SECONDS + SLACK) == 0
    finally:
        running.stop()


def test_body_under_way_is_awaited(elsewhere, case_7_bytes):
    running = Service("--drain-timeout", str(DRAIN_SECONDS), directory=elsewhere)
    try:
        with Wire(running) as wire:
            whole = post("/recommend", case_7_bytes, "Expect: 100-continue")
            wire.send(whole[:-len(case_7_bytes)])
            assert wire.answer().status == 100
            running.signal(signal.SIGTERM)
            wait_until_refused(running)
            for start in range(0, len(case_7_bytes), 500):
                wire.send(case_7_bytes[start:start + 500])
                time.sleep(0.05)
            answer = wire.answer()
            assert (answer.status, answer.field("Connection")) == (200, "close")
            assert wire.is_ended()
        assert running.process.wait(2) == 0
    finally:
        running.stop()


def test_draining_ends_in_time_whatever_clients_do(elsewhere):
    running = Service("--drain-timeout", "1", directory=elsewhere)
    try:
        silent, half, stalled = Wire(running), Wire(running), Wire(running, receive_buffer=2048)
        half.send(b"POST /recommend HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{")
        stalled.send(get("/openapi.yaml") * 100)
        assert stalled.has_come(5)
        start = time.monotonic()
        running.signal(signal.SIGTERM)
        assert running.process.wait(1 + SLACK) == 0
        assert time.monotonic() - start > 0.5
        for wire in (silent, half, stalled):
            wire.socket.close()
    finally:
        running.stop()


@pytest.mark.parametrize("number", (signal.SIGTERM, signal.SIGINT))
def test_signal_on_the_first_line_is_not_lost(elsewhere, number):
    for _ in range(3):
        running = Service(directory=elsewhere)
        running.signal(number)
        assert running.process.wait(3) == 0


@pytest.mark.parametrize("transport", ("tcp", "unix"))
def test_successor_may_come_while_the_last_requests_are_answered(elsewhere, sockets, contract, transport):
    """Its place is free as soon as draining begins, and the one that ends takes nothing from it."""
    path = sockets / "socket"
    where = ("--unix", str(path)) if transport == "unix" else ()
    old = Service("--drain-timeout", str(DRAIN_SECONDS), *where, directory=elsewhere)
    new = None
    try:
        slow = Wire(old, receive_buffer=4096)
        slow.send(get("/openapi.yaml"))
        assert slow.has_come(5)
        old.signal(signal.SIGTERM)
        wait_until_refused(old)
        new = Service(*(where or ("--port", str(old.port))), directory=elsewhere)
        with Wire(new) as wire:
            assert wire.exchange(get("/readyz")).status == 200
        assert slow.answer_slowly(piece=20_000, pause=0.003).body == contract
        slow.socket.close()
        assert old.process.wait(DRAIN_SECONDS + SLACK) == 0
        with Wire(new) as wire:
            assert wire.exchange(get("/readyz")).status == 200
    finally:
        old.stop()
        if new:
            assert new.stop() == 0
    assert not path.exists()


# Loading anew.

class Editions:
    """A copy of the knowledge that is edited while it is served, and which of its editions was served when."""

    def __init__(self, directory):
        self.directory = directory
        self._file = directory / "knowledge.json"
        self._description = json.loads(self._file.read_text())
        self.version = self._description["version"]
        #: From when on, and until when at most, an answer may speak of an edition.
        self.since, self.until = {self.version: 0.0}, {}
        self.digests = {}

    def edit(self, version):
        """Written beside and moved into place, so that nobody reads a half."""
        self.version = version
        replace(self._file, json.dumps(self._description | {"version": version}))

    def load(self, service, version):
        old = self.version
        self.edit(version)
        seen = len(service.lines)
        self.since[version] = time.monotonic()
        service.signal(signal.SIGHUP)
        service.wait_for_line(rf"reloaded: knowledge {version},", after=seen)
        self.until[old] = time.monotonic()

    def accept(self, index, answer, begun):
        """Whether an answer is of an edition that was served between its request and now."""
        if answer.status != 200:
            return False
        if b'"knowledgeBase"' not in answer.body:
            return True
        version, digest = re.search(rb'"knowledgeBase":\{"version":"([^"]+)","digest":"([^"]+)"', answer.body).groups()
        version = version.decode()
        return (
            version in self.since and self.since[version] <= time.monotonic() and begun <= self.until.get(version, begun)
            and self.digests.setdefault(version, digest) == digest)


def replace(path, text):
    with tempfile.NamedTemporaryFile("w", dir=path.parents[1], delete=False) as file:
        file.write(text)
    os.replace(file.name, path)


@pytest.fixture
def editions(knowledge):
    return Editions(knowledge)


def asked(case):
    return [post("/recommend?detail=summary", case), post("/recommend?lang=ru", case), get("/trials?limit=200"), get("/cases/case-7")]


@pytest.mark.parametrize("transport, repeats", (("tcp", REPEATS), ("unix", max(3, REPEATS // 3))))
def test_loading_anew_disturbs_nobody(elsewhere, sockets, editions, case_7_bytes, capsys, transport, repeats):
    where = ("--unix", str(sockets / "socket")) if transport == "unix" else ()
    running = Service("--knowledge", str(editions.directory), *where, directory=elsewhere)
    try:
        with Traffic(running, asked(case_7_bytes), pause=0, accept=editions.accept) as traffic, Wire(running) as kept:
            for number in range(1, repeats + 1):
                editions.load(running, f"1.0.{number}")
                # Who asks after the message is answered from the new edition, on a connection from before it too.
                answer = kept.exchange(post("/recommend?detail=summary", case_7_bytes))
                assert answer.json()["knowledgeBase"]["version"] == f"1.0.{number}"
                time.sleep(0.05)
        with capsys.disabled():
            print(f"\n{transport}: {repeats} times loaded anew, {len(traffic.milliseconds)} requests meanwhile, "
                  f"p99 {traffic.percentile(99):.1f} ms, longest {max(traffic.milliseconds):.1f} ms")
        assert not traffic.failures, traffic.failures[:5]
        assert len(set(editions.digests.values())) == len(editions.digests) > 1
    finally:
        assert running.stop() == 0


BROKEN = {
    "unknown reference": lambda text: text.replace('"baselga2012"', '"baselga2013"'),
    "cut off in the middle": lambda text: text[:len(text) // 2],
    "empty": lambda text: "",
}


def test_broken_edition_is_refused_while_traffic_goes_on(elsewhere, editions, case_7_bytes):
    running = Service("--knowledge", str(editions.directory), directory=elsewhere)
    regimen = editions.directory / "regimens/everolimus-exemestane.json"
    good = regimen.read_text()
    try:
        with Traffic(running, asked(case_7_bytes), pause=0, accept=editions.accept) as traffic:
            for number, edit in enumerate(BROKEN.values()):
                replace(regimen, edit(good))
                # A new version that is never to be seen.
                editions.edit(f"2.0.{number}")
                seen = len(running.lines)
                running.signal(signal.SIGHUP)
                running.wait_for_line("not reloaded", after=seen)
                assert any("everolimus-exemestane.json" in line for line in running.lines[seen:])
                time.sleep(0.1)
            editions.version = "1.0.0"
            replace(regimen, good)
            editions.load(running, "3.0.0")
            time.sleep(0.1)
        assert not traffic.failures, traffic.failures[:5]
        assert set(editions.digests) == {"1.0.0", "3.0.0"}
    finally:
        assert running.stop() == 0


def test_last_of_many_signals_counts(elsewhere, editions, case_7_bytes):
    running = Service("--knowledge", str(editions.directory), directory=elsewhere)

    def version():
        return running.recommend(case_7_bytes, {"detail": "summary"}).json()["knowledgeBase"]["version"]

    try:
        for number in range(30):
            editions.edit(f"1.1.{number}")
            running.signal(signal.SIGHUP)
            time.sleep(random.random() / 100)
        assert wait_until(lambda: version() == "1.1.29", 5) is not None
    finally:
        assert running.stop() == 0


def test_stopping_while_loading_anew(elsewhere, editions):
    for number in range(5):
        running = Service("--knowledge", str(editions.directory), "--drain-timeout", "3", directory=elsewhere)
        running.signal(signal.SIGHUP)
        time.sleep(number / 100)
        running.signal(signal.SIGTERM)
        running.signal(signal.SIGHUP)
        assert running.process.wait(3 + SLACK) == 0


# Unix sockets.

def test_socket_that_nobody_listens_on_is_replaced(elsewhere, sockets):
    path = sockets / "socket"
    dead = Service("--unix", str(path), directory=elsewhere)
    dead.process.kill()
    dead.process.wait(5)
    assert path.is_socket()
    running = Service("--unix", str(path), directory=elsewhere)
    with Wire(running) as wire:
        assert wire.exchange(get("/healthz")).status == 200
    assert running.stop() == 0
    assert not path.exists()


def test_socket_that_somebody_listens_on_is_left_alone(elsewhere, sockets):
    path = sockets / "socket"
    running = Service("--unix", str(path), directory=elsewhere)
    try:
        with pytest.raises(AssertionError, match="somebody listens there"):
            Service("--unix", str(path), directory=elsewhere)
        with Wire(running) as wire:
            assert wire.exchange(get("/healthz")).status == 200
    finally:
        assert running.stop() == 0
    assert not path.exists()


def test_file_that_is_no_socket_is_left_alone(elsewhere, sockets):
    path = sockets / "file"
    path.write_text("mine")
    with pytest.raises(AssertionError, match="cannot listen"):
        Service("--unix", str(path), directory=elsewhere)
    assert path.read_text() == "mine"
