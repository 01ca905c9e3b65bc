"""What can be said of the Dockerfile without building it."""

import re
import subprocess

import dockerfile
import pytest

from dockerignore import Ignore
from service import PACKAGE

DOCKERFILES = sorted([PACKAGE / "Dockerfile", *(PACKAGE / "Resources/operations").rglob("*Dockerfile")])


def lint(path):
    return subprocess.run(["hadolint", "--no-color", path], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_hadolint_finds_nothing(path):
    found = lint(path)
    assert found.returncode == 0, found.stdout


def test_hadolint_would_find_something(tmp_path):
    bad = tmp_path / "Dockerfile"
    bad.write_text("FROM debian\nRUN cd /tmp && sudo ls\n")
    found = lint(bad)
    assert found.returncode != 0 and "DL3004" in found.stdout and "DL3006" in found.stdout


def test_the_toolchain_is_the_one_that_the_tests_ran_with():
    base = next(each.value[0] for each in dockerfile.parse_file(str(PACKAGE / "Dockerfile")) if each.cmd.upper() == "FROM")
    told = subprocess.run(["swift", "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"Swift version ([0-9.]+)", told)[1]
    assert re.fullmatch(rf"swift:{re.escape(version)}-[a-z]+", base)


@pytest.mark.parametrize(("path", "is_left_out"), [
    ("Sources/nextline/main.swift", False), ("Resources/trials/bolero-2.json", False), ("Resources/operations/a/b.yaml", True),
    ("Tests/HTTPTests/Client.swift", False), ("Tests/EndToEnd/service.py", True), ("Tests/Browser/.venv/bin/python", True),
    ("Tests/Performance/Stages/main.swift", False), ("Tests/Fuzzing/__pycache__/a.pyc", True), (".git/config", True),
    (".build/release/nextline", True), ("tokens.json", True), ("Package.swift", False),
])
def test_what_is_sent_to_the_build(path, is_left_out):
    assert Ignore((PACKAGE / ".dockerignore").read_text()).holds(path) == is_left_out
