"""Latency with few connections and many, and of one event loop beside the load's own processor."""

from statistics import median

import throughput
from load import Load
from table import table


def measure(servers, recordings, connections, seconds, rounds, report=lambda text: None):
    """Runs by number of connections, as `throughput.measure` gives them; one thread of load."""
    runs = {}
    for count in connections:
        report(connections_text(count))
        runs[count] = throughput.measure(servers, recordings, Load(count, 1, seconds), rounds, report)
    return runs


def text(servers, recordings, runs):
    columns = ["answer", "server"] + [f"{connections_text(count)}: p50, p99 ms" for count in runs]
    rows = [
        [recorded.scenario.title if server is servers[0] else "", server.name]
        + [_latency(of_count[server.name, recorded.name]) for of_count in runs.values()]
        for recorded in recordings for server in servers if server.answers(recorded)]
    return "\n".join(["Medians of the rounds, one thread of wrk.", "", table(columns, rows)])


def connections_text(count):
    return f"{count} connection" + ("s" if count > 1 else "")


def _latency(runs):
    return f"{median(run.p50_milliseconds for run in runs):.2f}, {median(run.p99_milliseconds for run in runs):.2f}"
