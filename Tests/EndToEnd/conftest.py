import copy
import json
import shutil

import pytest

from service import BINARY, PACKAGE, Service


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory):
    """A working directory that is not the package's."""
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(scope="session")
def service(elsewhere):
    running = Service(directory=elsewhere)
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def case_7_bytes(service):
    return service.get("/cases/case-7/input").body


@pytest.fixture
def case_7(case_7_bytes):
    return json.loads(case_7_bytes)


@pytest.fixture
def knowledge(tmp_path):
    """A copy of the knowledge that a test may change."""
    return shutil.copytree(PACKAGE / "Resources", tmp_path / "Resources")


def pytest_report_header():
    return f"binary: {BINARY}"
