import os
import shutil
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "EndToEnd"))

import image as images  # noqa: E402
from service import BINARY, PACKAGE, Service  # noqa: E402


def pytest_configure(config):
    config.addinivalue_line("markers", "image: builds the image and runs it; takes a release build, and root")


def pytest_report_header():
    return f"binary: {BINARY}; the image's root is {'read-only' if images.CAN_MOUNT else 'not mounted: this system forbids it'}"


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    running = Service(directory=tmp_path_factory.mktemp("elsewhere"))
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def builder(tmp_path_factory):
    if os.geteuid() != 0:
        pytest.skip("the image's steps are executed in a root of their own, which needs root")
    return images.Builder(
        Path(os.environ["NEXTLINE_IMAGE_CACHE"]), tmp_path_factory.mktemp("image"), os.environ.get("NEXTLINE_IMAGE_BUILD"))


@pytest.fixture(scope="session")
def image(builder):
    """The last stage of the Dockerfile, as its instructions make it."""
    return builder.build(PACKAGE / "Dockerfile", PACKAGE)


@pytest.fixture
def promtool():
    found = shutil.which("promtool")
    assert found, "no promtool: run.sh fetches it"
    return found
