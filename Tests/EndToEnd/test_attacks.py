"""Slow and hostile clients, a thousand at a time: ordinary ones notice nothing, and the attackers are cut in time."""

import os
import time
from contextlib import ExitStack

import pytest

from crowd import Crowd, Habit
from process import FIN_WAIT_1, LAST_ACK, descriptors, resident_kibibytes, unsent_bytes, wait_until
from service import IS_RELEASE, Service
from traffic import Traffic
from wire import get, post

IS_LONG = os.environ.get("NEXTLINE_LONG") == "1"
SIZE = 1000
TIMEOUT = 2
TIMEOUTS = [word for name in ("header", "body", "idle", "write") for word in (f"--{name}-timeout", str(TIMEOUT))]
#: From the refusal on the server waits this long for the peer to close, so that the refusal is not lost (RFC 9112 §9.6).
LINGER = 2
SLACK = 2
#: The goal is 50; in a short run a few requests that the machine held up would decide.
LONGEST_P99_MILLISECONDS = 50 if IS_LONG else 200
#: The best counts: whatever else the machine does only ever adds to it.
ATTEMPTS = 3

#: A connection, its place in the tables and in the poller.
CONNECTION_KIBIBYTES = 4
#: What ordinary clients and the allocator take meanwhile.
REST_KIBIBYTES = 8 << 10
#: Answers made ahead of the peer's taking them, one reading of pipelined requests, each in an array that has grown by doubling.
BATCH_KIBIBYTES = 2 * (64 + 64)
#: All that the server holds for peers that do not take it.
HELD_KIBIBYTES = 256 << 10
#: What the system may keep in the same way, of which no limit of the process knows: for each connection, beyond its peer's window.
SYSTEM_KIBIBYTES = 256
#: Attackers that come in a second, not all in one moment: what is looked for is what the slow do, not what a sudden load does.
PER_SECOND = 2000

HEAD = b"GET /trials HTTP/1.1\r\nHost: a\r\n"
BODY = b"POST /recommend HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"

SILENT = Habit("silent")
SLOW_HEAD = Habit(
    "slow head", openings=(b"GE", b"GET /tri", HEAD + b"X: ", HEAD + b"X: " + b"a" * 10_000), drip=b"a", seconds=0.4)
SLOW_BODY = Habit(
    "slow body", openings=(
        BODY + b"Content-Length: 1000000\r\n\r\n{", BODY + b"Transfer-Encoding: chunked\r\n\r\nfffff\r\n{",
        BODY + b"Content-Length: 1000000\r\n\r\n" + b" " * 10_000), drip=b" ", seconds=0.4)


def attackers(case):
    """The habits, by name."""
    openings = (
        get("/regimens?limit=200") * 250 + get("/trials?limit=200") * 250, get("/trials?limit=200") * 500, get("/openapi.yaml") * 500,
        post("/recommend", case) * 20)
    return {
        "silent": SILENT, "slow head": SLOW_HEAD, "slow body": SLOW_BODY,
        "reader of nothing": Habit("reader of nothing", openings, reads="none", receive_buffer=2048),
        "reader of bytes": Habit("reader of a byte now and then", openings, reads="byte", receive_buffer=2048),
    }


#: How many of which habit come together.
ATTACKS = {
    "slow to ask": {"silent": SIZE, "slow head": SIZE, "slow body": SIZE},
    "slow to read": {"reader of nothing": SIZE // 2, "reader of bytes": SIZE // 2},
}
if IS_LONG:
    ATTACKS |= {name: {name: SIZE} for name in attackers(b"")}
    ATTACKS |= {"all at once": dict.fromkeys(attackers(b""), SIZE)}


@pytest.fixture
def ordinary(case_7_bytes):
    return [get("/trials/bolero-2"), post("/recommend", case_7_bytes), get("/healthz"), get("/trials?limit=200")]


@pytest.fixture
def target(elsewhere, many_descriptors):
    running = Service(*TIMEOUTS, directory=elsewhere)
    yield running
    assert running.stop() == 0


@pytest.mark.parametrize("name", ATTACKS)
def test_attackers_are_cut_and_nobody_notices(target, service, ordinary, case_7_bytes, name, capsys):
    habits = attackers(case_7_bytes)
    for _ in range(ATTEMPTS):
        delays, words = attack(target, service, ordinary, [(habits[habit], count) for habit, count in ATTACKS[name].items()])
        with capsys.disabled():
            print(f"\n{sum(ATTACKS[name].values())} {name}: {words}")
        if not delays:
            return
    pytest.fail(f"after {ATTEMPTS} attempts {', '.join(delays)}")


def attack(target, calm, ordinary, attackers):
    """Asserts all but what the machine has a part in: what was too late, which is given back with a summary.

    The `calm` service, which nobody attacks, shows how slow the machine is meanwhile.
    """
    size = sum(count for _, count in attackers)
    with Traffic(target, ordinary) as traffic:
        time.sleep(0.5)  # To warm up.
    assert not traffic.failures, traffic.failures[:5]
    pid = target.process.pid
    before, open_before = resident_kibibytes(pid), descriptors(pid)
    most, most_unsent = before, 0
    ramp = max(1, size / PER_SECOND)
    longest = ramp + TIMEOUT + LINGER + SLACK
    with Traffic(calm, ordinary, clients=2) as control, Traffic(target, ordinary) as traffic, ExitStack() as stack:
        start = time.monotonic()
        crowds = [stack.enter_context(Crowd(target, count, habit, ramp=ramp)) for habit, count in attackers]
        # Clients that have seen their end keep their sockets, so that it is the server that has to close.
        while (passed := time.monotonic() - start) < 2 * longest and (
                passed < ramp + TIMEOUT * 0.8 or descriptors(pid) > open_before + len(traffic)):
            most = max(most, resident_kibibytes(pid))
            most_unsent = max(most_unsent, sum(unsent_bytes(target.port)) / 1024)
            time.sleep(0.1)
        for crowd in crowds:
            crowd.wait_until_all_came(0)
        abandoned = sum(unsent_bytes(target.port, (FIN_WAIT_1, LAST_ACK)))
    slowness = control.percentile(99)
    p99, limit, slack = traffic.percentile(99), max(LONGEST_P99_MILLISECONDS, 2 * slowness), SLACK + 20 * slowness / 1000
    assert not traffic.failures, traffic.failures[:5]
    assert passed < 2 * longest, f"{descriptors(pid) - open_before} attackers are left"
    for crowd in crowds:
        if crowd.habit.reads == "all":
            assert not crowd.left, f"{crowd.habit}: {crowd.left} are left"
            # An end that comes early would be no proof of the limit.
            assert TIMEOUT * 0.9 < min(crowd.lives), crowd.habit
            refused = {bytes(member.received[:13]) for member in crowd.members}
            assert refused == ({b""} if crowd.habit is SILENT else {b"HTTP/1.1 408 "})
    assert most - before <= allowance(crowds, target)
    assert most_unsent <= size * SYSTEM_KIBIBYTES
    assert abandoned == 0, "the system still offers answers to peers who were cut"
    assert wait_until(lambda: descriptors(pid) <= open_before, 2 + slack) is not None
    lives = [life for crowd in crowds for life in crowd.lives if crowd.habit.reads == "all"]
    moments = (
        ("the last attacker was gone", passed, longest + slack - SLACK),
        ("the last one saw its end", max(lives, default=0), TIMEOUT + slack),
        ("the 99th percentile came", p99 / 1000 if IS_RELEASE else 0, limit / 1000))
    delays = [f"{what} after {seconds:.2f} s, limit {latest:.2f}" for what, seconds, latest in moments if seconds >= latest]
    return delays, (
        f"p99 {p99:.1f} ms of {len(traffic.milliseconds)} (limit {limit:.0f}, {slowness:.1f} beside), {(most - before) / size:.1f} KiB each "
        f"in the server and {most_unsent / size:.1f} in the system, closed after {passed:.1f} s")


def allowance(crowds, service):
    """What the attackers may make the server hold, in KiB."""
    answer = len(service.get("/openapi.yaml").body) / 1024
    of_readers = 0
    total = REST_KIBIBYTES
    for crowd in crowds:
        if crowd.habit.reads == "all":
            # What was sent of a request, in an array that grows by doubling and leaves its former places behind.
            total += len(crowd.members) * CONNECTION_KIBIBYTES + 4 * crowd.sent / 1024
        else:
            of_readers += len(crowd.members) * (CONNECTION_KIBIBYTES + BATCH_KIBIBYTES + answer)
    return total + min(of_readers, HELD_KIBIBYTES)


def test_system_keeps_nothing_for_a_stalled_reader(target):
    """A close alone would leave the unsent answers to the system, which offers them to the peer for minutes."""
    habit = Habit("stalled", openings=(get("/openapi.yaml"),), reads="none", receive_buffer=2048)
    open_before = descriptors(target.process.pid)
    with Crowd(target, 50, habit):
        assert wait_until(lambda: descriptors(target.process.pid) >= open_before + 50 and sum(unsent_bytes(target.port)) > 0, 5) is not None
        assert wait_until(lambda: descriptors(target.process.pid) <= open_before, TIMEOUT + LINGER + SLACK) is not None
        assert sum(unsent_bytes(target.port)) == 0
