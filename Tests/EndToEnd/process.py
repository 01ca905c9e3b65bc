"""What the system says of a running process."""

import os
import resource
import time

import pytest

TICKS = os.sysconf("SC_CLK_TCK")


def resident_kibibytes(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def processor_seconds(pid):
    """Time spent in the program and for it in the system."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def unsent_bytes(port):
    """What the system still keeps for peers of a port whose connections the program has closed (`FIN_WAIT1`)."""
    kept = 0
    with open("/proc/net/tcp") as table:
        for line in list(table)[1:]:
            _, local, _, state, queues, *_ = line.split()
            if int(local.split(":")[1], 16) == port and state == "04":
                kept += int(queues.split(":")[0], 16)
    return kept


def wait_until(condition, seconds):
    """The seconds it took; `None` when the time passed before."""
    start = time.monotonic()
    while not condition():
        if time.monotonic() - start > seconds:
            return None
        time.sleep(0.01)
    return time.monotonic() - start


def allow_descriptors(count):
    """Raises the limit of this process, which those it starts inherit; skips the test where the system does not allow it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < count:
        pytest.skip(f"the system allows {hard} descriptors, the test needs {count}")
    if soft != resource.RLIM_INFINITY and soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))
