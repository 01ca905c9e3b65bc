"""How soon the first request is answered, and memory at rest; limits hold for release builds (NEXTLINE_RELEASE=1)."""

import json
import socket
import statistics
import subprocess
import time
from http.client import HTTPConnection

from service import BINARY, ENVIRONMENT, IS_RELEASE

LONGEST_START_MILLISECONDS = 100
LARGEST_RESIDENT_MEBIBYTES = 40
#: A document, and the milliseconds in which the machine for which the limit is meant reads it: a slower one has longer.
REFERENCE = json.dumps([{"number": number, "texts": [str(number)] * 5} for number in range(20_000)])
REFERENCE_MILLISECONDS = 24


def started(directory, port):
    """A process, and the milliseconds from its start to its first answer."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [BINARY, "serve", "--port", str(port)], cwd=directory, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    while True:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/readyz")
            assert connection.getresponse().status == 200
            return process, (time.perf_counter() - begin) * 1000
        except ConnectionRefusedError:
            assert process.poll() is None and time.perf_counter() - begin < 20
            time.sleep(0.001)
        finally:
            connection.close()


def reference_milliseconds():
    """What reading the reference takes now."""
    begin = time.perf_counter()
    json.loads(REFERENCE)
    return (time.perf_counter() - begin) * 1000


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def resident_mebibytes(process):
    with open(f"/proc/{process.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:")) / 1024


def test_start_and_memory_at_rest(elsewhere, capsys):
    times, memory, references = [], [], []

    def limit():
        return LONGEST_START_MILLISECONDS * max(1, min(references) / REFERENCE_MILLISECONDS)

    # A busy machine has more tries: the fastest start counts.
    while len(times) < 7 or (IS_RELEASE and min(times) > limit() and len(times) < 35):
        references.append(reference_milliseconds())
        process, milliseconds = started(elsewhere, free_port())
        try:
            times.append(milliseconds)
            memory.append(resident_mebibytes(process))
        finally:
            process.terminate()
            assert process.wait(20) == 0
    kind = "release" if IS_RELEASE else "debug, limits not asserted"
    with capsys.disabled():
        print(f"\nfirst answer after {min(times):.0f} ms (median {statistics.median(times):.0f} of {len(times)}, limit {limit():.0f}), "
              f"{max(memory):.1f} MiB resident at rest (limit {LARGEST_RESIDENT_MEBIBYTES}); {kind}")
    if IS_RELEASE:
        # The fastest start: whatever else the machine does only ever adds to it.
        assert min(times) <= limit()
        assert max(memory) < LARGEST_RESIDENT_MEBIBYTES
