#!/usr/bin/env python3
"""Compares NextLine with a bare event loop in C, nginx and Node that send the very bytes it answers."""

import argparse
import contextlib
import os
import sys
import tempfile
from pathlib import Path

import servers
import throughput
from load import Load
from scenarios import SCENARIOS, record

PACKAGE = Path(__file__).resolve().parents[3]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", nargs="?", type=Path, default=PACKAGE / ".build/release/nextline", help="nextline, built for release")
    parser.add_argument("--rounds", type=int, default=7, help="rounds in which all servers take turns (7)")
    parser.add_argument("--seconds", type=int, default=2, help="seconds of load a turn (2)")
    parser.add_argument("--connections", type=int, default=64, help="connections of the load (64)")
    parser.add_argument("--threads", type=int, choices=[1, 2], default=1, help="threads of the load (1)")
    parser.add_argument("--quick", action="store_true", help="3 rounds of a second")
    parser.add_argument(
        "--scenario", action="append", choices=[scenario.name for scenario in SCENARIOS], help="only this one; repeatable")
    parser.add_argument("--server", action="append", choices=["C", "nginx", "Node"], help="beside NextLine only this one; repeatable")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.seconds = 3, 1
    if not os.access(options.binary, os.X_OK):
        parser.error(f"no binary at {options.binary}: build it with swift build -c release --product nextline")
    options.binary = options.binary.resolve()
    return options


def say(text):
    print(text, file=sys.stderr, flush=True)


def start_others(options, recordings, directory, stack):
    """The servers that repeat what NextLine answered, in the order of the table."""
    starts = {"C": servers.start_raw, "nginx": servers.start_nginx, "Node": servers.start_node}
    for name, start in starts.items():
        if options.server and name not in options.server:
            continue
        if server := start(directory, recordings):
            stack.callback(server.stop)
            yield server


def main():
    options = arguments()
    chosen = [scenario for scenario in SCENARIOS if not options.scenario or scenario.name in options.scenario]
    how = Load(options.connections, options.threads, options.seconds)
    with tempfile.TemporaryDirectory() as path, contextlib.ExitStack() as stack:
        directory = Path(path)
        nextline = servers.start_nextline(options.binary, directory, [scenario.name for scenario in chosen])
        stack.callback(nextline.stop)
        recordings = [record(scenario, nextline.ports[scenario.name], directory) for scenario in chosen]
        running = [nextline, *start_others(options, recordings, directory, stack)]
        runs = throughput.measure(running, recordings, how, options.rounds, say)
        print(throughput.text(running, recordings, runs, how, options.rounds))


if __name__ == "__main__":
    main()
