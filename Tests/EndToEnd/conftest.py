import copy
import json
import resource
import shutil

import pytest

from service import BINARY, PACKAGE, Service


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory):
    """A working directory that is not the package's."""
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(scope="session")
def many_descriptors():
    """Twelve thousand, for these tests and for the services that they start; no such test where the system forbids it."""
    wanted = 12_000
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if resource.RLIM_INFINITY != hard < wanted:
        pytest.skip(f"the system allows {hard} descriptors, the test needs {wanted}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


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
