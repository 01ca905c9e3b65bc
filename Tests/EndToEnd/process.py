"""What the system says of a running process."""

import os
import time

TICKS = os.sysconf("SC_CLK_TCK")


def resident_kibibytes(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


def most_resident_kibibytes(pid):
    """The most that was ever resident."""
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def processor_seconds(pid):
    """Time spent in the program and for it in the system."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


#: TCP's states, as `/proc/net/tcp` numbers them.
ESTABLISHED, FIN_WAIT_1, CLOSE_WAIT, LAST_ACK = "01", "04", "08", "09"


def unsent_bytes(port, states=(ESTABLISHED, FIN_WAIT_1, CLOSE_WAIT, LAST_ACK)):
    """What the system keeps for each of the peers of a port, who have not taken it yet."""
    kept = []
    with open("/proc/net/tcp") as table:
        for line in list(table)[1:]:
            _, local, _, state, queues, *_ = line.split()
            if int(local.split(":")[1], 16) == port and state in states:
                # The end of the stream counts as a byte.
                kept.append(int(queues.split(":")[0], 16) - (state in (FIN_WAIT_1, LAST_ACK)))
    return kept


def wait_until(condition, seconds, lasting=0.0):
    """The seconds until a condition holds, and has held for some time; `None` when it does not in time."""
    start = since = time.monotonic()
    while time.monotonic() - start <= seconds:
        if not condition():
            since = time.monotonic()
        elif time.monotonic() - since >= lasting:
            return time.monotonic() - start
        time.sleep(0.01)
    return None
