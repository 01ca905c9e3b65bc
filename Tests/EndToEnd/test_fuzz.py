"""Schemathesis against the running service: examples, coverage and fuzzing, within two minutes."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.parametrize("seed", (7, 2026))
def test_schemathesis_finds_nothing(service, elsewhere, seed):
    report = subprocess.run(
        [str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(HERE / "schemathesis.toml"), "run",
         service.url + "/openapi.yaml", "--phases", "examples,coverage,fuzzing", "--max-examples", "40", "--checks", "all",
         "--seed", str(seed), "--max-time", "55", "--no-color"],
        cwd=elsewhere, capture_output=True, text=True, timeout=180)
    print(report.stdout[-2000:])
    assert report.returncode == 0, report.stdout[-12000:] + report.stderr[-2000:]
