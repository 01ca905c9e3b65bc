"""Each limit on what a client may send, hold or wait: what is refused, how, and that the rest is served."""

import os
import re
import signal
import time
from collections import Counter
from contextlib import ExitStack

import pytest

from crowd import Crowd, Habit
from process import descriptors, wait_until
from service import Service, run
from wire import Ended, Wire, get, post

IS_LONG = os.environ.get("NEXTLINE_LONG") == "1"
TIMEOUTS = ("header", "body", "idle", "write")
LONGEST_DEFAULT = 60
#: The refused are waited for, so that they get their answer; no more of them than this at a time.
LARGEST_WAITING_ROOM = 512

HEAD = b"POST /recommend HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"


def started(directory, *options):
    return Service(*options, directory=directory)


def is_refusal(answer, status):
    """A problem as any other, after which the connection is of no use."""
    return (answer.status, answer.media_type, answer.field("Connection")) == (status, "application/problem+json", "close") and (
        answer.json()["status"] == status)


# Time.

def stalled(service, name):
    """A client that makes the server wait for what the time-out of that name is for."""
    wire = Wire(service, receive_buffer=2048 if name == "write" else None, timeout=LONGEST_DEFAULT + 10)
    if name == "header":
        wire.send(b"GET /trials HTT")
    elif name == "body":
        wire.send(HEAD + b"Content-Length: 100\r\n\r\n{")
    elif name == "write":
        wire.send(get("/openapi.yaml") * 20)
        wire.socket.recv(1)
    return wire


def seconds_until_cut(service, name, wire, most):
    start = time.monotonic()
    if name == "write":
        # A reader's own end tells nothing, as it takes nothing: what counts is that the server has closed.
        open_now = descriptors(service.process.pid)
        assert wait_until(lambda: descriptors(service.process.pid) < open_now, most) is not None
    else:
        if name != "idle":
            assert is_refusal(wire.answer(), 408)
        assert wire.is_ended()
    return time.monotonic() - start


@pytest.mark.parametrize("name", TIMEOUTS)
def test_each_time_has_its_limit(elsewhere, name):
    others = [word for other in TIMEOUTS if other != name for word in (f"--{other}-timeout", "30")]
    running = started(elsewhere, f"--{name}-timeout", "1", *others)
    try:
        with stalled(running, name) as wire:
            assert 0.7 < seconds_until_cut(running, name, wire, 4) < 2.5
    finally:
        assert running.stop() == 0


def test_an_answer_begins_a_new_time(elsewhere):
    """The idle time runs from the last answer on, the head's from its first byte on."""
    running = started(elsewhere, "--idle-timeout", "1", "--header-timeout", "1")
    try:
        with Wire(running) as wire:
            for _ in range(3):
                time.sleep(0.6)
                wire.send(b"GET /healthz HTTP/1.1\r\n")
                time.sleep(0.6)
                assert wire.exchange(b"Host: a\r\n\r\n").status == 200
            start = time.monotonic()
            assert wire.is_ended() and 0.7 < time.monotonic() - start < 2.5
    finally:
        assert running.stop() == 0


def outcome(wire):
    """The status of the answer that comes, or why none does."""
    try:
        return wire.answer().status
    except Ended as error:
        return str(error)


def test_server_that_was_held_up_blames_nobody(elsewhere, many_descriptors):
    """What has come in time counts, even when the server looks at it late and at the clock first."""
    running = started(elsewhere, "--idle-timeout", "1", "--header-timeout", "1", "--loops", "2")
    try:
        with ExitStack() as stack:
            wires = [stack.enter_context(Wire(running)) for _ in range(1500)]
            for wire in wires:
                wire.send(get("/healthz"))
            assert all(wire.answer().status == 200 for wire in wires)
            halves = set(wires[:500])
            for wire in halves:
                wire.send(b"GET /healthz HTTP/1.1\r\n")
            running.signal(signal.SIGSTOP)
            for wire in wires:
                wire.send(b"Host: a\r\n\r\n" if wire in halves else get("/healthz"))
            time.sleep(1.5)
            running.signal(signal.SIGCONT)
            assert Counter(outcome(wire) for wire in wires) == {200: len(wires)}
    finally:
        running.signal(signal.SIGCONT)
        assert running.stop() == 0


def test_defaults_are_limits(elsewhere):
    words = run("--help", directory=elsewhere).stdout.decode()
    defaults = {name: int(value) for name, value in re.findall(r"--([a-z-]+) .*\((\d+)\)", words)}
    for name in TIMEOUTS:
        assert 1 <= defaults[f"{name}-timeout"] <= LONGEST_DEFAULT
    for name in ("max-connections", "max-body", "max-head", "max-fields", "max-request-line", "max-held"):
        assert defaults[name] >= 1
    assert defaults["max-connections-per-address"] == 0


@pytest.mark.skipif(not IS_LONG, reason="takes a minute: NEXTLINE_LONG=1")
def test_defaults_cut_everybody(elsewhere):
    running = started(elsewhere)
    try:
        wires = {name: stalled(running, name) for name in TIMEOUTS}
        wires["silence after an answer"] = Wire(running)
        assert wires["silence after an answer"].exchange(get("/healthz")).status == 200
        busy = descriptors(running.process.pid)
        # Nobody reads, so that the server closes of itself.
        assert wait_until(lambda: descriptors(running.process.pid) <= busy - len(wires), LONGEST_DEFAULT + 5) is not None
        for wire in wires.values():
            wire.socket.close()
    finally:
        assert running.stop() == 0


# Connections.

@pytest.mark.parametrize("speaks", (True, False), ids=("with a request", "without a request"))
def test_connections_above_the_limit_are_told_so(elsewhere, speaks):
    running = started(elsewhere, "--max-connections", "10")
    try:
        kept = [Wire(running) for _ in range(10)]
        assert all(wire.exchange(get("/healthz")).status == 200 for wire in kept)
        for _ in range(30):
            with Wire(running) as excess:
                if speaks:
                    excess.send(get("/trials"))
                answer = excess.answer()
                assert is_refusal(answer, 503) and int(answer.field("Retry-After")) > 0
                assert excess.is_ended()
        assert all(wire.exchange(get("/healthz")).status == 200 for wire in kept)
        kept.pop().socket.close()
        assert wait_until(lambda: is_served(running), 2) is not None
        for wire in kept:
            wire.socket.close()
    finally:
        assert running.stop() == 0


def is_served(service, **options):
    with Wire(service, **options) as wire:
        try:
            return wire.exchange(get("/healthz")).status == 200
        except (Ended, BrokenPipeError):
            return False


def test_a_flood_above_the_limit_holds_nothing(elsewhere, many_descriptors):
    """Those who are refused and do not go are not to take the place of the limit that refused them."""
    running = started(elsewhere, "--max-connections", "10")
    pid = running.process.pid
    try:
        before = descriptors(pid)
        kept = [Wire(running) for _ in range(10)]
        assert all(wire.exchange(get("/healthz")).status == 200 for wire in kept)
        with Crowd(running, 2000, Habit("refused", openings=(get("/trials"),), reads="none")) as crowd:
            most, rounds = 0, 0
            while not crowd.all_came or rounds < 20:
                rounds += 1
                most = max(most, descriptors(pid))
                assert all(wire.exchange(get("/healthz")).status == 200 for wire in kept)
                time.sleep(0.02)
            assert most <= before + 10 + LARGEST_WAITING_ROOM
            # They keep their ends open; the server does not.
            assert wait_until(lambda: descriptors(pid) <= before + 10, 4) is not None
        for wire in kept:
            wire.socket.close()
        assert wait_until(lambda: is_served(running), 2) is not None
    finally:
        assert running.stop() == 0


def test_connections_of_one_address(elsewhere):
    running = started(elsewhere, "--max-connections-per-address", "3")
    try:
        kept = [Wire(running, source="127.0.0.2") for _ in range(3)]
        assert all(wire.exchange(get("/healthz")).status == 200 for wire in kept)
        for _ in range(10):
            with Wire(running, source="127.0.0.2") as excess:
                excess.send(get("/healthz"))
                answer = excess.answer()
                assert is_refusal(answer, 503) and int(answer.field("Retry-After")) > 0
                assert excess.is_ended()
        others = [Wire(running, source=source) for source in ("127.0.0.3", "127.0.0.4") for _ in range(3)]
        assert all(wire.exchange(get("/healthz")).status == 200 for wire in others)
        kept.pop().socket.close()
        assert wait_until(lambda: is_served(running, source="127.0.0.2"), 2) is not None
        for wire in kept + others:
            wire.socket.close()
    finally:
        assert running.stop() == 0


def test_no_limit_of_one_address_unless_asked_for(elsewhere):
    """Behind a proxy all come from one address."""
    running = started(elsewhere)
    try:
        kept = [Wire(running) for _ in range(500)]
        assert all(wire.exchange(get("/healthz")).status == 200 for wire in kept)
        for wire in kept:
            wire.socket.close()
    finally:
        assert running.stop() == 0


def test_requests_under_way_have_a_limit_together(elsewhere):
    """So many can be told to wait for a body that what is allowed to each would be too much for all."""
    running = started(elsewhere, "--max-held", "1048576", "--loops", "2")
    part = HEAD + b"Content-Length: 100001\r\n\r\n" + b" " * 100_000
    try:
        with Wire(running) as ordinary, ExitStack() as stack:
            assert ordinary.exchange(get("/healthz")).status == 200
            wires = [stack.enter_context(Wire(running)) for _ in range(20)]
            for wire in wires:
                wire.send(part)
            refused = [wire for wire in wires if wire.has_come(0.5 if wire is wires[0] else 0.1)]
            # At most what the limit allows is under way, and what is under way is a good part of what is allowed.
            assert 3 <= len(wires) - len(refused) <= 10
            for wire in refused:
                answer = wire.answer()
                assert is_refusal(answer, 503) and int(answer.field("Retry-After")) > 0
                assert wire.is_ended()
            # Small requests still find room, and what is under way is not harmed.
            assert ordinary.exchange(get("/trials")).status == 200
            for wire in wires:
                if wire not in refused:
                    assert wire.exchange(b" ").status == 400
    finally:
        assert running.stop() == 0


def test_answers_that_are_not_taken_have_a_limit_together(elsewhere):
    """When there is too much, those go who take nothing, and not one who takes what it is sent, though not at once."""
    running = started(elsewhere, "--max-held", "1048576", "--loops", "2")
    pid = running.process.pid
    habit = Habit("reader", openings=(get("/openapi.yaml") * 50,), reads="none", receive_buffer=2048)
    try:
        before = descriptors(pid)
        with Crowd(running, 100, habit) as crowd:
            crowd.wait_until_all_came()
            # Long before any time-out, and after all were accepted.
            assert wait_until(lambda: descriptors(pid) < before + 20, 6, lasting=1) is not None
            for _ in range(8):
                with Wire(running, receive_buffer=4096) as ordinary:
                    ordinary.send(get("/openapi.yaml"))
                    assert ordinary.answer_slowly(piece=20_000, pause=0.001).status == 200
    finally:
        assert running.stop() == 0


# Sizes.

LINE, HEAD_BYTES, FIELDS, BODY = 1000, 4000, 20, 2000


@pytest.fixture(scope="module")
def strict(elsewhere):
    running = started(
        elsewhere, "--max-request-line", str(LINE), "--max-head", str(HEAD_BYTES), "--max-fields", str(FIELDS), "--max-body", str(BODY))
    yield running
    assert running.stop() == 0


def line(length):
    """A request whose line has that many bytes."""
    return get("/healthz?" + "a" * (length - len("GET /healthz? HTTP/1.1")))


def head(length):
    """A request whose head has that many bytes, the empty line among them."""
    rest = length - len(get("/healthz"))
    fields, rest = divmod(rest, 500)
    names = [f"X-{index}: " + "a" * (500 - len(f"X-{index}: \r\n")) for index in range(fields)]
    return get("/healthz", *names, *(["Y: " + "a" * (rest - len("Y: \r\n"))] if rest > 4 else []))


def chunked(*chunks):
    return HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)


WITHIN = {
    "request line": (line(LINE - 2), {200, 400}), "head": (head(HEAD_BYTES - 4), {200}),
    "fields": (get("/healthz", *(f"X-{index}: 1" for index in range(FIELDS - 1))), {200}),
    "body": (post("/recommend", b" " * BODY), {400}), "chunked body": (chunked(b" " * 1500, b" " * 500, b""), {400}),
}

BEYOND = {
    "request line": (line(LINE + 1), 414),
    "request line without end": (b"GET /" + b"a" * LINE, 414),
    # A method longer than any that is known is one that is not known (RFC 9112 §3).
    "line of nothing but a method": (b"A" * (LINE + 1), 501),
    "head": (head(HEAD_BYTES + 5), 431),
    "head without end": (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * HEAD_BYTES, 431),
    "fields": (get("/healthz", *(f"X-{index}: 1" for index in range(FIELDS))), 431),
    "length of a body that has not come": (HEAD + b"Content-Length: %d\r\n\r\n" % (BODY + 1), 413),
    "length that is awaited": (HEAD + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % (BODY + 1), 413),
    "length beyond all numbers": (HEAD + b"Content-Length: 99999999999999999999999999\r\n\r\n", 413),
    "chunk that has not come": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % (BODY + 1), 413),
    "chunks together": (chunked(b" " * 1500, b" " * 501), 413),
    "chunk beyond all numbers": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffff\r\n", 413),
}


@pytest.mark.parametrize("name", WITHIN)
def test_up_to_the_limit_is_served(strict, name):
    request, statuses = WITHIN[name]
    with Wire(strict) as wire:
        for _ in range(2):
            answer = wire.exchange(request)
            assert answer.status in statuses and answer.field("Connection") is None


@pytest.mark.parametrize("piece", (None, 7), ids=("at once", "in pieces"))
@pytest.mark.parametrize("name", BEYOND)
def test_beyond_the_limit_is_refused_at_once(strict, name, piece):
    request, status = BEYOND[name]
    with Wire(strict, timeout=3) as wire:
        for start in range(0, len(request), piece or len(request)):
            try:
                wire.send(request[start:start + (piece or len(request))])
            except (BrokenPipeError, ConnectionResetError):
                break
        answer = wire.answer()
        assert is_refusal(answer, status), answer.text
        assert wire.is_ended()


@pytest.mark.parametrize("body", (b" " * 300_000, chunked(*[b" " * 1000] * 300)), ids=("length", "chunked"))
def test_client_that_sends_all_before_it_reads_gets_the_refusal(strict, body):
    """Closing upon the refusal would reset the connection and take the refusal from the client (RFC 9112 §9.6)."""
    for _ in range(20):
        with Wire(strict) as wire:
            wire.send(body if body.startswith(HEAD) else post("/recommend", body))
            assert is_refusal(wire.answer(), 413)
            assert wire.is_ended()


def test_nothing_behind_a_refusal_is_answered(strict):
    with Wire(strict) as wire:
        wire.send(get("/healthz") + line(LINE + 1) + get("/healthz"))
        assert wire.answer().status == 200
        assert is_refusal(wire.answer(), 414)
        assert wire.is_ended()
