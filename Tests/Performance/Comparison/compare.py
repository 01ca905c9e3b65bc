#!/usr/bin/env python3
"""Compares NextLine with a bare event loop in C, nginx and Node that send the very bytes it answers, and with a loop like its
own that reads and writes with Foundation's coders. Prints Markdown."""

import argparse
import contextlib
import os
import signal
import sys
import tempfile
from pathlib import Path

import idle
import latency
import records
import servers
import startup
import throughput
from goals import Goals
from load import Load
from scenarios import SCENARIOS, record

PACKAGE = Path(__file__).resolve().parents[3]
SECTIONS = ["throughput", "latency", "records", "startup", "idle"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "binary", nargs="?", type=Path, default=PACKAGE / ".build/release/nextline", help="nextline, built for release")
    parser.add_argument("--codable", type=Path, help="CodableServer, built for release (that beside the binary, if it is there)")
    parser.add_argument("--section", action="append", choices=SECTIONS, help="measure only this; repeatable")
    parser.add_argument("--scenario", action="append", choices=[scenario.name for scenario in SCENARIOS], help="likewise")
    parser.add_argument("--server", action="append", choices=["C", "nginx", "Node", "Codable"], help="likewise, beside NextLine")
    parser.add_argument("--beside", type=Path, help="another nextline, which takes turns with this one in the section on records")
    parser.add_argument("--rounds", type=int, default=7, help="rounds in which all servers take turns (7)")
    parser.add_argument("--seconds", type=int, default=2, help="seconds of load a turn (2)")
    parser.add_argument("--connections", type=int, default=64, help="connections of the load (64)")
    parser.add_argument("--threads", type=int, default=2, help="threads of the load (2); latency is taken with one")
    parser.add_argument("--starts", type=int, default=15, help="starts of each server (15)")
    parser.add_argument("--idle", type=int, default=10_000, help="idle connections (10000)")
    parser.add_argument("--quick", action="store_true", help="3 rounds of a second, 3 starts, 1000 idle connections")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.seconds, options.starts, options.idle = 3, 1, 3, 1000
    if not os.access(options.binary, os.X_OK):
        parser.error(f"no binary at {options.binary}: build it with swift build -c release")
    options.binary = options.binary.resolve()
    options.codable = (options.codable or options.binary.with_name("CodableServer")).resolve()
    return options


def say(text):
    print(text, file=sys.stderr, flush=True)


def heading(text):
    print(f"\n## {text}\n", flush=True)


class Comparison:
    """The sections; each starts the servers it needs, and stops them."""

    def __init__(self, options, directory):
        self.options = options
        self.directory = directory
        self.goals = Goals()
        names = options.scenario or [scenario.name for scenario in SCENARIOS]
        with contextlib.ExitStack() as stack:
            nextline = self._nextline(stack)
            self.all_recordings = [record(scenario, nextline.ports[scenario.name], directory) for scenario in SCENARIOS]
        self.recordings = [recorded for recorded in self.all_recordings if recorded.name in names]

    def _nextline(self, stack, *serve_options, name="NextLine", binary=None):
        names = [scenario.name for scenario in (*SCENARIOS, records.SCENARIO)]
        server = servers.start_nextline(binary or self.options.binary, self.directory, names, *serve_options, name=name)
        stack.callback(server.stop)
        return server

    def _others(self, stack, recordings, names):
        """Those of the servers beside NextLine that are wanted and can be had, in the order of the tables."""
        starts = {
            "C": servers.start_raw,
            "nginx": servers.start_nginx,
            "Node": servers.start_node,
            "Codable": lambda directory, recordings: servers.start_codable(self.options.codable, directory, recordings),
        }
        for name in names:
            if self.options.server and name not in self.options.server:
                continue
            if server := starts[name](self.directory, recordings):
                stack.callback(server.stop)
                yield server

    def throughput(self):
        options = self.options
        with contextlib.ExitStack() as stack:
            running = [self._nextline(stack), *self._others(stack, self.recordings, ["C", "nginx", "Node", "Codable"])]
            at_rest = throughput.memory_at_rest(running, self.recordings)
            how = Load(options.connections, options.threads, options.seconds)
            runs = throughput.measure(running, self.recordings, how, options.rounds, say)
            self.goals.of_throughput(runs, self.recordings)
            heading("Requests a second")
            print(throughput.text(running, self.recordings, runs, how))
            heading("Memory")
            print(throughput.memory_text(running, self.recordings, at_rest))

    def latency(self):
        recordings = [recorded for recorded in self.recordings if recorded.name in ("trial", "case-7")]
        if not recordings:
            return
        with contextlib.ExitStack() as stack:
            running = [
                self._nextline(stack), self._nextline(stack, "--loops", "1", name="NextLine, one loop"),
                *self._others(stack, recordings, ["C", "nginx"])]
            runs = latency.measure(running, recordings, [1, 8, 64], self.options.seconds, self.options.rounds, say)
            self.goals.of_latency(runs, recordings)
            heading("Latency")
            print(latency.text(running, recordings, runs))

    def records(self):
        with contextlib.ExitStack() as stack:
            running = [self._nextline(stack)]
            if self.options.beside:
                running.append(self._nextline(stack, name="beside it", binary=self.options.beside.resolve()))
            recorded = record(
                records.SCENARIO, running[0].ports[records.SCENARIO.name], self.directory, records.question(PACKAGE))
            runs = records.measure(running, recorded, self.options.seconds, self.options.rounds, say)
            self.goals.of_records(runs[running[0].name, recorded.name])
            heading("Health records")
            print(records.text(running, recorded, runs))
            others = [
                (server.name, records.measure_others(server, recorded, self._trial(), self.options.seconds))
                for server in running]
            print("\n" + records.others_text(others, self._trial()))

    def startup(self):
        recorded = self._trial()
        commands = servers.start_commands(self.options.binary, self.directory, recorded)
        milliseconds, resident = startup.measure(commands, recorded, self.options.starts, say)
        self.goals.of_startup(milliseconds)
        heading("Start")
        print(startup.text(milliseconds, resident, recorded))

    def idle(self):
        allowed = idle.raise_descriptor_limit(self.options.idle + 1000)
        count = min(self.options.idle, allowed - 1000)
        recorded = self._trial()
        measured = {}
        with contextlib.ExitStack() as stack:
            more = ["--max-connections", str(count + 1000), "--idle-timeout", "600"]
            for server in [self._nextline(stack, *more), *self._others(stack, [recorded], ["C", "nginx", "Node"])]:
                say(f"{count} idle connections to {server.name}")
                measured[server.name] = idle.measure(server, recorded, count)
        self.goals.of_idle(measured)
        heading("Idle connections")
        print(idle.text(measured, recorded))

    def _trial(self):
        return next(recorded for recorded in self.all_recordings if recorded.name == "trial")


def main():
    options = arguments()
    # So that servers are stopped on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory() as path:
        comparison = Comparison(options, Path(path))
        for section in options.section or SECTIONS:
            getattr(comparison, section)()
        heading("Goals")
        print(comparison.goals.text())


if __name__ == "__main__":
    main()
