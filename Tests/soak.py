#!/usr/bin/env python3
"""Asks the service everything at once for a while, as in service, and says whether it failed or grew.

    NEXTLINE_BINARY=.build/release/nextline python3 Tests/soak.py --seconds 3600

Reading, conditional and bad requests, recommendations of the worked cases of both diseases and of health records in both languages,
one by one and in batches, metrics, clients that vanish, and knowledge that is loaded anew every second, in turn from two editions
and, every fifth time, with an error, which is to be refused. Every status is checked; the bytes of a recommendation are those of
the first answer to that case from that edition, and what has the same entity tag has the same bytes. Ends with 1 when an answer was
wrong, or when memory or descriptors grew: see `GROWTH`. Needs nothing but Python.
"""

import argparse
import json
import random
import re
import shutil
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "EndToEnd"))

from process import descriptors, resident_kibibytes, wait_until  # noqa: E402
from service import BINARY, PACKAGE, Service  # noqa: E402
from wire import Wire, get, post  # noqa: E402

REPORT_SECONDS = 10
#: Growth is the rise of the straight line through the samples (two a second) that were taken after the warm-up. An edition that is
#: replaced is freed in pieces, so that memory goes up and down by some MiB: a leak of one edition in ten would be seen in minutes.
GROWTH_KIBIBYTES = 12 << 10
GROWTH_DESCRIPTORS = 8
#: The share of the time, and the least, after which memory is looked at.
WARM_UP, LEAST_WARM_UP_SECONDS = 0.25, 8

BAD = (
    (get("/nothing"), 404), (get("/trials?limit=0"), 400), (get("/trials/nothing"), 404), (post("/trials", b"{}"), 405),
    (post("/recommend", b"{"), 400), (post("/recommend", b'{"disease":"gout"}'), 422), (post("/recommend", b'{"findings":{}}'), 422),
    (get("/trials", "Accept: image/png"), 406),
    (b"POST /recommend HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\nContent-Length: 2\r\n\r\n{}", 415),
    # The connection is of no use after these.
    (b"GET / HTTP/1.1\r\n\r\n", 400), (b"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505), (b"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501),
    (b"GET /" + b"a" * 10_000 + b" HTTP/1.1\r\n", 414), (get("/", *["X: 1"] * 200), 431),
    (b"POST /recommend HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n", 413),
)
READ = (
    "/trials?limit=200", "/trials/bolero-2", "/regimens?lang=ru", "/regimens/olaparib", "/drugs?q=%D0%B0", "/references", "/cases",
    "/vocabulary?disease=multiple-myeloma", "/openapi.yaml", "/", "/healthz", "/readyz", "/diseases", "/metrics",
)
PIECES = (b"GET /tri", b"POST /recommend HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{", get("/openapi.yaml") * 3, b"",
    b"POST /recommend/batch HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\nContent-Length: 100000\r\n\r\n"
    + b'{"disease":"breast-cancer"}\n' * 500)


class Tally:
    """What the clients saw, for all time and since the last report."""

    def __init__(self):
        self._lock = threading.Lock()
        self.requests = 0
        self.errors = []
        self._milliseconds = []
        self._bodies = {}

    def note(self, milliseconds):
        with self._lock:
            self.requests += 1
            self._milliseconds.append(milliseconds)

    def fail(self, words):
        with self._lock:
            self.errors.append(words)

    def take(self):
        with self._lock:
            taken, self._milliseconds = self._milliseconds, []
            return taken

    def is_first_or_same(self, key, body):
        with self._lock:
            return self._bodies.setdefault(key, body) == body


class Client(threading.Thread):
    """Does one thing after another, on one connection as long as that lasts."""

    def __init__(self, number, service, inputs, tally):
        super().__init__(daemon=True)
        self._random = random.Random(number)
        self._service, self._inputs, self._tally = service, inputs, tally
        self._tags = {}
        self._wire = None
        self.stopped = threading.Event()

    def run(self):
        deeds = (self.read, self.read_if_changed, self.recommend, self.recommend, self.batch, self.ask_badly, self.vanish)
        while not self.stopped.is_set():
            deed = self._random.choice(deeds)
            try:
                deed()
            except Exception as error:  # Whatever goes wrong is what is looked for.
                self._tally.fail(f"{deed.__name__}: {error!r}")
                self.leave()
            if self._random.random() < 0.05:
                self.leave()
            self.stopped.wait(0.002)
        self.leave()

    def leave(self):
        if self._wire:
            self._wire.socket.close()
        self._wire = None

    def exchange(self, request, *statuses):
        self._wire = self._wire or Wire(self._service)
        start = time.monotonic()
        answer = self._wire.exchange(request)
        self._tally.note((time.monotonic() - start) * 1000)
        if answer.status not in statuses:
            self._tally.fail(f"{answer.status}, not {statuses}, to {request[:100]}: {answer.body[:200]}")
        if answer.field("Connection") == "close":
            self.leave()
        return answer

    def read(self):
        target = self._random.choice(READ)
        answer = self.exchange(get(target), 200)
        tag = answer.field("ETag")
        self._tags[target] = tag
        if tag and not self._tally.is_first_or_same((target, tag), answer.body):
            self._tally.fail(f"other bytes with the same tag: {target}")

    def read_if_changed(self):
        target, tag = self._random.choice([*self._tags.items()] or [("/trials", None)])
        answer = self.exchange(get(target, *([f"If-None-Match: {tag}"] if tag else [])), 200, 304)
        if (answer.status == 304) != (tag is not None and answer.field("ETag") == tag):
            self._tally.fail(f"{answer.status} for {target}, {tag} asked about, {answer.field('ETag')} answered")
        self._tags[target] = answer.field("ETag")

    def recommend(self):
        case, input = self._random.choice(self._inputs)
        query = f"lang={self._random.choice(('en', 'ru'))}&detail={self._random.choice(('full', 'decisive', 'summary'))}"
        answer = self.exchange(post(f"/recommend?{query}", input), 200)
        if answer.status != 200:
            return
        digest = re.search(rb'"digest":"([^"]+)"', answer.body)[1]
        if not self._tally.is_first_or_same((case, query, digest), answer.body):
            self._tally.fail(f"another answer to {case}, {query} from the same edition")

    def batch(self):
        chosen = self._random.choices(self._inputs, k=self._random.choice((1, 20, 60)))
        body = b"\n".join(json.dumps(json.loads(input)).encode() for _, input in chosen)
        answer = self.exchange(post("/recommend/batch?detail=verdicts", body, kind="application/x-ndjson"), 200, 503)
        if answer.status != 200:
            return
        lines = answer.body.splitlines()
        if len(lines) != len(chosen):
            self._tally.fail(f"{len(lines)} answers to {len(chosen)} cases")
        for (case, _), line in zip(chosen, lines):
            found = re.search(rb'"digest":"([^"]+)"', line)
            if not found or not self._tally.is_first_or_same((case, "verdicts", found[1]), line):
                self._tally.fail(f"another answer to {case} in a batch from the same edition: {line[:200]}")

    def ask_badly(self):
        request, status = self._random.choice(BAD)
        self.exchange(request, status)

    def vanish(self):
        wire = Wire(self._service, receive_buffer=self._random.choice((None, 2048)))
        wire.send(self._random.choice(PIECES))
        if self._random.random() < 0.5:
            time.sleep(0.005)
        wire.reset()


def inputs(service):
    """Worked cases of both diseases, and health records, which are answered apart from the loops; ready to be asked."""
    cases = [entry for entry in service.entries("/cases")]
    chosen = []
    for disease in ("breast-cancer", "multiple-myeloma"):
        chosen += [entry["id"] for entry in cases if entry["disease"] == disease][:20]
    records = [json.loads(file.read_text()) for file in sorted((PACKAGE / "Resources/bundles").glob("*.json"))]
    return [(case, service.get(f"/cases/{case}/input").body) for case in chosen] + [
        (f"record {record['id']}", json.dumps({"record": record["bundle"], "context": {"asOf": record["asOf"]}}).encode())
        for record in records]


def rise(samples):
    """How much the straight line through the samples rises from the first to the last."""
    if len(samples) < 3:
        return 0.0
    return statistics.linear_regression(range(len(samples)), samples).slope * (len(samples) - 1)


class Soak:
    def __init__(self, seconds, clients, instrumented):
        self.seconds, self.clients, self.instrumented = seconds, clients, instrumented
        self.tally = Tally()
        self.memory, self.open = [], []
        self.loads = 0

    def run(self, directory):
        knowledge = shutil.copytree(PACKAGE / "Resources", directory / "Resources")
        service = Service("--knowledge", str(knowledge), directory=directory)
        try:
            before = descriptors(service.process.pid)
            clients = [Client(number, service, inputs(service), self.tally) for number in range(self.clients)]
            for client in clients:
                client.start()
            self.watch(service, knowledge)
            for client in clients:
                client.stopped.set()
            for client in clients:
                client.join(15)
            if service.process.poll() is None and wait_until(lambda: descriptors(service.process.pid) <= before, 5) is None:
                self.tally.fail(f"{descriptors(service.process.pid)} descriptors in the end, {before} at first")
        finally:
            status = service.stop()
        if status != 0:
            self.tally.fail(f"exit status {status}")

    def watch(self, service, knowledge):
        """Loads the knowledge anew every second and looks at the process meanwhile."""
        file = knowledge / "knowledge.json"
        description = json.loads(file.read_text())
        start = time.monotonic()
        warm = max(LEAST_WARM_UP_SECONDS, self.seconds * WARM_UP)
        reported = 0
        while (passed := time.monotonic() - start) < self.seconds and service.process.poll() is None:
            if passed >= self.loads:
                # Moved into place, so that nobody reads a half.
                beside = knowledge.parent / "beside.json"
                is_good = self.loads % 5 != 4
                beside.write_text(json.dumps(description | {"version": f"1.0.{self.loads % 2}" if is_good else 7}))
                beside.replace(file)
                self.load(service, is_good)
            if passed >= warm:
                self.memory.append(resident_kibibytes(service.process.pid))
                self.open.append(descriptors(service.process.pid))
            if passed >= reported + REPORT_SECONDS:
                reported += REPORT_SECONDS
                self.report(service, reported)
            time.sleep(0.5)
            if len(self.tally.errors) > 1000:
                break
        if service.process.poll() is not None:
            self.tally.fail(f"the service ended: {service.lines[-3:]}")
            return
        self.report(service, self.seconds)
        time.sleep(1)
        loaded = sum("reloaded: " in line for line in service.lines)
        # Signals that come while one is obeyed are one; one may come to the knowledge that is bad.
        if loaded < (1 if self.instrumented else self.loads / 2):
            self.tally.fail(f"loaded {loaded} times of {self.loads}: {[line for line in service.lines if 'not' in line][:3]}")

    def load(self, service, is_good):
        """By a signal or by a request in turn; what has an error is asked for by a request, whose answer says so."""
        self.loads += 1
        if is_good and self.loads % 2:
            service.signal(signal.SIGHUP)
            return
        answer = service.request("POST", "/admin/reload", b"")
        if answer.status != (200 if is_good else 409):
            self.tally.fail(f"{answer.status} to a reload of {'good' if is_good else 'bad'} knowledge: {answer.body[:300]}")

    def report(self, service, seconds):
        times = sorted(self.tally.take()) or [0.0]
        p50, p99 = (times[int((len(times) - 1) * share)] for share in (0.5, 0.99))
        print(f"{seconds:6.0f} s: {self.tally.requests:9} requests, {len(self.tally.errors)} errors, p50 {p50:.1f} ms, p99 {p99:.1f} ms, "
              f"VmRSS {resident_kibibytes(service.process.pid) / 1024:.1f} MiB, {descriptors(service.process.pid)} descriptors", flush=True)

    def verdict(self):
        grown, opened = rise(self.memory), rise(self.open)
        print(f"{self.loads} loads; over {len(self.memory) / 2:.0f} s after the warm-up memory rose by {grown / 1024:.1f} MiB "
              f"(at most {GROWTH_KIBIBYTES >> 10}), descriptors by {opened:.1f} (at most {GROWTH_DESCRIPTORS})")
        for error, count in Counter(self.tally.errors).most_common(10):
            print(f"{count} times: {error}")
        if self.instrumented:
            return not self.tally.errors and self.tally.requests > 0
        return not self.tally.errors and self.tally.requests > 0 and grown <= GROWTH_KIBIBYTES and opened <= GROWTH_DESCRIPTORS


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--instrumented", action="store_true", help="the binary is slow and large: judge its answers only")
    options = parser.parse_args()
    print(f"binary: {BINARY}")
    soak = Soak(options.seconds, options.clients, options.instrumented)
    with tempfile.TemporaryDirectory() as directory:
        soak.run(Path(directory))
    return 0 if soak.verdict() else 1


if __name__ == "__main__":
    sys.exit(main())
