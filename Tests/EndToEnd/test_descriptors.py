"""Descriptors that run out, peers that vanish, ends that are half closed, and ten thousand connections that are idle."""

import signal
import subprocess
import time

import pytest

from crowd import Crowd, Habit
from process import descriptors, processor_seconds, resident_kibibytes, wait_until
from service import IS_RELEASE, Service
from wire import Ended, Wire, get, post

MOST_OPEN = 64
LARGEST_PROCESSOR_SHARE = 0.3
VANISHING = 2000
IDLE = 10_000
LARGEST_IDLE_KIBIBYTES = 4
LONGEST_ANSWER_BESIDE_IDLE_MILLISECONDS = 100


@pytest.fixture(scope="module")
def target(elsewhere):
    running = Service(directory=elsewhere)
    yield running
    assert running.stop() == 0


# Running out.

def test_server_out_of_descriptors_serves_on(elsewhere, knowledge):
    running = Service("--knowledge", str(knowledge), directory=elsewhere, descriptors=MOST_OPEN)
    pid = running.process.pid
    try:
        kept = [Wire(running) for _ in range(4)]
        assert all(wire.exchange(get("/healthz")).status == 200 for wire in kept)
        with Crowd(running, 200, Habit("silent")) as crowd:
            crowd.wait_until_all_came()
            assert wait_until(lambda: descriptors(pid) >= MOST_OPEN - 4, 2) is not None
            before = processor_seconds(pid)
            time.sleep(1)
            assert processor_seconds(pid) - before < LARGEST_PROCESSOR_SHARE
            for _ in range(20):
                assert all(wire.exchange(get("/trials")).status == 200 for wire in kept)
            # Loading needs descriptors too: it may fail, the service may not.
            running.signal(signal.SIGHUP)
            running.wait_for_line("reloaded")
            assert all(wire.exchange(get("/trials")).status == 200 for wire in kept)
            # One leaves, another has its turn: those who wait are served in the order in which they came.
            for member in crowd.members[:190]:
                member.socket.close()
            last = crowd.members[-1].socket
            last.setblocking(True)
            last.settimeout(5)
            last.sendall(get("/healthz"))
            assert wait_until(lambda: crowd.members[-1].received.startswith(b"HTTP/1.1 200 "), 2) is not None
        assert wait_until(lambda: descriptors(pid) < MOST_OPEN / 2, 2) is not None
        with Wire(running) as new:
            assert new.exchange(get("/healthz")).status == 200
        running.signal(signal.SIGHUP)
        running.wait_for_line("reloaded: ")
        assert all(wire.exchange(get("/trials")).status == 200 for wire in kept)
        for wire in kept:
            wire.socket.close()
    finally:
        assert running.stop() == 0


# Vanishing.

def vanish_in_the_request(service):
    wire = Wire(service)
    wire.send(b"POST /recommend HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{")
    wire.reset()


def vanish_in_the_answer(service):
    wire = Wire(service, receive_buffer=2048)
    wire.send(get("/openapi.yaml") * 2)
    wire.socket.recv(1)
    wire.reset()


def vanish_before_the_answer(service):
    wire = Wire(service)
    wire.send(get("/trials") * 3)
    wire.reset()


def vanish_unheard(service):
    Wire(service).reset()


@pytest.mark.parametrize("vanish", (vanish_in_the_request, vanish_in_the_answer, vanish_before_the_answer, vanish_unheard))
def test_peers_that_vanish_leave_nothing(target, vanish):
    with Wire(target) as other:
        assert other.exchange(get("/healthz")).status == 200
        before = descriptors(target.process.pid)
        for number in range(VANISHING):
            vanish(target)
            if number % 100 == 0:
                assert other.exchange(get("/trials")).status == 200
        assert wait_until(lambda: descriptors(target.process.pid) <= before, 3) is not None
        assert other.exchange(get("/trials")).status == 200
    assert target.process.poll() is None


def test_access_log_that_nobody_reads_any_more_is_no_end(elsewhere):
    """Standard output may be a pipe whose reader has died."""
    running = Service("--access-log", directory=elsewhere, stdout=subprocess.PIPE)
    try:
        running.process.stdout.close()
        with Wire(running) as wire:
            for _ in range(10):
                assert wire.exchange(get("/healthz")).status == 200
    finally:
        assert running.stop() == 0


# Half closed.

@pytest.mark.parametrize("request_bytes, count", (
    (get("/trials/bolero-2"), 1), (get("/healthz") * 3, 3), (get("/openapi.yaml"), 1), (get("/openapi.yaml") * 10, 10),
    (get("/healthz") * 3000, 3000), (get("/regimens?limit=200") * 100, 100),
), ids=("one", "pipelined", "big", "big and pipelined", "many", "many and big"))
def test_half_closed_client_gets_its_answers(target, request_bytes, count):
    with Wire(target, receive_buffer=4096 if count < 1000 else None) as wire:
        wire.send(request_bytes)
        wire.finish_sending()
        # So that what is owed piles up before it is taken.
        time.sleep(0.2)
        first = wire.answer()
        assert first.status == 200
        wire.grow_window()
        for _ in range(count - 1):
            assert wire.answer().body == first.body
        assert wire.is_ended()


def test_half_closed_client_gets_its_recommendation(target, case_7_bytes):
    with Wire(target) as wire:
        wire.send(post("/recommend", case_7_bytes) * 2)
        wire.finish_sending()
        assert wire.answer().body == wire.answer().body
        assert wire.is_ended()


@pytest.mark.parametrize("part", (b"", b"GET /tri", b"POST /recommend HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{"))
def test_half_closed_client_without_a_request_is_let_go_at_once(target, part):
    before = descriptors(target.process.pid)
    with Wire(target, timeout=2) as wire:
        wire.send(get("/healthz"))
        assert wire.answer().status == 200
        wire.send(part)
        wire.finish_sending()
        try:
            assert wire.answer().status == 400
        except Ended:
            pass
        assert wire.is_ended()
        assert wait_until(lambda: descriptors(target.process.pid) <= before, 1) is not None


# Idle.

def test_ten_thousand_idle_connections(elsewhere, many_descriptors, capsys):
    running = Service("--max-connections", str(IDLE + 100), directory=elsewhere)
    pid = running.process.pid
    try:
        for _ in range(100):
            with Wire(running) as wire:
                assert wire.exchange(get("/healthz")).status == 200
        before, open_before = resident_kibibytes(pid), descriptors(pid)
        habit = Habit("idle", openings=(get("/healthz"),))
        with Crowd(running, IDLE, habit, sources=[f"127.0.0.{number}" for number in range(1, 11)], ramp=2.0) as crowd:
            crowd.wait_until_all_came(30)
            assert wait_until(lambda: all(member.received.endswith(b"}") for member in crowd.members), 10) is not None
            assert descriptors(pid) >= IDLE and crowd.left == IDLE
            each = (resident_kibibytes(pid) - before) / IDLE
            begun = processor_seconds(pid)
            milliseconds = []
            for _ in range(50):
                start = time.perf_counter()
                with Wire(running) as wire:
                    assert wire.exchange(get("/trials/bolero-2")).status == 200
                milliseconds.append((time.perf_counter() - start) * 1000)
                time.sleep(0.01)
            spent = processor_seconds(pid) - begun
            assert crowd.left == IDLE
        assert wait_until(lambda: descriptors(pid) <= open_before, 10) is not None
        with capsys.disabled():
            print(f"\n{IDLE} idle connections: {each * 1024:.0f} bytes resident each, a new client is served in at most "
                  f"{max(milliseconds):.1f} ms, {spent:.2f} s of processor time meanwhile")
        assert each <= LARGEST_IDLE_KIBIBYTES
        if IS_RELEASE:
            assert sorted(milliseconds)[-2] < LONGEST_ANSWER_BESIDE_IDLE_MILLISECONDS
    finally:
        assert running.stop() == 0
