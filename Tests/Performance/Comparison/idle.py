"""What connections cost that say nothing, and whether a new client notices them."""

import contextlib
import resource
import socket
import time
from dataclasses import dataclass
from statistics import median, quantiles

from exchange import exchange, receive, request_bytes
from table import table

# A source address has no more ports than this for one server, with some to spare.
CONNECTIONS_AN_ADDRESS = 5000


@dataclass(frozen=True)
class Idle:
    """What was found with many idle connections."""

    connections: int
    bytes_a_connection: float
    # Processor time of the server in a second in which nothing is asked.
    idle_microseconds: float
    alone_milliseconds: list
    beside_milliseconds: list


def raise_descriptor_limit(wanted):
    """As far as it goes; the servers started afterwards inherit it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, wanted))
            return wanted
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
    return min(wanted, hard)


def measure(server, recorded, connections, asked=200):
    """Opens connections that each ask once, as a browser or a pool would, and keeps them."""
    port = server.ports[recorded.name]
    alone = _new_clients(port, recorded, asked)
    before = server.resident_bytes(recorded.name)
    with contextlib.ExitStack() as stack:
        for number in range(connections):
            stack.enter_context(_kept(port, recorded, number))
        time.sleep(0.5)
        after = server.resident_bytes(recorded.name)
        used = server.cpu_microseconds(recorded.name)
        time.sleep(1)
        used = server.cpu_microseconds(recorded.name) - used
        beside = _new_clients(port, recorded, asked)
    return Idle(connections, (after - before) / connections, used, alone, beside)


def _kept(port, recorded, number):
    source = f"127.0.0.{2 + number // CONNECTIONS_AN_ADDRESS}"
    connection = socket.create_connection(("127.0.0.1", port), timeout=30, source_address=(source, 0))
    connection.sendall(request_bytes(recorded.scenario.method, recorded.scenario.target))
    receive(connection)
    return connection


def _new_clients(port, recorded, count):
    """Milliseconds from connecting to the whole answer, one client after the other."""
    times = []
    for _ in range(count):
        began = time.perf_counter()
        exchange(port, recorded.scenario.method, recorded.scenario.target)
        times.append((time.perf_counter() - began) * 1000)
    return times


def text(measured, recorded):
    rows = [
        [
            name, f"{idle.connections}", f"{idle.bytes_a_connection:.0f}", f"{idle.idle_microseconds / 1000:.0f}",
            _times(idle.alone_milliseconds), _times(idle.beside_milliseconds),
        ]
        for name, idle in measured.items()]
    return "\n".join([
        f"Connections that asked for {recorded.scenario.target} once and stay open; then new clients, one after the other.",
        "",
        table(
            ["server", "connections", "resident bytes each", "CPU ms in a second of rest", "new client alone, ms (p99)",
             "beside them, ms (p99)"], rows),
    ])


def _times(milliseconds):
    return f"{median(milliseconds):.2f} ({quantiles(milliseconds, n=100)[98]:.2f})"
