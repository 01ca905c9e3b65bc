"""Requests a second, latency, processor time and memory of every server under load."""

from statistics import median

import load
from table import mebibytes, spread, table, thousands


def measure(servers, recordings, how, rounds, report=lambda text: None):
    """Runs by scenario and server, in rounds: all servers in turn before the next scenario, A B C A B C …

    Whoever begins changes from round to round, so that nobody always follows the same.
    """
    lengths = {
        (server.name, recorded.name): server.check(recorded)
        for recorded in recordings for server in servers if server.answers(recorded)}
    runs = {key: [] for key in lengths}
    for number in range(rounds):
        for recorded in recordings:
            answering = [server for server in servers if server.answers(recorded)]
            for turn in range(len(answering)):
                server = answering[(number + turn) % len(answering)]
                key = (server.name, recorded.name)
                runs[key].append(load.run(server, recorded, lengths[key], how))
        report(f"round {number + 1} of {rounds}")
    return runs


def ratios(runs, name, reference, scenario_name):
    """Requests a second against another server's, round by round: what disturbs a round disturbs both."""
    pairs = zip(runs[name, scenario_name], runs[reference, scenario_name])
    return [one.requests_per_second / other.requests_per_second for one, other in pairs]


def rows(servers, recordings, runs, references):
    for recorded in recordings:
        for server in servers:
            if not (of_server := runs.get((server.name, recorded.name))):
                continue
            yield [
                f"{recorded.scenario.title} ({_size(len(recorded.body))})" if server is servers[0] else "",
                server.name,
                spread([run.requests_per_second for run in of_server], thousands),
                *(_ratio(runs, server.name, reference, recorded.name) for reference in references),
                f"{median(run.p50_milliseconds for run in of_server):.2f}",
                f"{median(run.p99_milliseconds for run in of_server):.2f}",
                f"{median(run.cpu_microseconds for run in of_server):.1f}",
                mebibytes(of_server[-1].resident_bytes),
            ]


def _ratio(runs, name, reference, scenario_name):
    return "1" if name == reference else spread(ratios(runs, name, reference, scenario_name))


def _size(count):
    return f"{count / 1000:.1f} kB"


def text(servers, recordings, runs, how):
    rounds = len(next(iter(runs.values())))
    references = [server.name for server in servers if server.name in ("C", "nginx")]
    columns = [
        "answer", "server", "requests/s", *(f"÷ {name}" for name in references), "p50 ms", "p99 ms", "CPU µs/request", "MiB"]
    busy = median(run.others_busy for of_server in runs.values() for run in of_server)
    return "\n".join([
        f"{how.connections} connections, {how.threads} thread(s) of wrk, {rounds} interleaved rounds of {how.seconds} s;"
        f" medians (least–greatest). Others kept {busy:.2f} processors busy meanwhile.",
        "",
        table(columns, rows(servers, recordings, runs, references)),
    ])


def memory_text(servers, recordings, at_rest):
    """Resident memory before and after the load, of the process that answers the first scenario a server has."""
    rows = []
    for server in servers:
        name = next(recorded.name for recorded in recordings if server.answers(recorded))
        rows.append([server.name, mebibytes(at_rest[server.name]), mebibytes(server.resident_bytes(name))])
    return table(["server", "MiB at rest", "MiB after the load"], rows)


def memory_at_rest(servers, recordings):
    return {
        server.name: server.resident_bytes(next(recorded.name for recorded in recordings if server.answers(recorded)))
        for server in servers}
