"""What /proc says of processes and of the machine."""

import os
from pathlib import Path

TICK_MICROSECONDS = 1_000_000 / os.sysconf("SC_CLK_TCK")


def family(process):
    """A process and all that descend from it."""
    members = [process]
    for member in members:
        for tasks in Path(f"/proc/{member}/task").glob("*/children"):
            members += [int(child) for child in tasks.read_text().split()]
    return members


def cpu_microseconds(process):
    """Time on a processor so far, of a process and its descendants, in user and kernel."""
    return sum(_ticks(member) for member in family(process)) * TICK_MICROSECONDS


def _ticks(process):
    # The name before the last parenthesis may hold anything.
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def resident_bytes(process):
    """Resident memory of a process and its descendants; pages they share count for each.

    From `smaps_rollup`, which is exact: `VmRSS` may be off by some dozens of pages a thread.
    """
    return sum(_resident_bytes(member) for member in family(process))


def _resident_bytes(process):
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Rss:"):
            return int(line.split()[1]) * 1024
    return 0


def machine_busy_microseconds():
    """Time that all processors together were busy since the machine started."""
    user, nice, system, _, _, irq, softirq, *_ = map(int, Path("/proc/stat").read_text().split(None, 8)[1:8])
    return (user + nice + system + irq + softirq) * TICK_MICROSECONDS
