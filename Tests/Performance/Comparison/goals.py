"""What is wanted of NextLine, and what was measured."""

from statistics import median

from latency import connections_text
from table import table
from throughput import ratios

# Hummingbird 2.28 with Codable answered 3.1k requests a second where an event loop like NextLine's, with the same coders,
# answered 4.1k. It cannot be had without a network, so that loop stands for it.
HUMMINGBIRD_OF_CODABLE = 3.1 / 4.1


class Goals:
    """Rows of goal, measured value and whether it is reached; what was not measured is left out."""

    def __init__(self):
        self._rows = []

    def _add(self, goal, value, is_reached, remark=""):
        self._rows.append([goal, value, remark, "reached" if is_reached else "**missed**"])

    def of_throughput(self, runs, recordings):
        for recorded in recordings:
            for reference, least in _least_ratios(recorded):
                if (reference, recorded.name) in runs:
                    self._ratio(runs, recorded, reference, least)
            if ("Codable", recorded.name) in runs:
                self._ratio(runs, recorded, "Codable", 12, as_part=HUMMINGBIRD_OF_CODABLE)

    def _ratio(self, runs, recorded, reference, least, as_part=1.0):
        """Requests a second against another server, of which only a part may count."""
        ratio = median(ratios(runs, "NextLine", reference, recorded.name))
        by_processor = _processor_time(runs, reference, recorded) / _processor_time(runs, "NextLine", recorded)
        name, remark = reference, f"by processor time {by_processor:.2f}"
        if as_part != 1:
            name = "Hummingbird with Codable"
            remark = f"{ratio:.1f} times {reference} (by processor time {by_processor:.1f}), taken as {as_part:.2f} of it"
        ratio /= as_part
        self._add(f"{recorded.scenario.title} ÷ {name} ≥ {least:g}", f"{ratio:.2f}", ratio >= least, remark)

    def of_latency(self, runs, recordings):
        for count, of_count in runs.items():
            for recorded in recordings:
                # So many at once wait for each other whenever an answer takes more than 0.1 ms of two processors.
                if recorded.scenario.method == "POST" and count > 8:
                    continue
                p99 = _p99(of_count["NextLine", recorded.name])
                others = [
                    f"{name} {_p99(of_count[name, recorded.name]):.1f}"
                    for name in ("C", "nginx") if (name, recorded.name) in of_count]
                goal = f"{recorded.scenario.title}, {connections_text(count)}: p99 ≤ 3 ms"
                self._add(goal, f"{p99:.1f}", p99 <= 3, ", ".join(others))

    def of_records(self, runs):
        p99 = _p99(runs)
        self._add("a record of 500 resources, 16 connections: p99 ≤ 20 ms", f"{p99:.1f}", p99 <= 20)

    def of_startup(self, milliseconds):
        times = milliseconds["NextLine"]
        self._add(
            "start to first answer ≤ 100 ms", f"{median(times):.0f}", median(times) <= 100, f"fastest {min(times):.0f}")

    def of_idle(self, measured):
        each = measured["NextLine"].bytes_a_connection
        self._add("resident bytes an idle connection ≤ 256", f"{each:.0f}", each <= 256)

    def text(self):
        return table(["goal", "measured", "beside it", ""], self._rows)


def _least_ratios(recorded):
    """Servers with the least part of their requests a second that is wanted."""
    if recorded.scenario.method == "POST":
        return [("C", 0.35)]
    return [("C", 0.95), ("nginx", 0.95)] if recorded.name == "trials" else [("C", 1), ("nginx", 1)]


def _processor_time(runs, name, recorded):
    return median(run.cpu_microseconds for run in runs[name, recorded.name])


def _p99(runs):
    return median(run.p99_milliseconds for run in runs)
