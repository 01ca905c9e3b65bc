"""Load by wrk."""

import resource
import subprocess
from dataclasses import dataclass

import processes
from tools import HERE, need


@dataclass(frozen=True)
class Load:
    """How a server is loaded."""

    connections: int
    threads: int
    seconds: int


@dataclass(frozen=True)
class Run:
    """What one run of wrk counted."""

    requests_per_second: float
    p50_milliseconds: float
    p99_milliseconds: float
    cpu_microseconds: float
    resident_bytes: int
    # Processors that others on the machine kept busy meanwhile.
    others_busy: float


def run(server, recorded, answer_bytes, load):
    """Loads a server with one scenario; ends the program when an answer is none, is no 2xx or has another length."""
    name = recorded.name
    before = server.cpu_microseconds(name)
    busy_before, own_before = processes.machine_busy_microseconds(), _children_microseconds()
    requests, microseconds, received, statuses, failures, p50, p99 = _wrk(server.ports[name], recorded, load)
    used = server.cpu_microseconds(name) - before
    busy = processes.machine_busy_microseconds() - busy_before
    own = _children_microseconds() - own_before + used
    _check(server, recorded, answer_bytes, load, requests, received, statuses, failures)
    return Run(
        requests_per_second=requests * 1e6 / microseconds, p50_milliseconds=p50 / 1000, p99_milliseconds=p99 / 1000,
        cpu_microseconds=used / requests, resident_bytes=server.resident_bytes(name),
        others_busy=max(0, busy - own) / microseconds)


def _wrk(port, recorded, load):
    command = [
        need("wrk", "wrk"), f"-t{load.threads}", f"-c{load.connections}", f"-d{load.seconds}s", "--latency", "--timeout", "10s",
        "-s", HERE / "load.lua", f"http://127.0.0.1:{port}{recorded.scenario.target}", "--", recorded.scenario.method]
    if recorded.request_file:
        command.append(recorded.request_file)
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    counted = next(line for line in output.splitlines() if line.startswith("counted "))
    return map(int, counted.split()[1:])


def _children_microseconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (usage.ru_utime + usage.ru_stime) * 1e6


def _check(server, recorded, answer_bytes, load, requests, received, statuses, failures):
    what = f"{server.name}, {recorded.scenario.title}"
    if requests == 0 or statuses or failures:
        raise SystemExit(f"{what}: {requests} answers, {statuses} of them of another status, {failures} failures")
    # wrk counts no 3xx as failed, but an answer of another length shows; at the end each connection may be within one.
    if not 0 <= received - requests * answer_bytes <= load.connections * answer_bytes:
        raise SystemExit(f"{what}: {received} bytes in {requests} answers of {answer_bytes} bytes")
