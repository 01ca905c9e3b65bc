"""How long a server takes from the start of its process to its first answer."""

import contextlib
import subprocess
import time
from statistics import median

import processes
import servers
from exchange import exchange
from table import mebibytes, table


def measure(starts, recorded, times, report=lambda text: None):
    """Milliseconds by name, in interleaved rounds, and the memory a server has after its first answer.

    `starts` gives for each name what makes a command of a port.
    """
    milliseconds = {name: [] for name in starts}
    resident = {}
    for number in range(times):
        for name, command in starts.items():
            elapsed, resident[name] = _start(command, recorded)
            milliseconds[name].append(elapsed * 1000)
        report(f"start {number + 1} of {times}")
    return milliseconds, resident


def _start(command, recorded):
    """Seconds until the answer is there whole; asks as soon as somebody listens."""
    [port] = servers.free_ports(1)
    arguments = command(port)
    began = time.perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while process.poll() is None:
            with contextlib.suppress(ConnectionRefusedError):
                answer = exchange(port, recorded.scenario.method, recorded.scenario.target)
                elapsed = time.perf_counter() - began
                if not answer.startswith(b"HTTP/1.1 200 "):
                    raise SystemExit(f"`{arguments[0]}` answers its first request with {answer[:60]!r}")
                return elapsed, processes.resident_bytes(process.pid)
            time.sleep(0.0002)
        raise SystemExit(f"`{arguments[0]}` does not start")
    finally:
        servers.stop(process)


def text(milliseconds, resident, recorded):
    rows = [
        [name, f"{min(times):.1f}", f"{median(times):.1f}", f"{max(times):.1f}", mebibytes(resident[name])]
        for name, times in milliseconds.items()]
    count = len(next(iter(milliseconds.values())))
    return "\n".join([
        f"From the start of the process to the whole answer to {recorded.scenario.title}, {count} interleaved starts.",
        "",
        table(["server", "fastest ms", "median ms", "slowest ms", "MiB then"], rows),
    ])
