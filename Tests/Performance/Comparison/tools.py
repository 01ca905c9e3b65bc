"""Programs that are not Swift's: installed where they are missing, compiled where they are C."""

import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent


def find(program, package=None):
    """The path of a program, which a Debian package brings; `None` where it cannot be had."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
    found = shutil.which(program, path=path)
    if found or not package or not shutil.which("apt-get") or os.geteuid() != 0:
        return found
    subprocess.run(["apt-get", "install", "-y", "-qq", package], check=False, stdout=subprocess.DEVNULL)
    return shutil.which(program, path=path)


def need(program, package):
    found = find(program, package)
    if not found:
        raise SystemExit(f"`{program}` is needed: install the package `{package}`")
    return found


def compile_raw_server(directory):
    compiler = find("clang") or find("cc") or need("gcc", "gcc")
    binary = directory / "raw_server"
    subprocess.run([compiler, "-O2", "-pthread", "-o", binary, HERE / "raw_server.c"], check=True)
    return binary
